using System.Diagnostics;
using System.Text.Json.Nodes;
using Nnet.Cli;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Tests.Server;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>A run that is really killed goes on as if nothing had happened.</summary>
public sealed class ResumeCommandTests : IDisposable
{
    private const string Text = """
        data d {
          playground spiral samples=6000 noise=10%
          split train=80% validation=20%
        }
        model M { input 2; dense 32 activation=relu; batchnorm; dropout 10%; dense 32 activation=tanh; dense 1 }
        train M on d {
          loss binary_cross_entropy
          optimizer adam lr=0.01
          batch 4
          epochs 8
          early_stopping patience=20
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void KilledInTheMiddleOfAnEpochItEndsWithTheSameBits()
    {
        File.WriteAllText(In("a.nnet"), Text);
        Assert.Equal(0, Run("train", In("a.nnet"), "--run-dir", In("whole")).Code);
        KillInTheMiddle("train", In("a.nnet"), "--run-dir", In("killed"), "--events", "--checkpoint-every", "0");
        var (code, output, _) = Run("resume", In("killed"));
        Assert.Equal(0, code);
        Assert.Matches(@"goes on in epoch \d after [\d,]+ steps", output);
        Assert.Equal(File.ReadAllBytes(In("whole/weights.safetensors")), File.ReadAllBytes(In("killed/weights.safetensors")));
        Assert.Equal(Losses("whole"), Losses("killed"));
    }

    [Fact]
    public void TrainResumeIsTheSame()
    {
        File.WriteAllText(In("a.nnet"), Text.Replace("epochs 8", "epochs 1").Replace("6000", "60"));
        Run("train", In("a.nnet"), "--run-dir", In("run"));
        var (code, _, error) = Run("train", "--resume", In("run"));
        Assert.Equal((1, $"{In("run")}: error: The run in {In("run")} is over: 1 epoch was trained. Say with --epochs how many there are to be in all, and it goes on."), (code, error.Trim()));
        Assert.Contains("a run goes on with the text that it began with", Run("train", In("a.nnet"), "--resume", In("run")).Error);
        Assert.Contains("leave --train, --seed, --run-dir, --folds, --overfit-one-batch, --explain and --text-from-stdin out", Run("train", "--resume", In("run"), "--seed", "2").Error);
    }

    // A kill that no process can answer, once the checkpoint on the disk is one from within an epoch.
    private void KillInTheMiddle(params string[] words)
    {
        using var process = Process.Start(EditorClient.Nnet.StartInfo(words))!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (RunEventJson.Read(line) is BatchDone { Epoch: > 1 and < 8 } && CheckpointIsWithinAnEpoch())
            {
                process.Kill();
                break;
            }
        }
        process.WaitForExit();
        Assert.Equal(137, process.ExitCode);
        Assert.Equal("running", RunManifest.Load(In("killed")).Status);
    }

    private bool CheckpointIsWithinAnEpoch()
    {
        if (!File.Exists(In("killed/checkpoint.safetensors")))
        {
            return false;
        }
        using var reader = new SafetensorsReader(File.OpenRead(In("killed/checkpoint.safetensors")));
        var progress = JsonNode.Parse(reader.Metadata["progress"])!;
        return (int)progress["epoch"]! > 1 && (int)progress["batches"]! > 0;
    }

    private string[] Losses(string run) => [.. File.ReadLines(In($"{run}/history.csv")).Select(line => line[..line.LastIndexOf(',')])];

    private string In(string name) => Path.Combine(_folder, name);

    private static (int Code, string Output, string Error) Run(params string[] words)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = CommandLine.Run([new TrainCommand(), new ResumeCommand()], words, Terminal.Of(output, error));
        return (code, output.ToString(), error.ToString());
    }
}
