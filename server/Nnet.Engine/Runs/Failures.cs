using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Runs.Events;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs;

/// <summary>Turns problems that the user can mend into words and the line to blame.</summary>
public static class Failures
{
    /// <summary>Does something with a train block; a problem that the user can mend becomes the last event.</summary>
    /// <param name="source">The text.</param>
    /// <param name="spec">The train block.</param>
    /// <param name="listen">Hears the event of a problem.</param>
    /// <param name="run">What to do; it tells its own last event.</param>
    /// <returns>The last event.</returns>
    public static RunEvent Guard(SourceText source, TrainSpec spec, Action<RunEvent> listen, Func<RunEvent> run)
    {
        Failed? failed = null;
        try
        {
            return run();
        }
        catch (Exception problem) when ((failed = Describe(problem, source, spec)) is not null)
        {
            listen(failed);
            return failed;
        }
    }

    /// <summary>What went wrong, or null for what is no fault of the user's.</summary>
    /// <param name="problem">What was thrown.</param>
    /// <param name="source">The text.</param>
    /// <param name="spec">The train block.</param>
    public static Failed? Describe(Exception problem, SourceText source, TrainSpec spec)
    {
        int LineOf(Span span) => source.LineAt(span.Start) + 1;
        return problem switch
        {
            DataException => new Failed(problem.Message, LineOf(spec.Data!.Source?.Span ?? spec.Data.Span)),
            InvalidDataException => new Failed(problem.Message, null),
            OperationCanceledException => new Failed("The run was stopped before its data was here. What was fetched is kept, and the rest is fetched next time.", null),
            DirectoryNotFoundException => new Failed($"The run folder is not there any more. If it was deleted or moved while the run went on, its curves are all that is left; train again to have its weights. ({problem.Message})", null),
            IOException full when IsDiskFull(full) => new Failed($"The disk is full, so the run could not be saved and has ended. What it saved before is whole; make room, then go on with it from its last checkpoint. ({problem.Message})", null),
            IOException or UnauthorizedAccessException => new Failed($"The run folder cannot be written: {problem.Message}", null),
            UntrainableException untrainable => new Failed(problem.Message, untrainable.Node.Origin.Here.LineIn(source) + 1),
            DeviceException { Node: { } node } => new Failed(problem.Message, node.Origin.Here.LineIn(source) + 1),
            DeviceException => new Failed(problem.Message, null),
            ArgumentException or NotSupportedException => new Failed(problem.Message, LineOf(spec.HeaderSpan)),
            OutOfMemoryException => new Failed("There is not enough memory for this model and its data: take a smaller batch, fewer units or fewer samples.", LineOf(spec.HeaderSpan)),
            _ => null,
        };
    }

    // No room, a quota that is used up, or a file as large as it may be; the framework has no names for them.
    private static bool IsDiskFull(IOException problem) => OperatingSystem.IsWindows()
        ? (problem.HResult & 0xFFFF) is 0x70 or 0x27
        : problem.HResult is 28 or 122 or 69 || problem.HResult == unchecked((int)0x80070070);
}
