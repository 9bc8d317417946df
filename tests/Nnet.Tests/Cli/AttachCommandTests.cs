using System.Diagnostics;
using Nnet.Cli;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Tests.Server;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>Runs that nobody holds by the hand, and those who find them.</summary>
public sealed class AttachCommandTests : IDisposable
{
    private const string Endless = """
        data d { playground circle samples=100 }
        model M { input 2; dense 6 activation=tanh; dense 1 }
        train M on d { loss binary_cross_entropy; optimizer adam lr=0.02; epochs 100000000 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-attach-").FullName;

    private string RunDir => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ARunThatIsAloneEndsAfterItsTime()
    {
        using var run = Train("--alone", "1");
        run.StandardInput.Close();
        var clock = Stopwatch.StartNew();
        Assert.Equal("stopped", Assert.IsType<Done>(ReadUntil(run, happened => happened is Done)).Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.8, 60);
        run.WaitForExit();
        Assert.Equal(130, run.ExitCode);
    }

    [Fact]
    public void WhoeverFollowsARunKeepsItCompanyUntilHeLeaves()
    {
        using var run = Train("--alone", "1");
        run.StandardInput.Close();
        using var follower = Start("attach", RunDir, "--events", "--control");
        Assert.IsType<Started>(RunEventJson.Read(follower.StandardOutput.ReadLine()!));
        _ = run.StandardOutput.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        ReadUntil(follower, _ => clock.Elapsed.TotalSeconds > 3);
        Assert.True(RunFolder.IsHeld(RunDir));

        _ = follower.StandardOutput.ReadToEndAsync();
        follower.StandardInput.Close();
        Assert.True(follower.WaitForExit(20_000));
        Assert.Equal(0, follower.ExitCode);
        Assert.True(run.WaitForExit(20_000));
        Assert.Equal((130, "stopped"), (run.ExitCode, RunManifest.Load(RunDir).Status));
    }

    [Fact]
    public void ARunThatIsKilledIsSaidToThoseWhoFollowIt()
    {
        using var run = Train();
        using var follower = Start("attach", RunDir, "--events");
        Assert.IsType<Started>(RunEventJson.Read(follower.StandardOutput.ReadLine()!));
        run.Kill();
        Assert.StartsWith("The run ended without a word", Assert.IsType<Failed>(ReadUntil(follower, happened => happened is Failed)).Message);
        Assert.True(follower.WaitForExit(20_000));
        Assert.Equal(1, follower.ExitCode);
    }

    [Fact]
    public void AFolderThatHoldsNoRun()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(1, CommandLine.Run([new AttachCommand()], ["attach", _folder], Terminal.Of(output, error)));
        Assert.Contains($"{_folder} is no run folder: it has no events.jsonl.", error.ToString());
    }

    [Fact]
    public void ATimeThatIsNoneIsRefused()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, CommandLine.Run([new TrainCommand()], ["train", "a.nnet", "--alone", "soon"], Terminal.Of(output, error)));
        Assert.Contains("--alone takes a whole number of seconds or the word forever, not `soon`.", error.ToString());
    }

    [Fact]
    public void FoldsTakeCommandsFromTheirInputAndFromTheFolderOfTheNewest()
    {
        var file = Path.Combine(_folder, "a.nnet");
        File.WriteAllText(file, Endless.Replace("epochs 100000000", "epochs 4000", StringComparison.Ordinal));
        using var run = Start("train", file, "--folds", "3", "--run-dir", RunDir, "--events", "--control");
        ReadUntil(run, happened => happened is EpochDone);
        run.StandardInput.WriteLine("""{"command":"pause"}""");
        ReadUntil(run, happened => happened is Paused);
        run.StandardInput.WriteLine("""{"command":"resume"}""");
        ReadUntil(run, happened => happened is Started { Fold.Number: 2 });
        File.AppendAllText(Path.Combine(RunDir, "fold-2", RunFollower.ControlName), """{"command":"pause"}""" + "\n");
        Assert.IsType<Paused>(ReadUntil(run, happened => happened is Paused or Done));
        run.StandardInput.WriteLine("""{"command":"stop"}""");
        var last = Assert.IsType<FoldsDone>(ReadUntil(run, happened => happened is FoldsDone));
        Assert.Equal(("stopped", 2), (last.Status, last.Folds.Length));
        Assert.True(run.WaitForExit(20_000));
        Assert.Equal(130, run.ExitCode);
    }

    // A run that has an epoch behind it.
    private Process Train(params string[] options)
    {
        var file = Path.Combine(_folder, "a.nnet");
        File.WriteAllText(file, Endless);
        var run = Start(["train", file, "--run-dir", RunDir, "--events", "--control", .. options]);
        ReadUntil(run, happened => happened is EpochDone);
        return run;
    }

    private static Process Start(params string[] words) => Process.Start(EditorClient.Nnet.StartInfo(words))!;

    private static RunEvent ReadUntil(Process process, Func<RunEvent, bool> isIt)
    {
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (RunEventJson.Read(line) is var happened && isIt(happened))
            {
                return happened;
            }
        }
        throw new InvalidOperationException($"It ended before: {process.StandardError.ReadToEnd()}");
    }
}
