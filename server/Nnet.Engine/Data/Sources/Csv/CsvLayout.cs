using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>How a table is laid out, as its first lines show.</summary>
/// <param name="Delimiter">What parts the cells.</param>
/// <param name="Names">Name of each column; x1, x2 … where the file has none.</param>
/// <param name="HasNames">Whether a line names the columns.</param>
/// <param name="PromisedRows">Rows that a count header promises, or null.</param>
/// <param name="ClassNames">Class names of a count header, or empty.</param>
internal sealed record CsvLayout(byte Delimiter, ImmutableArray<string> Names, bool HasNames, int? PromisedRows, ImmutableArray<string> ClassNames)
{
    private const int HeadLength = 1 << 16;
    private const int RowsLookedAt = 100;
    private const int CellsLookedAt = 100_000;

    /// <summary>Whether decimals stand behind a comma.</summary>
    public bool HasCommas { get; private init; }

    /// <summary>Line of the first sample; none where there is none.</summary>
    private long FirstLine { get; init; }

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
        if (kind == FileKind.Json)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is {kind}, not a table with a sample on each line. Write it as one, in Python with pandas.read_json(…).to_csv(…, index=False).", file.Argument);
        }
        var delimiter = DelimiterOf(head);
        var rows = FirstRows(file, delimiter);
        if (rows.Count == 0)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} has only blank lines.", file.Argument);
        }
        Begin(rows, hasCommas);
        var first = rows[0].Cells;
        var second = rows.Count > 1 ? rows[1].Cells : [];
        var counts = header == "auto" && IsCountHeader(first, second);
        var named = !counts && (header == "true" || (header == "auto" && IsHeader(first, rows, hasCommas)));
        var width = counts ? second.Length : first.Length;
        // Some programs write a delimiter behind the last cell as well.
        if (!counts && width > 1 && rows.Count > 1 && rows.TrueForAll(row => row.Cells.Length == width && row.Cells[^1].Length == 0))
        {
            width--;
        }
        return new CsvLayout(
            delimiter,
            [.. Enumerable.Range(0, width).Select(i => named && first[i].Length > 0 ? first[i] : $"x{i + 1}")],
            named,
            counts ? int.Parse(first[0], CultureInfo.InvariantCulture) : null,
            counts ? [.. first[2..]] : [])
        {
            HasCommas = hasCommas,
            FirstLine = !counts && !named ? rows[0].Line : rows.Count > 1 ? rows[1].Line : long.MaxValue,
            BytesPerRow = Math.Max(1, head.Length / Math.Max(1, head.AsSpan().Count((byte)'\n'))),
        };
    }

    /// <summary>The samples of the table, before the first of them.</summary>
    /// <param name="stream">The table, as <see cref="DataFile.OpenText"/> gives it.</param>
    public CsvScanner Rows(Stream stream) => new(stream, Delimiter) { Width = Names.Length, FirstLine = FirstLine };

    /// <summary>The number that a cell holds, if it holds one.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, out float number) => TryRead(cell, HasCommas, out number);

    /// <summary>Finds a column by its name, or by its number from 0 (from −1 backwards).</summary>
    public int Find(DataFile file, string column, Language.Definitions.Argument argument)
    {
        var byName = Names.IndexOf(column);
        if (byName >= 0)
        {
            var again = Names.LastIndexOf(column);
            return again == byName ? byName : throw new DataException(DataFindings.UnknownColumn,
                $"{file.Written} has more than one column {column}: say which by its number, {byName} or {again}.", argument, $"{again}");
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
            using var stream = file.OpenText();
            var head = new byte[HeadLength];
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is a damaged gzip file: it cannot be unpacked. Fetch it again.", file.Argument);
        }
    }

    // So many rows that they show what the table is.
    private static List<(string[] Cells, long Line)> FirstRows(DataFile file, byte delimiter)
    {
        using var stream = file.OpenText();
        var scanner = new CsvScanner(stream, delimiter);
        var rows = new List<(string[] Cells, long Line)>();
        for (var cells = 0; rows.Count < RowsLookedAt && cells < CellsLookedAt && scanner.Read(); cells += scanner.Count)
        {
            // Excel reads from such a line what parts the cells.
            if (rows.Count > 0 || !scanner.Text(0).StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            {
                rows.Add((scanner.Texts(), scanner.Line));
            }
        }
        return rows;
    }

    // Leaves out comments. NumPy writes the names of columns as one, and a column may be called # as well: such a line has as many
    // cells as the numbers below it.
    private static void Begin(List<(string[] Cells, long Line)> rows, bool hasCommas)
    {
        var comments = rows.TakeWhile(row => row.Cells[0].StartsWith('#')).Count();
        if (comments == 0 || comments == rows.Count)
        {
            return;
        }
        var isNames = rows[comments - 1].Cells.Length == rows[comments].Cells.Length && Array.Exists(rows[comments].Cells, cell => IsNumber(cell, hasCommas));
        if (isNames && rows[comments - 1].Cells is [var name, ..] && name.Trim('#', ' ') is { Length: > 0 } bare)
        {
            rows[comments - 1].Cells[0] = bare;
        }
        rows.RemoveRange(0, isNames ? comments - 1 : comments);
        var width = rows[0].Cells.Length;
        rows.RemoveAll(row => row.Cells.Length != width && row.Cells[0].StartsWith('#'));
    }

    // The rarest in numbers wins where it parts every line alike: a table with semicolons may have decimal commas.
    private static byte DelimiterOf(ReadOnlySpan<byte> head)
    {
        var lines = Encoding.UTF8.GetString(head).Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToArray();
        if (lines.Length > 0 && lines[0].Trim('"', '\r', '\uFEFF') is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var said])
        {
            return (byte)said;
        }
        lines = lines.Length > 1 && head.Length == HeadLength ? lines[..^1] : lines;
        lines = lines.SkipWhile(line => line.StartsWith('#')).ToArray() is { Length: > 0 } rows ? rows : lines;
        foreach (var candidate in "\t;|")
        {
            // The first line may be a header of another length.
            var counts = lines.Skip(lines.Length > 1 ? 1 : 0).Take(20).Select(line => line.Count(letter => letter == candidate)).ToArray();
            if (counts.Length > 0 && counts[0] > 0 && counts.All(count => count == counts[0]))
            {
                return (byte)candidate;
            }
        }
        return IsPartedByBlanks(lines) ? (byte)' ' : (byte)',';
    }

    // Columns that are lined up with blanks, as many in every row.
    private static bool IsPartedByBlanks(string[] lines)
    {
        var looked = lines.Take(RowsLookedAt).ToArray();
        if (Array.Exists(looked, line => line.Contains(',')))
        {
            return false;
        }
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', looked)));
        var scanner = new CsvScanner(stream, (byte)' ');
        try
        {
            var width = scanner.Read() ? scanner.Count : 0;
            while (width > 1 && scanner.Read())
            {
                width = scanner.Count == width ? width : 0;
            }
            return width > 1;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // As scikit-learn writes it: rows, features, then the classes.
    private static bool IsCountHeader(string[] first, string[] second)
        => first.Length > 3
            && int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out var features)
            && second.Length == features + 1
            && !first[2..].Any(cell => IsNumber(cell, hasCommas: false));

    // Names stand above numbers. Where nothing but texts stands below them, names are what does not come again in their columns.
    private static bool IsHeader(string[] first, List<(string[] Cells, long Line)> rows, bool hasCommas)
        => (rows.Count > 1 && first.Zip(rows[1].Cells).Any(pair => pair.First.Length > 0 && !IsNumber(pair.First, hasCommas) && !CellText.IsMissing(pair.First) && IsNumber(pair.Second, hasCommas)))
            || (first.All(cell => !IsNumber(cell, hasCommas)) && !ComesAgain(first, rows));

    // Whether most cells of the first row stand in their columns once more.
    private static bool ComesAgain(string[] first, List<(string[] Cells, long Line)> rows)
        => 2 * first.Index().Count(cell => rows.Skip(1).Any(row => cell.Index < row.Cells.Length && row.Cells[cell.Index] == cell.Item)) >= first.Length;

    private static bool IsNumber(string cell, bool hasCommas) => TryRead(Encoding.UTF8.GetBytes(cell), hasCommas, out _);

    private static bool TryRead(ReadOnlySpan<byte> cell, bool hasCommas, out float number) => hasCommas ? NumberText.TryReadWithComma(cell, out number) : NumberText.TryRead(cell, out number);
}
