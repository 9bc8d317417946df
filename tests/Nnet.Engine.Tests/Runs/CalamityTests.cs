using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>What happens to a run when the world around it does not hold still: it says so once, and loses nothing that it had saved.</summary>
public sealed class CalamityTests : IDisposable
{
    // A file that has room for nothing; every system but Windows has one.
    private const string Full = "/dev/full";

    private const string Net = "input 2\ndense 16 activation=relu\ndense 1";
    private const string Data = "playground spiral samples=300 noise=5%\nsplit train=60% validation=20% test=20%";
    private const string Train = "loss binary_cross_entropy\noptimizer adam lr=0.02\nbatch 7\nepochs 12";
    private const string NoRoom = "The disk is full, so the run could not be saved and has ended. What it saved before is whole; make room, then go on with it from its last checkpoint.";

    private readonly TrainingLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("checkpoint.safetensors", 5)]
    [InlineData("weights.safetensors", 12)]
    [InlineData("run.json", 12)]
    public void ADiskThatIsFullEndsTheRunAndWhatItHadIsWhole(string file, int epoch)
    {
        var text = TrainingLab.Text(Data, Net, Train);
        var whole = _lab.Train(text);
        var run = _lab.Train(text, new RunOptions { CheckpointSeconds = 0 }, listen: happened =>
        {
            if (happened is EpochDone done && done.Epoch == epoch)
            {
                // What is written beside the file before it takes its place.
                File.CreateSymbolicLink(Path.Combine(_lab.In("run-2"), $"{file}.{Environment.ProcessId}.tmp"), Full);
            }
        });
        Assert.StartsWith(NoRoom, Assert.IsType<Failed>(run.Events[^1]).Message);
        Assert.Single(run.Events.OfType<Failed>());
        Assert.False(RunFolder.IsHeld(run.Folder));
        // Who opens the run later, or followed it from its folder, reads why it ended.
        Assert.StartsWith(NoRoom, Assert.IsType<Failed>(RunRecord.Load(run.Folder).Events[^1]).Message);
        using (var saved = SavedRun.Open(run.Folder))
        {
            Assert.All(saved.Predict(saved.Read("train")), output => Assert.True(float.IsFinite(output)));
        }
        Assert.IsType<Done>(Trainer.Resume(run.Folder, new RunOptions(), _ => { }, default));
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, WeightsFile.FileName)), File.ReadAllBytes(Path.Combine(run.Folder, WeightsFile.FileName)));
        Assert.Equal(13, File.ReadAllLines(Path.Combine(run.Folder, "history.csv")).Length);
    }

    [Fact]
    public void EventsThatHaveNoRoomEndTheRun()
    {
        var folder = Directory.CreateDirectory(_lab.In("full")).FullName;
        File.WriteAllText(Path.Combine(folder, RunManifest.FileName), "{}");
        File.CreateSymbolicLink(Path.Combine(folder, "events.jsonl"), Full);
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train), new RunOptions { RunDir = folder });
        Assert.StartsWith(NoRoom, Assert.IsType<Failed>(run.Events[^1]).Message);
        Assert.False(RunFolder.IsHeld(folder));
    }

    [Fact]
    public void AFolderThatIsDeletedEndsTheRunWithASentence()
    {
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train.Replace("epochs 12", "epochs 100000000")), new RunOptions { RunDir = _lab.In("gone"), CheckpointSeconds = 0 }, listen: happened =>
        {
            if (happened is EpochDone { Epoch: 3 })
            {
                Directory.Delete(_lab.In("gone"), recursive: true);
            }
        });
        Assert.StartsWith("The run folder is not there any more.", Assert.IsType<Failed>(run.Events[^1]).Message);
        Assert.False(Directory.Exists(_lab.In("gone")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DataThatIsDeletedOrChangedWhileItIsLearntFromChangesNothing(bool isStreamed)
    {
        void Write(int seed) => File.WriteAllText(_lab.In("t.csv"), string.Concat(Enumerable.Range(0, isStreamed ? 120_000 : 500).Select(i => $"{i * (7919L + seed) % 1000},{i * 104729L % 1000},{i % 2}\n")));
        var text = TrainingLab.Text($"csv \"t.csv\"\n{(isStreamed ? "memory 1\n" : "")}split train=90% validation=10%\nnormalize standard", Net, "loss binary_cross_entropy\noptimizer adam lr=0.01\nbatch 64\nepochs 4");
        Write(0);
        var whole = _lab.Train(text);
        var run = _lab.Train(text, listen: happened =>
        {
            if (happened is EpochDone { Epoch: 1 })
            {
                Write(1);
            }
            if (happened is EpochDone { Epoch: 2 })
            {
                File.Delete(_lab.In("t.csv"));
            }
        });
        Assert.Equal("completed", run.Done.Status);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, WeightsFile.FileName)), File.ReadAllBytes(Path.Combine(run.Folder, WeightsFile.FileName)));
    }

    [Fact]
    public void RunsThatBeginInTheSameSecondHaveFoldersOfTheirOwn()
    {
        var folders = new RunFolder[16];
        Parallel.For(0, folders.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => folders[i] = RunFolder.CreateNew(_lab.In("a.nnet"), "d", "M", "text", [], false));
        try
        {
            Assert.Equal(folders.Length, folders.Select(folder => folder.Location).Distinct().Count());
            Assert.All(folders, folder => Assert.True(RunFolder.IsHeld(folder.Location)));
        }
        finally
        {
            Array.ForEach(folders, folder => folder.Dispose());
        }
    }

    [Fact]
    public async Task WhoFollowsARunHearsWhatItTells()
    {
        using var follower = new RunFollower(_lab.In("run-1"));
        var heard = new List<RunEvent>();
        Task<RunEvent?>? following = null;
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train), listen: happened =>
        {
            if (happened is EpochDone { Epoch: 2 })
            {
                following = Task.Run(() => follower.Follow(heard.Add, default));
            }
        });
        Assert.IsType<Done>(await following!);
        // Batches are told here as often as there, since both come from the same place.
        // Pictures are kept beside the events, and nobody asked for any here.
        Assert.Equal(run.Events.Select(RunEventJson.Write), heard.Where(told => told is not PictureDrawn).Select(RunEventJson.Write));
    }

    [Fact]
    public void LinesComeWhenTheyAreWhole()
    {
        var path = _lab.In("lines");
        using var lines = new JsonLines(path);
        Assert.Empty(lines.ReadNew());
        File.WriteAllText(path, "one\nt");
        Assert.Equal(["one"], lines.ReadNew());
        File.AppendAllText(path, "wo\n" + new string('x', 200_000) + "\n");
        Assert.Equal([3, 200_000], lines.ReadNew().Select(line => line.Length));
        File.WriteAllText(path, "new\n");
        Assert.Equal(["new"], lines.ReadNew());
    }
}
