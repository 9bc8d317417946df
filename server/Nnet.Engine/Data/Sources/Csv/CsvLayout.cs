using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>How a table is laid out, as its first lines show.</summary>
/// <param name="Delimiter">What parts the cells.</param>
/// <param name="Names">Name of each column; x1, x2 … where the file has none.</param>
/// <param name="HasHeader">Whether the first line is no sample.</param>
/// <param name="HasNames">Whether the first line names the columns.</param>
/// <param name="PromisedRows">Rows that a count header promises, or null.</param>
/// <param name="ClassNames">Class names of a count header, or empty.</param>
internal sealed record CsvLayout(byte Delimiter, ImmutableArray<string> Names, bool HasHeader, bool HasNames, int? PromisedRows, ImmutableArray<string> ClassNames)
{
    private const int HeadLength = 1 << 16;
    private const int RowsLookedAt = 100;

    /// <summary>Whether decimals stand behind a comma.</summary>
    public bool HasCommas { get; private init; }

    /// <summary>About how many bytes of the file a row takes.</summary>
    public int BytesPerRow { get; private init; } = 1;

    /// <summary>Looks at the first lines.</summary>
    /// <param name="file">The table.</param>
    /// <param name="header">Whether the first line names the columns: <c>true</c>, <c>false</c> or <c>auto</c>.</param>
    /// <param name="hasCommas">Whether decimals stand behind a comma.</param>
    public static CsvLayout Of(DataFile file, string header, bool hasCommas)
    {
        var head = ReadHead(file);
        var kind = FileKind.Of(head);
        if (kind is null || !kind.StartsWith("text", StringComparison.Ordinal))
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is not a table in a text file: it is {kind ?? "binary data"}.", file.Argument);
        }
        var delimiter = DelimiterOf(head);
        using var stream = file.Open();
        var scanner = new CsvScanner(stream, delimiter);
        if (!scanner.Read())
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} has only blank lines.", file.Argument);
        }
        var first = scanner.Texts();
        var second = scanner.Read() ? scanner.Texts() : [];
        var counts = header == "auto" && IsCountHeader(first, second);
        var named = !counts && (header == "true" || (header == "auto" && IsHeader(first, second, scanner, hasCommas)));
        var width = counts ? second.Length : first.Length;
        return new CsvLayout(
            delimiter,
            [.. Enumerable.Range(0, width).Select(i => named && first[i].Length > 0 ? first[i] : $"x{i + 1}")],
            counts || named,
            named,
            counts ? int.Parse(first[0], CultureInfo.InvariantCulture) : null,
            counts ? [.. first[2..]] : [])
        {
            HasCommas = hasCommas,
            BytesPerRow = Math.Max(1, head.Length / Math.Max(1, head.AsSpan().Count((byte)'\n'))),
        };
    }

    /// <summary>The number that a cell holds, if it holds one.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, out float number) => TryRead(cell, HasCommas, out number);

    /// <summary>Finds a column by its name, or by its number from 0 (from −1 backwards).</summary>
    public int Find(DataFile file, string column, Language.Definitions.Argument argument)
    {
        var byName = Names.IndexOf(column);
        if (byName >= 0)
        {
            return byName;
        }
        if (int.TryParse(column, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number >= -Names.Length && number < Names.Length
                ? (number + Names.Length) % Names.Length
                : throw new DataException(DataFindings.UnknownColumn,
                    $"{file.Written} has no column {number}: it has {Names.Length}, counted 0 to {Names.Length - 1}, or from the end −1 to −{Names.Length}.", argument);
        }
        var near = Spelling.Nearest(column, Names);
        throw new DataException(DataFindings.UnknownColumn,
            $"{file.Written} has no column {column}. " + (near is null ? $"Its columns are {List(Names)}." : $"Did you mean {near}?")
                + (HasNames ? "" : " (Its first line gives no names, so they go by place.)"),
            argument, near is null ? null : Quote(near));
    }

    /// <summary>Names in a row for a message, not all of them when there are many.</summary>
    public static string List(IReadOnlyList<string> names)
        => names.Count <= 12 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))}, … {names[^1]}";

    /// <summary>A name as the language writes it: in quotes unless it is a word.</summary>
    public static string Quote(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(name[0]) ? name : $"\"{name}\"";

    private static byte[] ReadHead(DataFile file)
    {
        try
        {
            using var stream = file.Open();
            var head = new byte[HeadLength];
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is a damaged gzip file: it cannot be unpacked. Fetch it again.", file.Argument);
        }
    }

    // The rarest in numbers wins where it parts every line alike: a table with semicolons may have decimal commas.
    private static byte DelimiterOf(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.UTF8.GetString(head).Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToArray();
        lines = lines.Length > 1 && head.Length == HeadLength ? lines[..^1] : lines;
        foreach (var candidate in "\t;|")
        {
            // The first line may be a header of another length.
            var counts = lines.Skip(lines.Length > 1 ? 1 : 0).Take(20).Select(line => line.Count(letter => letter == candidate)).ToArray();
            if (counts[0] > 0 && counts.All(count => count == counts[0]))
            {
                return (byte)candidate;
            }
        }
        return (byte)',';
    }

    // As scikit-learn writes it: rows, features, then the classes.
    private static bool IsCountHeader(string[] first, string[] second)
        => first.Length > 3
            && int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out var features)
            && second.Length == features + 1
            && !first[2..].Any(cell => IsNumber(cell, hasCommas: false));

    // Names stand above numbers. Where nothing but texts stands below them, names are what does not come again in their columns.
    private static bool IsHeader(string[] first, string[] second, CsvScanner rest, bool hasCommas)
        => first.Zip(second).Any(pair => pair.First.Length > 0 && !IsNumber(pair.First, hasCommas) && !CellText.IsMissing(pair.First) && IsNumber(pair.Second, hasCommas))
            || (first.All(cell => !IsNumber(cell, hasCommas)) && !ComesAgain(first, second, rest));

    // Whether most cells of a row stand in their columns once more.
    private static bool ComesAgain(string[] first, string[] second, CsvScanner rest)
    {
        var isAgain = new bool[first.Length];
        var row = second;
        for (var rows = 0; rows < RowsLookedAt; rows++, row = rest.Texts())
        {
            for (var column = 0; column < Math.Min(row.Length, first.Length); column++)
            {
                isAgain[column] |= row[column] == first[column];
            }
            if (!rest.Read())
            {
                break;
            }
        }
        return 2 * isAgain.Count(again => again) >= first.Length;
    }

    private static bool IsNumber(string cell, bool hasCommas) => TryRead(Encoding.UTF8.GetBytes(cell), hasCommas, out _);

    private static bool TryRead(ReadOnlySpan<byte> cell, bool hasCommas, out float number) => hasCommas ? NumberText.TryReadWithComma(cell, out number) : NumberText.TryRead(cell, out number);
}
