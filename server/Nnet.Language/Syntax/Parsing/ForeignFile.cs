using System.Globalization;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Files that are not networks of this language get one friendly sentence instead of two hundred errors.</summary>
internal static class ForeignFile
{
    /// <summary>The longest text that is read, in UTF-16 code units.</summary>
    public const int MaximalLength = 2_000_000;

    /// <summary>What is wrong with the file as a whole, or null.</summary>
    public static Finding? Recognize(SourceText source)
    {
        var text = source.Content;
        var firstLine = source.LineSpan(0);
        var beginning = firstLine with { Length = Math.Min(firstLine.Length, 80) };
        if (text.Length > MaximalLength)
        {
            return new Finding(SyntaxFindings.FileTooLarge, beginning, string.Create(CultureInfo.InvariantCulture,
                $"This file has {text.Length / 1e6:0.0} million characters; files above {MaximalLength / 1e6:0} million are not read. Networks are written in a few thousand: is this really one?"));
        }
        if (LooksBinary(text))
        {
            return new Finding(SyntaxFindings.NotText, beginning, "This is not a text file: it is full of characters that no text has. A .nnet file is UTF-8 text.");
        }
        if (IsAcasXu(text))
        {
            return new Finding(SyntaxFindings.AcasXu, beginning,
                "This looks like a .nnet file of ACAS Xu (trained weights as numbers, after lines of `//`), which shares nothing but the extension with LspNN's networks. Close it, or give your network another file.");
        }
        if (LanguageOf(text) is { } language)
        {
            return new Finding(SyntaxFindings.OtherLanguage, beginning,
                $"This is {language}. A .nnet file says the same in its own words, one layer per line: `model Net {{ input 784; dense 64 activation=relu; dense 10 }}`, with a `data` block before it and a `train` block behind it.");
        }
        return null;
    }

    // The first line that says something tells.
    private static string? LanguageOf(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny('\n', '\r');
            var line = (end < 0 ? rest : rest[..end]).Trim();
            if (!line.IsEmpty && line[0] != '#')
            {
                return line[0] is '{' or '[' ? "JSON"
                    : Begins(line, "import ") || (Begins(line, "from ") && line.Contains(" import ", StringComparison.Ordinal)) || (line[^1] == ':' && (Begins(line, "class ") || Begins(line, "def "))) || IsPythonModel(line) ? "Python"
                    : line[^1] == ':' && line[..^1].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-0123456789") < 0 ? "YAML"
                    : null;
            }
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return null;

        static bool Begins(ReadOnlySpan<char> line, string word) => line.StartsWith(word, StringComparison.Ordinal);
    }

    // model = nn.Sequential(
    private static bool IsPythonModel(ReadOnlySpan<char> line)
        => line.IndexOf('=') is > 0 and var sign && line[..sign].Trim().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.0123456789") < 0 && line[(sign + 1)..].Contains("Sequential(", StringComparison.Ordinal);

    private static bool LooksBinary(string text)
    {
        var looked = Math.Min(text.Length, 4096);
        var odd = 0;
        for (var i = 0; i < looked; i++)
        {
            if (text[i] == '\0')
            {
                return true;
            }
            if (text[i] == '\uFFFD' || (char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r' or '\f' or '\v')))
            {
                odd++;
            }
        }
        return odd > looked / 20;
    }

    private static bool IsRowOfNumbers(ReadOnlySpan<char> line)
    {
        var commas = 0;
        foreach (var character in line)
        {
            commas += character == ',' ? 1 : 0;
            if (!char.IsAsciiDigit(character) && character is not (',' or ' '))
            {
                return false;
            }
        }
        return commas >= 3 && char.IsAsciiDigit(line[0]);
    }

    // Header lines begin with //; the first line behind them counts layers, inputs, outputs and the widest layer: "7,5,5,50,".
    private static bool IsAcasXu(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny('\n', '\r');
            var line = (end < 0 ? rest : rest[..end]).Trim();
            if (!line.IsEmpty && !line.StartsWith("//"))
            {
                return IsRowOfNumbers(line);
            }
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return false;
    }
}
