using System.Buffers.Text;
using System.Globalization;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>Reads numbers from UTF-8 text, plain ones without going through the general parser.</summary>
internal static class NumberText
{
    private const int Longest = 64;

    // Powers of ten that a double holds exactly.
    private static readonly double[] s_powers = [.. Enumerable.Range(0, 23).Select(exponent => double.Parse($"1e{exponent}", CultureInfo.InvariantCulture))];

    /// <summary>The number that <paramref name="text"/> is with a comma before its decimals and points between thousands, if it is a finite one.</summary>
    public static bool TryReadWithComma(ReadOnlySpan<byte> text, out float number)
    {
        number = 0;
        Span<byte> plain = stackalloc byte[Longest];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            // A point that does not part thousands is no number here, rather than a wrong one.
            if (i >= Longest || (text[i] == '.' && !PartsThousands(text, i)))
            {
                return false;
            }
            if (text[i] != '.')
            {
                plain[length++] = text[i] == ',' ? (byte)'.' : text[i];
            }
        }
        return TryRead(plain[..length], out number);
    }

    /// <summary>The number that <paramref name="text"/> is, if it is a finite one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out float number)
    {
        var negative = text.Length > 0 && text[0] == '-';
        var (digits, fraction, seen) = (0UL, 0, 0);
        var afterPoint = false;
        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                seen++;
                fraction += afterPoint ? 1 : 0;
            }
            else if (text[i] == '.' && !afterPoint)
            {
                afterPoint = true;
            }
            else
            {
                return TryReadAny(text, out number);
            }
        }
        // Up to fifteen digits and one division by an exact power round once, as the general parser does.
        if (seen is 0 or > 15)
        {
            return TryReadAny(text, out number);
        }
        var value = digits / s_powers[fraction];
        number = (float)(negative ? -value : value);
        return true;
    }

    private static bool PartsThousands(ReadOnlySpan<byte> text, int point)
        => point > 0 && char.IsAsciiDigit((char)text[point - 1])
            && point + 3 < text.Length && text.Slice(point + 1, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (point + 4 == text.Length || text[point + 4] is (byte)'.' or (byte)',');

    private static bool TryReadAny(ReadOnlySpan<byte> text, out float number)
    {
        text = text.Length > 1 && text[0] == '+' ? text[1..] : text;
        var read = Utf8Parser.TryParse(text, out double value, out var length) && length == text.Length;
        number = (float)value;
        return read && float.IsFinite(number);
    }
}
