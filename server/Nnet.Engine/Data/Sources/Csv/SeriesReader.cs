using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Csv;

/// <summary>
/// Cuts a table into windows that overlap where they lie: a sample is <c>window</c> rows of all columns, its target the
/// chosen columns <c>horizon</c> rows behind.
/// </summary>
internal sealed class SeriesReader : SourceReader<SeriesSource>
{
    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [SeriesSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, SeriesSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(SeriesSource.Path);
        var table = ReadTable(site);
        var (window, horizon, stride) = (site.Get(SeriesSource.Window), site.Get(SeriesSource.Horizon), site.Get(SeriesSource.Stride));
        var ahead = window + horizon - 1;
        if (table.Count <= ahead)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} has {table.Count:N0} rows, but a window of {window:N0} and its target {horizon:N0} {(horizon == 1 ? "row" : "rows")} behind need {ahead + 1L:N0}.", SeriesSource.Window);
        }
        var columns = FindTargets(site, file, table);
        var width = table.Size;
        var targets = new float[(long)(table.Count - ahead) * columns.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = table.Inputs[((ahead + (i / columns.Length)) * width) + columns[i % columns.Length]];
        }
        var isHole = table.Holes?.ToHashSet() ?? [];
        int[] holes = [.. Enumerable.Range(0, targets.Length).Where(i => isHole.Contains(((ahead + (i / columns.Length)) * width) + columns[i % columns.Length]))];
        float[] known = holes.Length == 0 ? targets : [.. targets.Where((_, i) => !holes.Contains(i))];
        return table with
        {
            Count = ((table.Count - ahead - 1) / stride) + 1,
            Shape = new Shape([window, width], ["time", null]),
            Target = TargetDescription.Of(known, columns.Length),
            Targets = targets,
            InputStride = stride * width,
            TargetStride = stride * columns.Length,
            IsOrdered = true,
            TargetInputs = columns,
            TargetHoles = holes,
        };
    }

    // The table without a target: what is predicted is fed in too.
    private static Samples ReadTable(SourceSite site)
    {
        ArgumentValues values = [];
        foreach (var (ours, theirs) in new (Argument Ours, Argument Theirs)[] { (SeriesSource.Path, CsvSource.Path), (SeriesSource.Header, CsvSource.Header), (SeriesSource.Decimal, CsvSource.Decimal), (SeriesSource.Ignore, CsvSource.Ignore), (SeriesSource.OneHot, CsvSource.OneHot), (SeriesSource.Missing, CsvSource.Missing) })
        {
            values = site.Call.Values.TryGetValue(ours, out var given) ? values.With(theirs, given) : values;
        }
        var source = Catalog<DataSource>.Get<CsvSource>();
        return For(source).Read(new SourceSite(new Call(source, site.Call.Span, site.Call.NameSpan, values), site.Folder, Truth.OnlyIfNamed) { Known = site.Known, IsOrdered = true });
    }

    // Where the targets lie among the inputs of a row. A number counts the columns of the file, as people see it.
    private static ImmutableArray<int> FindTargets(SourceSite site, DataFile file, Samples table)
    {
        var wanted = site.Get(SeriesSource.Target);
        var names = CsvLayout.Of(file, site.Get(SeriesSource.Header), site.Get(SeriesSource.Decimal) == "comma");
        ImmutableArray<string> inputs = [.. table.Columns.Select(column => column.Name)];
        int[] found = wanted.IsEmpty ? [inputs.Length - 1] : [.. wanted.Select(column => Place(names.Names[names.Find(file, column, SeriesSource.Target)])).Distinct()];
        return found.FirstOrDefault(column => table.Columns[column].IsText, -1) is >= 0 and var text
            ? throw new DataException(DataFindings.WrongFormat, $"Column {inputs[text]} of {file.Written} holds texts, and a series foretells numbers: name others with target=.", SeriesSource.Target)
            : [.. found.Select(column => table.Columns.Take(column).Sum(before => before.Width))];

        int Place(string name) => inputs.IndexOf(name) is >= 0 and var place ? place
            : throw new DataException(DataFindings.WrongFormat, $"Column {name} of {file.Written} cannot be predicted: {(table.Dates.Contains(name) ? "it holds dates" : "ignore leaves it out")}. Its other columns are {CsvLayout.List(inputs)}.", SeriesSource.Target);
    }
}
