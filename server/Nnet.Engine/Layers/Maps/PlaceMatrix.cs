using System.Numerics;
using Nnet.Engine.Execution;

namespace Nnet.Engine.Layers.Maps;

/// <summary>
/// A sparse matrix from the places of a source to those of a result: for every place of the result the places that it is
/// made of, with their weights. All channels share it. Resizing, padding, cutting and averaging are such products, and
/// their backward pass is the product with the transposed matrix.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PlaceMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly (int Source, double Weight)[][] _rows;
    private readonly AlignedMemory<int> _begins;
    private readonly AlignedMemory<nint> _offsets;
    private readonly AlignedMemory<T> _weights;

    private PlaceMatrix((int Source, double Weight)[][] rows, int columns, nint step)
    {
        (_rows, Columns) = (rows, columns);
        var entries = rows.Sum(row => row.Length);
        _begins = new AlignedMemory<int>(rows.Length + 1);
        _offsets = new AlignedMemory<nint>(entries);
        _weights = new AlignedMemory<T>(entries);
        var at = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var (source, weight) in rows[row])
            {
                _offsets.Pointer[at] = source * step;
                _weights.Pointer[at++] = T.CreateChecked(weight);
            }
            _begins.Pointer[row + 1] = at;
        }
    }

    /// <summary>Places of the result.</summary>
    public int Rows => _rows.Length;

    /// <summary>Places of the source.</summary>
    public int Columns { get; }

    /// <summary>For each place of the result the number of its first entry; one more behind the last.</summary>
    public int* Begins => _begins.Pointer;

    /// <summary>For each entry the distance of its place from the source's first one, in numbers.</summary>
    public nint* Offsets => _offsets.Pointer;

    /// <summary>The weight of each entry.</summary>
    public T* Weights => _weights.Pointer;

    /// <summary>Whether every place of the source stands in exactly one entry.</summary>
    public bool IsPartition => _rows.SelectMany(row => row).GroupBy(entry => entry.Source).Count(entries => entries.Count() == 1) == Columns && _rows.Sum(row => row.Length) == Columns;

    /// <summary>The matrix of maps along three axes, where weights multiply.</summary>
    /// <param name="axes">Depth, height, width.</param>
    /// <param name="step">From a place of the source to the next, in numbers.</param>
    public static PlaceMatrix<T> Of(IReadOnlyList<AxisMap> axes, nint step)
    {
        var (depth, height, width) = (axes[0], axes[1], axes[2]);
        var rows = from z in depth.Lists
                   from y in height.Lists
                   from x in width.Lists
                   select (from atZ in z
                           from atY in y
                           from atX in x
                           select ((((atZ.Source * height.Sources) + atY.Source) * width.Sources) + atX.Source, atZ.Weight * atY.Weight * atX.Weight)).ToArray();
        return new PlaceMatrix<T>([.. rows], depth.Sources * height.Sources * width.Sources, step);
    }

    /// <summary>The matrix of the backward pass.</summary>
    /// <param name="step">From a place of the result to the next, in numbers.</param>
    public PlaceMatrix<T> Transposed(nint step)
    {
        var columns = Enumerable.Range(0, Columns).Select(_ => new List<(int, double)>()).ToArray();
        for (var row = 0; row < _rows.Length; row++)
        {
            foreach (var (source, weight) in _rows[row])
            {
                columns[source].Add((row, weight));
            }
        }
        return new PlaceMatrix<T>([.. columns.Select(list => list.ToArray())], _rows.Length, step);
    }
}
