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
        var tensors = network.Tensors;
        TensorEntry[] entries = [.. tensors.Select(tensor => new TensorEntry(tensor.Name, tensor.Shape))];
        var metadata = new Dictionary<string, string> { ["format"] = "pt", ["model"] = network.Graph.Name, ["epoch"] = $"{epoch}" };
        AtomicFile.Write(Path.Combine(folder, FileName), stream => Safetensors.Write(stream, entries, i => state.Of(tensors[i]), metadata), Path.Combine(folder, PreviousName));
    }

    /// <summary>Gives a network the weights of a run folder.</summary>
    /// <exception cref="InvalidDataException">There are none, they are damaged, or they belong to another model.</exception>
    public static void Load(string folder, Network<float> network)
    {
        // A crash between the two renames of a save leaves the previous file alone.
        var path = new[] { FileName, PreviousName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException($"{folder} has no {FileName}: the run ended before its first epoch.");
        TensorFile.Read(path, reader =>
        {
            foreach (var tensor in network.Tensors)
            {
                reader.Read(tensor.Name, tensor.Shape, network.ValuesOf(tensor));
            }
            return true;
        });
    }
}
