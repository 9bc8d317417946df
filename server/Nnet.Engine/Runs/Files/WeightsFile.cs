namespace Nnet.Engine.Runs.Files;

/// <summary>The weights of a run as safetensors, the file before the last kept beside it.</summary>
public static class WeightsFile
{
    /// <summary>Its name in a run folder.</summary>
    public const string FileName = "weights.safetensors";

    private const string PreviousName = "weights.previous.safetensors";

    /// <summary>Saves what a network has learnt, whole or not at all.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="network">The network, for names and shapes.</param>
    /// <param name="state">The weights.</param>
    /// <param name="epoch">The epoch that they are from, or 0.</param>
    public static void Save(string folder, Network<float> network, NetworkState<float> state, int epoch)
    {
        NamedTensor[] tensors = [.. network.Tensors.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape,
            (tensor.IsTrainable ? state.Parameters : state.Buffers).AsSpan(tensor.Offset, tensor.Length).ToArray()))];
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["model"] = network.Graph.Name, ["epoch"] = $"{epoch}" };
        AtomicFile.Write(Path.Combine(folder, FileName), stream => Safetensors.Write(stream, tensors, metadata), Path.Combine(folder, PreviousName));
    }

    /// <summary>Gives a network the weights of a run folder.</summary>
    /// <exception cref="InvalidDataException">There are none, they are damaged, or they belong to another model.</exception>
    public static void Load(string folder, Network<float> network)
    {
        // A crash between the two renames of a save leaves the previous file alone.
        var path = new[] { FileName, PreviousName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException($"{folder} has no {FileName}: the run ended before its first epoch.");
        IReadOnlyDictionary<string, NamedTensor> tensors;
        try
        {
            using var stream = File.OpenRead(path);
            tensors = Safetensors.Read(stream).ToDictionary(tensor => tensor.Name);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path} cannot be used: {problem.Message}.", problem);
        }
        foreach (var wanted in network.Tensors)
        {
            if (!tensors.TryGetValue(wanted.Name, out var found) || !found.Shape.Equals(wanted.Shape))
            {
                throw new InvalidDataException(
                    $"{path} belongs to another model: {wanted.Name} is {(found is null ? "missing" : $"{found.Shape}")}, and {network.Graph.Name} needs {wanted.Shape}.");
            }
            found.Values.CopyTo((wanted.IsTrainable ? network.Parameters : network.Buffers).Slice(wanted.Offset, wanted.Length));
        }
    }
}
