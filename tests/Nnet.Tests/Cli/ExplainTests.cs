using System.Runtime.CompilerServices;
using Nnet.Cli;
using Nnet.Engine;
using Nnet.Language;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>`nnet train --explain`.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly CommandLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void PlanOfLeNet()
    {
        // LeNet-5 as LeCun had it, for registers of 256 bits and two threads, whatever this machine has.
        var source = new SourceText("""
            model LeNet {
              input 1x28x28
              conv 6 kernel=5 padding=2 activation=tanh
              avgpool 2
              conv 16 kernel=5 activation=tanh
              avgpool 2
              flatten
              dense 120 activation=tanh
              dense 84 activation=tanh
              dense 10
              softmax
            }
            """);
        var options = new NetworkOptions { MaxBatch = 64, Threads = 2, SimdBits = 256 };
        var spec = Analyzer.Analyze(new SourceText(source.Content + "\ndata d { playground circle }\ntrain LeNet on d { loss cross_entropy; optimizer adam; epochs 1 }\n")).Trains[0];
        using var network = Network<float>.Compile(spec.Model!, spec.Loss!, spec.Optimizer, options);
        var output = new StringWriter { NewLine = "\n" };
        PlanView.Write(Terminal.Of(output, output), network.Explain(64), source, ExplainPlan.UpdateOf(spec));
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../baselines/explain-lenet5.txt"));
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(path, output.ToString());
        }
        Assert.Equal(File.ReadAllText(path), output.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void NothingIsTrained()
    {
        var file = _lab.File("a.nnet", "data d { playground circle samples=100 }\nmodel M { input 2; dense 6 activation=tanh; dense 1 }\ntrain M on d { loss binary_cross_entropy; optimizer adam; epochs 1; clip norm=1; accumulate 2 }\n");
        var (code, output, error) = _lab.Run("train", file, "--explain");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("for a batch of 32", output);
        Assert.Contains("adam: 2 batches are added up, the strips are moved when all gradients are there", output);
        Assert.False(Directory.Exists(_lab.In("runs")));
    }

    [Fact]
    public void DataThatIsMissingIsTold()
    {
        var (code, _, error) = _lab.Run("train", _lab.File("a.nnet", "data d { csv \"gone.csv\" }\nmodel M { input 2; dense 1 }\ntrain M on d { loss mean_squared_error; optimizer adam; epochs 1 }\n"), "--explain");
        Assert.NotEqual(0, code);
        Assert.Contains("gone.csv", error + _lab.Run("train", _lab.In("a.nnet"), "--explain").Output);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
