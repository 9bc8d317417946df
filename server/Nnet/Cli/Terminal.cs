using System.Text;

namespace Nnet.Cli;

/// <summary>Standard output and error with one accent colour, which is left out when nobody would see it (NO_COLOR, a pipe, a dumb terminal).</summary>
internal sealed class Terminal
{
    private Terminal(TextWriter output, TextWriter error, bool colour, int width, bool interactive)
        => (Out, Error, HasColour, Width, IsInteractive) = (output, error, colour, width, interactive);

    /// <summary>Standard output.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether output is coloured; false for pipes and with NO_COLOR.</summary>
    public bool HasColour { get; }

    /// <summary>Whether a person watches, so that lines may be drawn anew in their place.</summary>
    public bool IsInteractive { get; }

    /// <summary>Columns, 80 where there is no telling.</summary>
    public int Width { get; }

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess()
    {
        // UTF-8 whatever the locale says: shapes have ×.
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 4096) { AutoFlush = false };
        var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false), 1024) { AutoFlush = true };
        var isTerminal = !Console.IsOutputRedirected;
        var colour = Environment.GetEnvironmentVariable("FORCE_COLOR") is { Length: > 0 } and not "0"
            || (isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb");
        return new Terminal(output, error, colour, isTerminal ? WidthOfConsole() : 80, isTerminal && Environment.GetEnvironmentVariable("TERM") != "dumb");
    }

    /// <summary>One for tests and for text kept elsewhere.</summary>
    public static Terminal Of(TextWriter output, TextWriter error, bool colour = false, int width = 80) => new(output, error, colour, width, interactive: false);

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
}
