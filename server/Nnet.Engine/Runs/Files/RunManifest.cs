using System.Collections.Immutable;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Definitions;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Files;

/// <summary>What run.json tells: everything that is needed to use the run's weights, and what came of it.</summary>
public sealed record RunManifest
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "run.json";

    private const int KnownVersion = 1;

    /// <summary>Version of this schema.</summary>
    public int Version { get; init; } = KnownVersion;

    /// <summary>Version of the program that trained it.</summary>
    public required string Nnet { get; init; }

    /// <summary><c>running</c>, then the status of the last event.</summary>
    public required string Status { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>What the first event said: file, blocks, seed, sizes.</summary>
    public required Started Started { get; init; }

    /// <summary>Shape of one sample: <c>1x28x28</c>.</summary>
    public required ImmutableArray<int> InputShape { get; init; }

    /// <summary>Names of the source's columns, before <c>features</c>; empty for images.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>The categories of each of these columns, in the order of their inputs: none for numbers. Empty where all are numbers.</summary>
    public ImmutableArray<ImmutableArray<string>> Categories { get; init; } = [];

    /// <summary>How inputs were mapped.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>How targets were mapped.</summary>
    public Normalization TargetNormalization { get; init; } = Normalization.None;

    /// <summary>Names of the classes; empty for values.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>The number that the data has for each class; empty where it is its place.</summary>
    public ImmutableArray<int> ClassValues { get; init; } = [];

    /// <summary>The tokens of a text by their number; empty for anything else.</summary>
    public ImmutableArray<string> Vocabulary { get; init; } = [];

    /// <summary>Whether the data names its classes rather than numbering them.</summary>
    public required bool NamesClasses { get; init; }

    /// <summary>How much each class counts in the loss, worked out of the data where the text says <c>balanced</c>; empty where all count the same.</summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

    /// <summary>The outputs beside the model's last line that have a loss; empty where there is none.</summary>
    public ImmutableArray<SavedOutput> Outputs { get; init; } = [];

    /// <summary>What the last event said, or null while running.</summary>
    public Done? Done { get; init; }

    /// <summary>Figures of the epoch whose weights are kept, or null.</summary>
    public EpochDone? KeptEpoch { get; init; }

    /// <summary>Rows are true classes, columns answers; null unless asked for.</summary>
    public int[][]? Confusion { get; init; }

    /// <summary>What was found.</summary>
    public ImmutableArray<FindingSeen> Findings { get; init; } = [];

    /// <summary>What is known of a run when it begins.</summary>
    /// <param name="experiment">What is trained.</param>
    /// <param name="created">When it began first, in UTC.</param>
    /// <param name="started">Its first event.</param>
    public static RunManifest Of(Experiment experiment, DateTime created, Started started) => new()
    {
        Nnet = typeof(RunManifest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
        Status = "running",
        Created = created,
        Started = started,
        InputShape = experiment.Data.Shape.Axes,
        Columns = [.. experiment.Data.Columns.Select(column => column.Name)],
        Categories = experiment.Data.Columns.Any(column => column.IsText) ? [.. experiment.Data.Columns.Select(column => column.Categories)] : [],
        Normalization = experiment.Data.Normalization,
        TargetNormalization = experiment.Data.TargetNormalization,
        Vocabulary = experiment.Data.Vocabulary,
        Classes = experiment.Spec.Data!.TargetIsInput ? [] : experiment.Data.Target.ClassNames,
        ClassValues = experiment.Data.ClassValues,
        NamesClasses = experiment.Data.Target.IsNamed,
        ClassWeights = WeightsOf(experiment.Loss),
        Outputs = [.. experiment.Data.Others.Select((output, i) => new SavedOutput(output.Output, output.Facts.IsNamed || experiment.Objectives[i + 1].Definition.Encoding != TargetEncoding.Values ? output.Facts.ClassNames : [], output.ClassValues, output.Normalization, WeightsOf(experiment.Objectives[i + 1].Loss), output.Offset, output.Width))],
    };

    // As numbers, where the text says `balanced` too.
    private static ImmutableArray<double> WeightsOf(Call loss) => ((Loss)loss.Definition).ClassWeights is { } argument ? loss.Get(argument)?.Weights ?? [] : [];

    /// <summary>The source's columns with their categories.</summary>
    public ImmutableArray<TableColumn> TableColumns() => [.. Columns.Select((name, i) => new TableColumn(name, Categories.IsDefaultOrEmpty ? [] : Categories[i]))];

    /// <summary>Has everything compiled that writing one needs.</summary>
    internal static void Prepare() => _ = JsonSerializer.SerializeToUtf8Bytes(null!, RunManifestContext.Readable.RunManifest);

    /// <summary>Writes it whole or not at all.</summary>
    public void Save(string folder) => AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, RunManifestContext.Readable.RunManifest));

    /// <summary>Reads the manifest of a run folder.</summary>
    /// <exception cref="InvalidDataException">The folder is no run, or its manifest is damaged.</exception>
    public static RunManifest Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var stream = File.OpenRead(path);
            var manifest = JsonSerializer.Deserialize(stream, RunManifestContext.Readable.RunManifest) ?? throw new JsonException("it is empty");
            return manifest.Version == KnownVersion
                ? manifest
                : throw new InvalidDataException($"{path} was written by nnet {manifest.Nnet} in version {manifest.Version} of its format, and this nnet reads version {KnownVersion}. Use that nnet, or train the run anew.");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{folder} is no run folder: it has no {FileName}.", problem);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path} is damaged: {problem.Message}", problem);
        }
    }
}

/// <summary>An output beside the model's last line, as a run keeps what is needed to use it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Classes">Names of the classes; empty for values.</param>
/// <param name="ClassValues">The number that the data has for each class; empty where it is its place.</param>
/// <param name="Normalization">How its targets were mapped.</param>
/// <param name="ClassWeights">How much each class counts in its loss; empty where all count the same.</param>
/// <param name="Offset">Its first number in a sample's target.</param>
/// <param name="Width">How many they are.</param>
public sealed record SavedOutput(string Name, ImmutableArray<string> Classes, ImmutableArray<int> ClassValues, Normalization Normalization, ImmutableArray<double> ClassWeights, int Offset, int Width);

/// <summary>Serializers made at build time.</summary>
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class RunManifestContext : JsonSerializerContext
{
    /// <summary>As people read it.</summary>
    public static RunManifestContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new FiniteNumberConverter<double>() },
    });
}
