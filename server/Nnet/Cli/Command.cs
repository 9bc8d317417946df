namespace Nnet.Cli;

/// <summary>What stands behind <c>nnet</c>: one class, one file for each command.</summary>
internal abstract class Command
{
    /// <summary>The word behind <c>nnet</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a few words, for the list of commands.</summary>
    public abstract string Summary { get; }

    /// <summary>Its arguments as help shows them: <c>FILE… [--json]</c>.</summary>
    public abstract string Usage { get; }

    /// <summary>Its options and what they mean, and anything else worth a line.</summary>
    public virtual IReadOnlyList<(string Option, string Meaning)> Options => [];

    /// <summary>Does it.</summary>
    /// <param name="arguments">What stands behind the command's word; <c>--help</c> is answered already.</param>
    /// <param name="console">Where to write.</param>
    /// <returns>The exit code: 0 done, 1 there are errors in what was looked at, 2 the command was not understood or a file is not there.</returns>
    public abstract int Run(Arguments arguments, Terminal console);
}
