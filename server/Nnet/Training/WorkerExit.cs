namespace Nnet.Training;

/// <summary>Puts the end of a worker that said nothing itself into words.</summary>
public static class WorkerExit
{
    private const int Signal = 128;
    private const int Kill = 9;
    private const int Abort = 6;
    private const int Segmentation = 11;
    private const int Terminate = 15;

    /// <summary>One or two sentences: what became of the process, and what to do.</summary>
    /// <param name="exitCode">Its exit code; 128 + n where signal n ended it.</param>
    /// <param name="errors">The last lines of its standard error.</param>
    public static string Describe(int exitCode, IReadOnlyList<string> errors)
    {
        if (errors.Any(line => line.Contains("OutOfMemory", StringComparison.Ordinal) || line.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)))
        {
            return "Training ran out of memory. A smaller batch, a smaller model or fewer samples need less.";
        }
        return exitCode switch
        {
            Signal + Kill => "The training process was killed, as systems do when memory runs out. A smaller batch or model needs less.",
            Signal + Terminate => "The training process was ended from outside.",
            Signal + Abort or Signal + Segmentation => $"The training process crashed{Said(errors)}. This is a fault of LspNN; please report it with the file.",
            0 => "The training process ended before the run was done. This is a fault of LspNN; please report it with the file.",
            _ => $"The training process ended unexpectedly with exit code {exitCode}{Said(errors)}.",
        };
    }

    // The first line of a .NET crash report says what happened; the rest is the stack.
    private static string Said(IReadOnlyList<string> errors)
    {
        var line = errors.FirstOrDefault(line => line.StartsWith("Unhandled exception", StringComparison.Ordinal))
            ?? errors.LastOrDefault(line => !string.IsNullOrWhiteSpace(line));
        return line is null ? "" : $": {line.Trim().TrimEnd('.')}";
    }
}
