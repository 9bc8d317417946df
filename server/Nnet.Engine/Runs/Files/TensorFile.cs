using Nnet.Language.Graph;

namespace Nnet.Engine.Runs.Files;

/// <summary>A safetensors file of a run while it is read, whose problems name the file.</summary>
internal sealed class TensorFile
{
    private readonly SafetensorsReader _reader;

    private TensorFile(SafetensorsReader reader) => _reader = reader;

    /// <summary>The texts beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _reader.Metadata;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be opened, is damaged, or lacks something.</exception>
    public static T Read<T>(string path, Func<TensorFile, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var reader = new SafetensorsReader(stream);
            return read(new TensorFile(reader));
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be used: {problem.Message.TrimEnd('.')}.", problem);
        }
    }

    /// <summary>Reads a tensor that the model needs.</summary>
    public void Read(string name, Shape shape, Span<float> values)
    {
        var found = _reader.Find(name);
        if (found is null || !found.Shape.Equals(shape))
        {
            throw new InvalidDataException($"it belongs to another model: {name} is {(found is null ? "missing" : $"{found.Shape}")}, and the model needs {shape}.");
        }
        _reader.Read(name, values);
    }
}
