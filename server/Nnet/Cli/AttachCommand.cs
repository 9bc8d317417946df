using Nnet.Engine.Runs.Files;

namespace Nnet.Cli;

/// <summary><c>nnet attach RUN-DIR</c>: shows a run that another process trains, and hands commands on to it.</summary>
internal sealed class AttachCommand : Command
{
    /// <inheritdoc/>
    public override string Name => "attach";

    /// <inheritdoc/>
    public override string Summary => "Watch a run that goes on in the background";

    /// <inheritdoc/>
    public override string Usage => "RUN-DIR [--events] [--control]";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Option, string Meaning)> Options =>
    [
        ("RUN-DIR", "The run's folder; what happened so far is shown first"),
        ("--events", "What happens as JSON lines on standard output (docs/events.md)"),
        ("--control", "Hand commands from standard input on to the run, where it was begun with --control; its end leaves the run alone"),
        ("Ctrl+C", "Ends the watching; the run goes on"),
    ];

    /// <inheritdoc/>
    public override int Run(Arguments arguments, Terminal console)
    {
        var output = arguments.Flag("--events") ? RunOutput.Events : RunOutput.Words;
        var controls = arguments.Flag("--control");
        var folder = arguments.Rest(1, 1, "a run folder")[0];
        using var follower = new RunFollower(folder);
        using var leave = new CancellationTokenSource();
        if (RunFolder.IsHeld(folder))
        {
            follower.Say("""{"command":"follow"}""");
        }
        if (controls)
        {
            HandOn(follower, leave);
        }
        var code = RunSession.Show(console, folder, output, leave, listen => follower.Follow(listen, leave.Token));
        if (RunFolder.IsHeld(folder))
        {
            follower.Say("""{"command":"leave"}""");
        }
        return code;
    }

    private static void HandOn(RunFollower follower, CancellationTokenSource leave) => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (ControlInput.Read(line) is not null)
            {
                follower.Say(line);
            }
        }
        leave.Cancel();
    })
    { IsBackground = true, Name = "control" }.Start();
}
