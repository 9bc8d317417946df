using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Nnet.Language.Definitions;

namespace Nnet.Language.Binding;

/// <summary>The arguments of a definition as binding needs them; declarations make theirs anew at every call.</summary>
internal sealed class Signature
{
    // Weak, since the blocks of a text are definitions too and go with their version.
    private static readonly ConditionalWeakTable<Definition, Signature> s_signatures = [];

    private Signature(Definition definition)
    {
        All = definition.Arguments;
        Positional = [.. All.Where(argument => argument.IsPositional)];
        Required = [.. All.Where(argument => argument.IsRequired)];
        Edges = [.. All.Where(argument => argument.Kind == ArgumentKind.Edges)];
    }

    /// <summary>All arguments, in the order of their declaration.</summary>
    public ImmutableArray<Argument> All { get; }

    /// <summary>Those that may stand without a name, in that order.</summary>
    public ImmutableArray<Argument> Positional { get; }

    /// <summary>Those that must be given.</summary>
    public ImmutableArray<Argument> Required { get; }

    /// <summary>Those that name lines whose values come in too.</summary>
    public ImmutableArray<Argument> Edges { get; }

    /// <summary>The arguments of a definition.</summary>
    public static Signature Of(Definition definition) => s_signatures.GetValue(definition, static key => new Signature(key));

    /// <summary>The argument of that name, or null.</summary>
    public Argument? Find(string name)
    {
        foreach (var argument in All)
        {
            if (argument.Name == name)
            {
                return argument;
            }
        }
        return null;
    }
}
