using System.Globalization;
using System.Runtime.InteropServices;
using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>Labels that are numbered, in rows of the same word: <c>e1</c>, <c>e3</c> and <c>e4</c> are a row.</summary>
internal sealed class LabelRows
{
    private readonly Dictionary<string, List<Place>> _rows = new(StringComparer.Ordinal);

    /// <summary>Puts labels into their rows; those without a number are in none.</summary>
    public LabelRows(IEnumerable<Symbol> labels)
    {
        foreach (var label in labels)
        {
            if (Place.Of(label) is not { } place)
            {
                continue;
            }
            if (!_rows.TryGetValue(place.Word, out var row))
            {
                _rows.Add(place.Word, row = []);
            }
            row.Add(place);
        }
        foreach (var row in _rows.Values)
        {
            row.Sort(static (one, other) => one.Number.CompareTo(other.Number));
        }
    }

    /// <summary>The labels of its row before and behind a label that is not in it; null at the ends of the row, and where there is none.</summary>
    public (Symbol Below, Symbol Above)? Around(Symbol label)
    {
        if (_rows.Count == 0 || Place.Of(label) is not { } place || !_rows.TryGetValue(place.Word, out var row))
        {
            return null;
        }
        var next = Ordered.FirstFrom(CollectionsMarshal.AsSpan(row), place.Number, static other => other.Number);
        return next > 0 && next < row.Count && row[next].Number > place.Number ? (row[next - 1].Label, row[next].Label) : null;
    }

    private sealed record Place(string Word, long Number, Symbol Label)
    {
        // `e2` is the second `e`.
        public static Place? Of(Symbol label)
        {
            var word = label.Name.AsSpan().TrimEnd("0123456789");
            return long.TryParse(label.Name.AsSpan(word.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Place(word.ToString(), number, label) : null;
        }
    }
}
