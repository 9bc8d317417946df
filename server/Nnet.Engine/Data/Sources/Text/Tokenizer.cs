using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Nnet.Engine.Data.Sources.Text;

/// <summary>Cuts texts into tokens and numbers them.</summary>
internal static partial class Tokenizer
{
    /// <summary>The token that stands for all that the vocabulary does not have.</summary>
    public const string Unknown = "<unknown>";

    /// <summary>The characters of a text, each a whole code point.</summary>
    public static IEnumerable<string> Characters(string text) => text.EnumerateRunes().Select(rune => rune.ToString());

    /// <summary>The words of a text and its marks of punctuation; blanks between them are dropped.</summary>
    public static IEnumerable<string> Words(string text) => WordPattern().Matches(text).Select(match => match.Value);

    /// <summary>The tokens in the order of their numbers: by the alphabet, or with <paramref name="most"/> the most frequent and one for the rest.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="most">Most tokens; 0 keeps all.</param>
    public static ImmutableArray<string> VocabularyOf(IEnumerable<string> tokens, int most)
    {
        var counts = tokens.CountBy(token => token, StringComparer.Ordinal).ToArray();
        var kept = most == 0 || counts.Length <= most
            ? counts.Select(pair => pair.Key)
            : counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most - 1).Select(pair => pair.Key);
        var sorted = kept.Order(StringComparer.Ordinal);
        return most == 0 || counts.Length <= most ? [.. sorted] : [Unknown, .. sorted];
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}_]+(?:['’\-][\p{L}\p{M}\p{N}_]+)*|[^\s\p{L}\p{M}\p{N}_]")]
    private static partial Regex WordPattern();
}
