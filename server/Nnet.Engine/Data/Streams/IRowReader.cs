using System.Collections.Immutable;
using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Streams;

/// <summary>What is known of a table before its rows.</summary>
/// <param name="Shape">Shape of one sample.</param>
/// <param name="Columns">The columns that the inputs of a table become of; empty for pictures.</param>
/// <param name="Targets">Numbers in a target.</param>
/// <param name="FillsHoles">Whether inputs may be no number, to be filled by the mean of their column.</param>
internal sealed record TableColumns(Shape Shape, ImmutableArray<TableColumn> Columns, int Targets, bool FillsHoles)
{
    /// <summary>Numbers in one sample.</summary>
    public int Inputs => (int)Shape.Count;
}

/// <summary>What is known of a table behind its rows.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="ClassNames">Names of the classes in their order; empty where they have none.</param>
/// <param name="ClassPlaces">The place of each class, since rows number them as they are met; empty where rows have the right numbers.</param>
internal sealed record TableEnd(int Rows, ImmutableArray<string> ClassNames, ImmutableArray<float> ClassPlaces)
{
    /// <summary>Rows that were left out since they lack a value.</summary>
    public int Dropped { get; init; }

    /// <summary>What stood in columns of texts that a network was not trained with.</summary>
    public ImmutableArray<UnknownCategory> Unknown { get; init; } = [];

    /// <summary>Columns of dates, which say only which row is older; empty where the order of rows means nothing.</summary>
    public ImmutableArray<string> Dates { get; init; } = [];

    /// <summary>Columns in which different numbers become the same.</summary>
    public ImmutableArray<MergedValues> Merged { get; init; } = [];

    /// <summary>Whether the table has other columns than the network that it is for, so that nothing was read.</summary>
    public bool IsMisfit { get; init; }
}

/// <summary>Takes the rows of a table one by one.</summary>
internal interface IRowSink
{
    /// <summary>Comes before the first row.</summary>
    void Begin(TableColumns columns);

    /// <summary>Takes a row; a cell to be filled is no number.</summary>
    void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);
}

/// <summary>A source that can be read row by row.</summary>
internal interface IRowReader
{
    /// <summary>About how many bytes its samples take in memory.</summary>
    long EstimateBytes(SourceSite site);

    /// <summary>Reads all rows.</summary>
    /// <exception cref="DataException">The source cannot be read.</exception>
    TableEnd ReadRows(SourceSite site, IRowSink sink);
}
