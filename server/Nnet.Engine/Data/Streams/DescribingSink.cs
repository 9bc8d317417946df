using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Streams;

/// <summary>Describes a table row by row, in memory that does not grow with the rows.</summary>
internal sealed class DescribingSink : IRowSink
{
    private readonly TargetTally _targets = new();
    private readonly List<float[]> _first = [];
    private TableColumns _columns = null!;
    private ColumnTally _inputs = null!;

    /// <summary>What a table holds.</summary>
    /// <param name="site">The line that names it.</param>
    /// <param name="reader">Its reader.</param>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static DataFacts Describe(SourceSite site, IRowReader reader)
    {
        var sink = new DescribingSink();
        var end = reader.ReadRows(site, sink);
        return sink.Describe(end);
    }

    /// <inheritdoc/>
    public void Begin(TableColumns columns)
    {
        _columns = columns;
        // What has no columns with names is told by the interval of all its numbers alone.
        _inputs = new ColumnTally(Math.Max(1, columns.Columns.Sum(column => column.Width)));
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        for (var start = 0; start < inputs.Length; start += _inputs.Width)
        {
            _inputs.Add(inputs.Slice(start, _inputs.Width));
        }
        _targets.Add(targets);
        if (_first.Count < Samples.FirstRows)
        {
            _first.Add(inputs.ToArray());
        }
    }

    private DataFacts Describe(TableEnd end)
    {
        var columns = Enumerable.Range(0, _inputs.Width).ToArray();
        var target = _columns.Targets == 0 ? new TargetFacts(1, 0, 0) : StreamedTable.Reorder(_targets.Facts(_columns.Targets, end.ClassNames), end);
        return new DataFacts(end.Rows, new(_columns.Shape, Domain.Interval(columns.Min(_inputs.Low), columns.Max(_inputs.High))), target)
        {
            Merged = end.Merged,
            // The mean of an input that is 0 or 1 tells how often it is 1.
            Columns = Samples.DescribeColumns(_columns.Columns, end.Rows, place => (int)Math.Round(_inputs.Mean(place) * _inputs.Count(place)), place => new ColumnFacts("", _inputs.Low(place), _inputs.High(place), _inputs.Mean(place), _inputs.Deviation(place))
            {
                First = [.. _first.Select(row => (double)row[place])],
            }),
        };
    }
}
