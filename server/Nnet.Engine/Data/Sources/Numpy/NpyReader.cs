using Nnet.Engine.Data.Streams;
using Nnet.Language.Data;
using Nnet.Language.Definitions;

namespace Nnet.Engine.Data.Sources.Numpy;

/// <summary>Reads two .npy files.</summary>
internal sealed class NpyReader : SourceReader<NpySource>, IRowReader
{
    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [NpySource.Path, NpySource.Labels];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels)
    {
        call = With(call, NpySource.Path, path);
        return labels is null ? call with { Values = call.Values.Without(NpySource.Labels) } : With(call, NpySource.Labels, labels);
    }

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(NpySource.Path);
        var labels = site.Truth == Truth.Needed || site.Call.Has(NpySource.Labels) ? site.File(NpySource.Labels) : null;
        return ArraySamples.Of(file, ReadArray(file), labels is null ? null : ReadArray(labels), NpySource.Labels, site.Get(NpySource.Layout) == "channels_last");
    }

    /// <inheritdoc/>
    public long EstimateBytes(SourceSite site)
    {
        var file = site.File(NpySource.Path);
        using var stream = file.Open();
        return (long)NumpyArray.ReadPieces(file, stream).Axes.Aggregate(1.0, (product, axis) => product * axis) * sizeof(float);
    }

    /// <inheritdoc/>
    public TableEnd ReadRows(SourceSite site, IRowSink sink)
    {
        var file = site.File(NpySource.Path);
        using var stream = file.Open();
        var (axes, next) = NumpyArray.ReadPieces(file, stream);
        var labelFile = site.Truth == Truth.Needed || site.Call.Has(NpySource.Labels) ? site.File(NpySource.Labels) : null;
        using var labelStream = labelFile?.Open();
        var (labelAxes, nextLabels) = labelFile is null ? default : NumpyArray.ReadPieces(labelFile, labelStream!);
        if (labelFile is not null && labelAxes[0] != axes[0])
        {
            throw ArraySamples.Mismatch(labelAxes[0], axes[0], NpySource.Labels);
        }
        for (var start = 0; start < axes[0]; start += NumpyArray.PieceRows)
        {
            var rows = Math.Min(NumpyArray.PieceRows, axes[0] - start);
            var labels = labelFile is null ? [] : nextLabels(rows).Values;
            var width = labels.Length / rows;
            var piece = ArraySamples.Of(file, next(rows), null, NpySource.Labels, site.Get(NpySource.Layout) == "channels_last");
            if (start == 0)
            {
                sink.Begin(new TableColumns(piece.Shape, [], width, FillsHoles: false));
            }
            for (var row = 0; row < rows; row++)
            {
                sink.Add(piece.Row(row), labels.AsSpan(row * width, width));
            }
        }
        return new TableEnd(axes[0], [], []);
    }

    private static NumpyArray ReadArray(DataFile file)
    {
        using var stream = file.Open();
        return NumpyArray.Read(file, file.Written, stream);
    }
}
