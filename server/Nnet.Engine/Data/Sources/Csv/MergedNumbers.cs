using System.Buffers.Text;
using Nnet.Language.Data;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>
/// Looks whether numbers of a column that differ in the file become one when they are kept in single precision, as ids and
/// times in nanoseconds do. Up to 2²⁴ every whole number has a float of its own.
/// </summary>
/// <param name="name">The column's name.</param>
internal sealed class MergedNumbers(string name)
{
    /// <summary>The greatest size up to which no two whole numbers share a float.</summary>
    public const float Exact = 1 << 24;

    // Enough to know, in a memory that does not grow with the rows.
    private const int MostLookedAt = 100_000;

    // A few large numbers that happen to lie close together lose nothing that matters.
    private const double ManyRows = 0.1;

    private readonly Dictionary<float, Group> _groups = [];
    private int _looked;
    private int _rows;

    /// <summary>Looks at a number beyond <see cref="Exact"/>.</summary>
    /// <param name="row">How many rows stand before it.</param>
    /// <param name="cell">The number as it is written.</param>
    /// <param name="number">What became of it.</param>
    public void Add(int row, ReadOnlySpan<byte> cell, float number)
    {
        if (_looked == MostLookedAt || !Utf8Parser.TryParse(cell, out decimal written, out var length) || length != cell.Length)
        {
            return;
        }
        (_looked, _rows) = (_looked + 1, row + 1);
        var group = _groups.GetValueOrDefault(number) ?? (_groups[number] = new Group(written));
        group.Count++;
        group.Other ??= written == group.First ? null : written;
    }

    /// <summary>What is lost, or null where that is nothing or next to nothing.</summary>
    /// <param name="rows">Rows of the table.</param>
    public MergedValues? Of(int rows)
    {
        var merged = _groups.Where(pair => pair.Value.Other is not null).ToArray();
        var share = merged.Sum(pair => (double)pair.Value.Count) / (_looked == MostLookedAt ? _rows : rows);
        return share < ManyRows ? null : new MergedValues(name, merged[0].Value.First, merged[0].Value.Other!.Value, merged[0].Key, share);
    }

    /// <summary>Numbers that became the same one.</summary>
    private sealed class Group(decimal first)
    {
        public decimal First { get; } = first;

        public decimal? Other { get; set; }

        public int Count { get; set; }
    }
}
