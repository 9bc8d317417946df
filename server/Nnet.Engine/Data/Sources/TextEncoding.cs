using System.Text;
using System.Text.Unicode;

namespace Nnet.Engine.Data.Sources;

/// <summary>Finds out in what a text file stores its letters: UTF-8, or what Excel and older programs write.</summary>
internal static class TextEncoding
{
    /// <summary>Bytes of a file that are looked at: the first letter beyond English may come late.</summary>
    public const int Looked = 1 << 20;

    private const int LongestLetter = 4;

    private static readonly Encoding s_windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>The encoding of a text, or null where it is UTF-8 or no text at all.</summary>
    /// <param name="head">The file's first bytes.</param>
    public static Encoding? Of(ReadOnlySpan<byte> head)
        => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || HasZerosAt(head, 1) ? Encoding.Unicode
            : head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || HasZerosAt(head, 0) ? Encoding.BigEndianUnicode
            : FileKind.LooksLikeText(head) && !IsUtf8(head) ? s_windows
            : null;

    // Latin letters in UTF-16 have a zero in every other byte, and nowhere else.
    private static bool HasZerosAt(ReadOnlySpan<byte> head, int odd)
    {
        Span<int> zeros = [0, 0];
        for (var i = 0; i < Math.Min(head.Length, 512); i++)
        {
            zeros[i % 2] += head[i] == 0 ? 1 : 0;
        }
        return zeros[1 - odd] == 0 && zeros[odd] > 2 && zeros[odd] > Math.Min(head.Length, 512) / 4;
    }

    // A letter may be cut in two where the head ends.
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        for (var cut = 0; cut < LongestLetter && cut < head.Length; cut++)
        {
            if (Utf8.IsValid(head[..^cut]))
            {
                return true;
            }
        }
        return false;
    }
}
