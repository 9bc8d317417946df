using System.Globalization;
using Nnet.Engine.Runs.Events;

namespace Nnet.Engine.Runs.Files;

/// <summary>The epochs of a run as a table: <c>epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,seconds</c>.</summary>
internal sealed class HistoryFile : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly string[] _figures;
    private readonly bool _hasValidation;

    /// <summary>Begins the table.</summary>
    public HistoryFile(string path, IEnumerable<string> metrics, bool hasValidation)
    {
        _figures = ["loss", .. metrics];
        _hasValidation = hasValidation;
        _writer = new StreamWriter(path) { NewLine = "\n" };
        _writer.WriteLine(string.Join(',', ["epoch", .. _figures, .. hasValidation ? _figures.Select(name => "val_" + name) : [], "learning_rate", "seconds"]));
    }

    /// <summary>Adds an epoch.</summary>
    public void Add(EpochDone epoch)
    {
        var validation = _hasValidation ? _figures.Select(name => epoch.Validation![name]) : [];
        double[] numbers = [.. _figures.Select(name => epoch.Train[name]), .. validation, epoch.LearningRate, epoch.Seconds];
        _writer.WriteLine(string.Join(',', numbers.Select(number => number.ToString("G7", CultureInfo.InvariantCulture)).Prepend(epoch.Epoch.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Gives what was added to the file.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
