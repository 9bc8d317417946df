using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nnet.Engine.Runs.Files;

/// <summary>
/// All that a run needs to go on as if nothing had happened, in one safetensors file: parameters and buffers under their
/// own names, what the optimizer keeps (<c>optimizer.1.NAME</c>), averages (<c>average.NAME</c>), the best epoch's weights (<c>best.NAME</c>), and the
/// run's <see cref="Progress"/> as JSON in the metadata. The file before the last is kept beside it.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "checkpoint.safetensors";

    private const string PreviousName = "checkpoint.previous.safetensors";
    private const string ProgressKey = "progress";

    /// <summary>Saves where a run is, whole or not at all.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="network">The network.</param>
    /// <param name="best">The weights of the best epoch; saved once there is one.</param>
    /// <param name="progress">Where the run is.</param>
    public static void Save(string folder, Network<float> network, NetworkState<float> best, Progress progress)
    {
        var pieces = Pieces(network, best, progress.BestEpoch > 0);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["model"] = network.Graph.Name, [ProgressKey] = JsonSerializer.Serialize(progress, ProgressContext.Default.Progress) };
        AtomicFile.Write(
            Path.Combine(folder, FileName),
            stream => Safetensors.Write(stream, [.. pieces.Select(piece => piece.Entry)], i => pieces[i].Values(), metadata),
            Path.Combine(folder, PreviousName));
    }

    /// <summary>Brings a run's network back to where it was saved last.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="network">Gets its parameters, its buffers and what its optimizer keeps.</param>
    /// <param name="best">Gets the weights of the best epoch, if there was one.</param>
    /// <returns>Where it was, and why the last checkpoint was no good if the one before had to be taken.</returns>
    /// <exception cref="InvalidDataException">There is no checkpoint, it is damaged and the one before too, or it belongs to another model.</exception>
    public static (Progress Progress, string? Problem) Load(string folder, Network<float> network, NetworkState<float> best)
    {
        InvalidDataException? problem = null;
        foreach (var path in new[] { FileName, PreviousName }.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            try
            {
                return (LoadFile(path, network, best), problem?.Message);
            }
            catch (InvalidDataException damaged)
            {
                // What was saved before is whole: the run goes the way between the two once more and comes to the same numbers.
                problem ??= damaged;
            }
        }
        throw problem ?? new InvalidDataException($"{folder} has no {FileName}: the run ended before its first one was saved. Train it anew.");
    }

    private static Progress LoadFile(string path, Network<float> network, NetworkState<float> best) => TensorFile.Read(path, file =>
    {
        var progress = ReadProgress(file);
        foreach (var piece in Pieces(network, best, progress.BestEpoch > 0))
        {
            file.Read(piece.Entry.Name, piece.Entry.Shape, piece.Values());
        }
        return progress;
    });

    private static Progress ReadProgress(TensorFile file)
    {
        if (!file.Metadata.TryGetValue(ProgressKey, out var text))
        {
            throw new InvalidDataException("its metadata does not say where the run was");
        }
        try
        {
            var progress = JsonSerializer.Deserialize(text, ProgressContext.Default.Progress);
            return progress is { Epoch: > 0, Batches: >= 0, Step: >= 0, EventBytes: >= 0, BestEpoch: >= 0 } ? progress : throw new JsonException("a number is out of its range");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"its metadata does not say where the run was: {problem.Message}", problem);
        }
    }

    private static Piece[] Pieces(Network<float> network, NetworkState<float> best, bool hasBest) =>
    [
        .. network.Tensors.Select(tensor => new Piece(new(tensor.Name, tensor.Shape), () => network.ValuesOf(tensor))),
        .. Enumerable.Range(0, network.Moments).SelectMany(moment => network.Tensors.Where(tensor => tensor.IsTrainable).Select(tensor =>
            new Piece(new($"optimizer.{moment + 1}.{tensor.Name}", tensor.Shape), () => network.Moment(moment).Slice(tensor.Offset, tensor.Length)))),
        .. network.AverageParameters.IsEmpty ? [] : network.Tensors.Select(tensor => new Piece(new($"average.{tensor.Name}", tensor.Shape), () => (tensor.IsTrainable ? network.AverageParameters : network.AverageBuffers).Slice(tensor.Offset, tensor.Length))),
        .. hasBest ? network.Tensors.Select(tensor => new Piece(new($"best.{tensor.Name}", tensor.Shape), () => best.Of(tensor))) : [],
    ];

    private delegate Span<float> Place();

    /// <summary>A tensor of the file, and where its numbers live.</summary>
    private sealed record Piece(TensorEntry Entry, Place Values);
}

/// <summary>Where a run is, beside its weights.</summary>
internal sealed record Progress
{
    /// <summary>The epoch that goes on, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Batches of it that are done; their order follows from seed and epoch.</summary>
    public required int Batches { get; init; }

    /// <summary>Steps since the run began.</summary>
    public required long Step { get; init; }

    /// <summary>Sum of the losses of the epoch's samples so far.</summary>
    public required double LossSum { get; init; }

    /// <summary>Samples of the epoch so far.</summary>
    public required long Samples { get; init; }

    /// <summary>Loss of the run's first step.</summary>
    public required double FirstLoss { get; init; }

    /// <summary>What the run took so far.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the epoch took so far.</summary>
    public required double EpochSeconds { get; init; }

    /// <summary>The best epoch, or 0.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Its figure.</summary>
    public required double Best { get; init; }

    /// <summary>Epochs without improvement since.</summary>
    public required int Waited { get; init; }

    /// <summary>How much of the folder's events was told before; what stands behind is told anew.</summary>
    public long EventBytes { get; init; }

    /// <summary>Tells the training data from other data.</summary>
    public required string Data { get; init; }
}

/// <summary>Serializers made at build time; no digit of a number is dropped.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Progress))]
internal sealed partial class ProgressContext : JsonSerializerContext;
