using System.Text;

namespace Nnet.Cli;

/// <summary>Standard output and error with one accent colour, which is left out when nobody would see it (NO_COLOR, a pipe, a dumb terminal).</summary>
internal sealed class Terminal
{
    // A server never writes to its terminal, and there is no need to find out what that can.
    private readonly Lazy<Abilities> _abilities;

    private Terminal(Func<Abilities> abilities) => _abilities = new(abilities);

    /// <summary>Standard output.</summary>
    public TextWriter Out => _abilities.Value.Out;

    /// <summary>Standard error.</summary>
    public TextWriter Error => _abilities.Value.Error;

    /// <summary>Whether output is coloured; false for pipes and with NO_COLOR.</summary>
    public bool HasColour => _abilities.Value.HasColour;

    /// <summary>Whether a person watches, so that lines may be drawn anew in their place.</summary>
    public bool IsInteractive => _abilities.Value.IsInteractive;

    /// <summary>Columns, 80 where there is no telling.</summary>
    public int Width => _abilities.Value.Width;

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(() =>
    {
        // UTF-8 whatever the locale says: shapes have ×.
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 4096) { AutoFlush = false };
        var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false), 1024) { AutoFlush = true };
        var isTerminal = !Console.IsOutputRedirected;
        var colour = Environment.GetEnvironmentVariable("FORCE_COLOR") is { Length: > 0 } and not "0"
            || (isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb");
        return new Abilities(output, error, colour, isTerminal ? WidthOfConsole() : 80, isTerminal && Environment.GetEnvironmentVariable("TERM") != "dumb");
    });

    /// <summary>One for tests and for text kept elsewhere.</summary>
    public static Terminal Of(TextWriter output, TextWriter error, bool colour = false, int width = 80) => new(() => new Abilities(output, error, colour, width, IsInteractive: false));

    /// <summary>The one accent colour.</summary>
    public string Accent(string text) => Paint("36", text);

    /// <summary>What is secondary.</summary>
    public string Dim(string text) => Paint("2", text);

    /// <summary>Headlines.</summary>
    public string Bold(string text) => Paint("1", text);

    /// <summary>Errors alone.</summary>
    public string Alarm(string text) => Paint("31", text);

    /// <summary>Writes a line to standard output.</summary>
    public void Line(string text = "") => Out.WriteLine(text);

    /// <summary>Writes what still waits, if anything was written.</summary>
    public void Flush()
    {
        if (_abilities.IsValueCreated)
        {
            Out.Flush();
        }
    }

    private string Paint(string code, string text) => HasColour && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;

    private static int WidthOfConsole()
    {
        try
        {
            return Math.Max(40, Console.WindowWidth);
        }
        catch (IOException)
        {
            return 80;
        }
    }

    private sealed record Abilities(TextWriter Out, TextWriter Error, bool HasColour, int Width, bool IsInteractive);
}
