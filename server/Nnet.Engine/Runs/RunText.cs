using System.Collections.Immutable;
using Nnet.Engine.Runs.Control;
using Nnet.Engine.Runs.Files;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs;

/// <summary>The text that a run trained, as its folder keeps it.</summary>
/// <param name="Manifest">What is known of the run.</param>
/// <param name="Source">The text, in the place that it had when the run began or, where that is no more, beside the folder of runs.</param>
/// <param name="Spec">The train block; it has a complete model, data and a loss.</param>
/// <param name="Data">All data blocks.</param>
public sealed record RunText(RunManifest Manifest, SourceText Source, TrainSpec Spec, ImmutableArray<DataSpec> Data)
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "model.nnet";

    /// <summary>The same with another number of epochs, in the folder too.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="epochs">Epochs in all.</param>
    public RunText WithEpochs(string folder, int epochs)
    {
        AtomicFile.WriteText(Path.Combine(folder, FileName), TextChange.WithEpochs(Spec, Source.Content, epochs));
        return Open(folder);
    }

    /// <summary>Reads it.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="InvalidDataException">It is no run folder, or it is damaged.</exception>
    public static RunText Open(string folder)
    {
        var manifest = RunManifest.Load(folder);
        var path = Path.Combine(folder, FileName);
        var source = new SourceText(File.Exists(path) ? File.ReadAllText(path) : throw new InvalidDataException($"{folder} has no {FileName}."), PlaceOf(manifest, folder));
        var analysis = Analyzer.Analyze(source, null, new DiskFiles());
        var spec = analysis.Trains.FirstOrDefault(train => train.Name == manifest.Started.Train);
        return spec is { Model.IsComplete: true, Data: not null, Loss: not null }
            ? new RunText(manifest, source, spec, analysis.Data)
            : throw new InvalidDataException($"{path} no longer holds the train block {manifest.Started.Train} without errors: {analysis.Findings.FirstOrDefault()?.Message}");
    }

    // A project that was moved or renamed keeps its runs in its own folder: data lies where it lay, seen from there.
    private static string PlaceOf(RunManifest manifest, string folder)
    {
        var file = manifest.Started.File;
        var moved = Path.GetFullPath(Path.Combine(folder, "..", "..", Path.GetFileName(file)));
        return !File.Exists(file) && File.Exists(moved) ? moved : file;
    }
}
