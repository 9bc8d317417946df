using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>What a text looks like that is no number.</summary>
internal enum CellForm
{
    /// <summary>Anything else: a word, a name.</summary>
    Other,

    /// <summary>A number with what makes it easier to read: thousands apart, a currency, a percent sign.</summary>
    Number,

    /// <summary>A number and a few letters, which are a unit, or a name such as 1st.</summary>
    Quantity,

    /// <summary>A day, a time, or both.</summary>
    Date,
}

/// <summary>Reads cells that hold no number, for messages that say what to do about them.</summary>
internal static partial class CellText
{
    private const int LongestShown = 32;
    private const int LongestMissing = 9;

    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "?", "-", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "nat", "<na>", "n.a.", ".", "--", "#value!", "#div/0!", "#ref!", "inf", "-inf", "+inf", "infinity", "-infinity" };

    /// <summary>Whether a cell stands for a value that is not there.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> cell)
    {
        if (cell.Length is 0 or > LongestMissing)
        {
            return cell.Length == 0;
        }
        Span<char> text = stackalloc char[LongestMissing];
        return IsMissing(text[..Encoding.UTF8.GetChars(cell, text)]);
    }

    /// <summary>Whether a cell stands for a value that is not there.</summary>
    public static bool IsMissing(ReadOnlySpan<char> cell) => s_missing.GetAlternateLookup<ReadOnlySpan<char>>().Contains(cell);

    /// <summary>What a text looks like.</summary>
    public static CellForm FormOf(ReadOnlySpan<char> text)
        => DateText().IsMatch(text) ? CellForm.Date
            : DecoratedNumber().IsMatch(text) ? CellForm.Number
            : QuantityText().IsMatch(text) ? CellForm.Quantity
            : CellForm.Other;

    /// <summary>Whether one date is later than another, as far as they are written with the year first, so that nobody can mistake them.</summary>
    public static bool IsLater(string date, string other)
        => YearFirst().IsMatch(date) && YearFirst().IsMatch(other)
            && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var one)
            && DateTimeOffset.TryParse(other, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var two)
            && one > two;

    /// <summary>What to do about a text that is no number: a sentence, or nothing.</summary>
    public static string Advice(string text) => FormOf(text) switch
    {
        CellForm.Number or CellForm.Quantity => PlainNumber(text),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && !float.IsFinite((float)large) => "Numbers go up to 3.4e38.",
        CellForm.Date => "Put what matters of it into columns of its own, as numbers: the month, the weekday, days since a start.",
        _ => "",
    };

    /// <summary>Whether a comma stands before three digits, so that nobody knows what it means.</summary>
    public static bool MayBeThousands(string text) => Thousands().IsMatch(text);

    /// <summary>As it is quoted in a message.</summary>
    public static string Show(string text) => text.Length > LongestShown ? $"\"{text[..LongestShown]}…\"" : $"\"{text}\"";

    // Of a comma and a point the last one parts the decimals; a lone comma before three digits may be either, and is for people to tell.
    private static string PlainNumber(string text)
    {
        var number = new string([.. text.Replace('\u2212', '-').Where(letter => char.IsAsciiDigit(letter) || letter is '.' or ',' or '-')]);
        var decimals = number.Replace(".", "").Replace(',', '.');
        var plain = number.Count(letter => letter == ',') == 1 && number.LastIndexOf(',') > number.LastIndexOf('.') && !Thousands().IsMatch(number) ? decimals : number.Replace(",", "");
        return !double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "Write plain numbers, with a point before the decimals and nothing else."
            : $"Write plain numbers: {plain} in place of {Show(text)}{(Thousands().IsMatch(number) ? $", or {decimals} if the comma stands before decimals (then decimal=comma reads it)" : "")}.";
    }

    // A currency may stand before a number, a percent sign or a currency behind it.
    [GeneratedRegex(@"^[+\-\u2212]?\s?\p{Sc}?\s?[+\-\u2212]?\d[\d.,'’\u00A0\u202F ]*\s?(%|\p{Sc})?$", RegexOptions.CultureInvariant)]
    private static partial Regex DecoratedNumber();

    [GeneratedRegex(@"^[+-]?\d[\d.,]*\s?[a-zA-Zµ°/]{1,5}[²³23]?$", RegexOptions.CultureInvariant)]
    private static partial Regex QuantityText();

    [GeneratedRegex(@"^(\d{4}[-/]\d{1,2}([-/]\d{1,2})?|\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[ -]?[A-Za-z]{3,9}\.?,?[ -]?\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?([AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?)?$|^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?([AaPp][Mm])?$", RegexOptions.CultureInvariant)]
    private static partial Regex DateText();

    [GeneratedRegex(@"^\d{4}[-/.]\d{1,2}", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^-?\d{1,3},\d{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();
}
