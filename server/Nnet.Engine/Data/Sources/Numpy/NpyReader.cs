using Nnet.Language.Data;
using Nnet.Language.Definitions;

namespace Nnet.Engine.Data.Sources.Numpy;

/// <summary>Reads two .npy files.</summary>
internal sealed class NpyReader : SourceReader<NpySource>
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

    private static NumpyArray ReadArray(DataFile file)
    {
        using var stream = file.Open();
        return NumpyArray.Read(file, file.Written, stream);
    }
}
