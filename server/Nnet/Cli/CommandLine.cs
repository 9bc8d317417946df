using System.Reflection;
using Nnet.Language.Text;

namespace Nnet.Cli;

/// <summary>Finds the command that a command line means, and answers help.</summary>
internal static class CommandLine
{
    private const int NotUnderstood = 2;

    /// <summary>Runs a command line.</summary>
    /// <param name="commands">Every command, in the order of the help.</param>
    /// <param name="words">What stands behind <c>nnet</c>.</param>
    /// <param name="console">Where to write.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<Command> commands, string[] words, Terminal console)
    {
        try
        {
            return Dispatch(commands, words, console);
        }
        catch (FileException exception)
        {
            return Fail(console, exception.Message);
        }
        catch (IOException) when (Console.IsOutputRedirected)
        {
            // Whoever read our output has gone: `nnet check … | head`.
            return 1;
        }
        finally
        {
            Flush(console);
        }
    }

    private static int Dispatch(IReadOnlyList<Command> commands, string[] words, Terminal console)
    {
        if (words is [] or ["help"] or ["--help" or "-h", ..])
        {
            Overview(commands, console);
            return 0;
        }
        if (words is ["--version" or "-v" or "version"])
        {
            console.Line($"nnet {typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}");
            return 0;
        }
        var (name, rest) = words is ["help", var about, ..] ? (about, ["--help"]) : (words[0], words[1..]);
        if (commands.FirstOrDefault(command => command.Name == name) is not { } command)
        {
            var nearest = Spelling.Nearest(name, commands.Select(known => known.Name).Append("help"));
            return Fail(console, $"There is no command `{name}`.{(nearest is null ? "" : $" Did you mean `nnet {nearest}`?")} `nnet help` lists them.");
        }
        if (rest.TakeWhile(word => word != "--").Any(word => word is "--help" or "-h"))
        {
            Help(command, console);
            return 0;
        }
        try
        {
            return command.Run(new Arguments(rest), console);
        }
        catch (UsageException exception)
        {
            return Fail(console, $"{exception.Message} Usage: nnet {command.Name} {command.Usage}");
        }
    }

    private static void Overview(IReadOnlyList<Command> commands, Terminal console)
    {
        console.Line($"{console.Bold("nnet")}  neural networks as text: check them, train them, use them");
        console.Line();
        var width = commands.Max(command => command.Name.Length);
        foreach (var command in commands)
        {
            console.Line($"  {console.Accent(command.Name.PadRight(width))}  {command.Summary}");
        }
        console.Line();
        console.Line(console.Dim("`nnet COMMAND --help` tells more; `nnet --version` says which one this is."));
    }

    private static void Help(Command command, Terminal console)
    {
        console.Line($"{console.Bold($"nnet {command.Name}")} {command.Usage}");
        console.Line();
        console.Line($"  {command.Summary}.");
        if (command.Options.Count > 0)
        {
            console.Line();
            var width = command.Options.Max(option => option.Option.Length);
            foreach (var (option, meaning) in command.Options)
            {
                console.Line($"  {console.Accent(option.PadRight(width))}  {meaning}");
            }
        }
    }

    private static int Fail(Terminal console, string message)
    {
        Flush(console);
        console.Error.WriteLine($"nnet: {message}");
        return NotUnderstood;
    }

    private static void Flush(Terminal console)
    {
        try
        {
            console.Flush();
        }
        catch (IOException)
        {
            // Nobody reads any more.
        }
    }
}
