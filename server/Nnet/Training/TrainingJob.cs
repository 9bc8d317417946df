using System.Globalization;

namespace Nnet.Training;

/// <summary>What a worker is to train.</summary>
/// <param name="File">Path of the file; data paths are relative to it. Its content is not read: <paramref name="Text"/> is.</param>
/// <param name="Train">Name of the train block.</param>
/// <param name="Text">The text as it stands in the editor, saved or not.</param>
/// <param name="Threads">How many threads may be used; 0 leaves the choice to the engine.</param>
public sealed record TrainingJob(string File, string Train, string Text, int Threads = 0)
{
    /// <summary>The arguments of <c>nnet</c>.</summary>
    public IEnumerable<string> Arguments
    {
        get
        {
            IEnumerable<string> arguments = ["train", File, "--train", Train, "--events", "--control", "--text-from-stdin"];
            return Threads > 0 ? [.. arguments, "--threads", Threads.ToString(CultureInfo.InvariantCulture)] : arguments;
        }
    }
}
