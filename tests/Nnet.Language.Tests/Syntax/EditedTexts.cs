using System.Text;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Tests.Syntax;

/// <summary>Samples that somebody edits at random: most versions of them are broken.</summary>
internal static class EditedTexts
{
    // Single characters, words that change what a line is, and whole lines that open, close or nest.
    private static readonly string[] s_insertions =
    [
        "(", ")", "[", "]", "{", "}", "=", ",", ":", ";", "\"", "#", "%", "-", "+", "^", ".", " ", "\n", "\r\n", "\r", "x", "0", "1 ", "§", "'", "𝔘", "//",
        " let ", " when ", "repeat 2 ", "model M ", "train A on b ", "block B(x, y=2) ", "use \"f.nnet\"", "\n// no\n", "\n{\n", "\n}\n", " {\n dense 3; relu }\n",
        "\n  repeat 2 {\n    path when 1 < 2 { conv 3 }\n    relu; }\n", "\nlet n = 3*(4 + [1,\n2])\n", "\n  dense (\n    3\n  )\n", "data d { csv \"a\" }\n", "dense 4\n;\n{", "2X3",
    ];

    /// <summary>One version after the other, each read from the one before, with the number of its edit.</summary>
    public static IEnumerable<(SyntaxTree Tree, int Edit)> Of(int seed, int edits)
    {
        var random = new Random(seed);
        var samples = Samples.Language.Concat(Samples.Examples).ToArray();
        var text = new StringBuilder(string.Concat(samples[..4]));
        var before = SyntaxTree.Parse(SourceText.ToEdit(text.ToString(), null));
        for (var edit = 0; edit < edits; edit++)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                    break;
                case 1 when text.Length > 0:
                    var from = random.Next(text.Length);
                    text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 200), text.Length - from)));
                    break;
                default:
                    text.Insert(at, s_insertions[random.Next(s_insertions.Length)]);
                    break;
            }
            if (text.Length is < 500 or > 8_000)
            {
                // Enough of this one: most of it is broken by now.
                text.Clear().Append(samples[random.Next(samples.Length)]).Append(samples[random.Next(samples.Length)]);
            }
            before = SyntaxTree.Parse(before.Source.Edited(text.ToString()), before);
            yield return (before, edit);
        }
    }
}
