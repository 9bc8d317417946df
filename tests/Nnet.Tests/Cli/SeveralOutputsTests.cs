using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>A model with two inputs and two outputs on the command line.</summary>
public sealed class SeveralOutputsTests : IDisposable
{
    private readonly CommandLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Everything_is_told_of_both_outputs()
    {
        _lab.File("t.csv", "town,size,kind,price\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{(i % 2 == 0 ? "east" : "west")},{i * 37 % 90},{(i * 37 % 90 > 45 ? "house" : "hut")},{(i * 37 % 90 * 10) + 5}\n")));
        var file = _lab.File("t.nnet", """
            data d {
              csv "t.csv" target=kind
              features [town] input=town
              features input=home
              target price output=price
              split train=80% test=20%
              normalize standard target=standard
            }
            model M {
              input town [1] domain=tokens(2)
              embedding 2 2
              place: flatten
              input home 1
              concat place
              dense 8 activation=tanh
              path { price: dense 1; output }
              kind: dense 2
            }
            train M on d {
              loss cross_entropy
              loss mean_squared_error output=price weight=50%
              optimizer adam lr=0.02
              epochs 40
              metrics accuracy
            }
            """);
        var (code, output, error) = _lab.Run("train", file, "--run-dir", _lab.In("run"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("price_loss", output);
        (code, output, error) = _lab.Run("evaluate", _lab.In("run"));
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"loss +accuracy +price_loss\n  test +[\d.]+ +[\d.]+% +[\d.]+\n", output);
        (code, output, error) = _lab.Run("predict", _lab.In("run"), "test");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"  sample +kind +probability +true +price +true\n +\d+ +(house|hut) +[\d.]+% +(house|hut) +-?[\d,.]+ +[\d,.]+\n", output);
        _lab.File("new.csv", "town,size\neast,80\nmoon,3\n");
        (code, output, error) = _lab.Run("predict", _lab.In("run"), _lab.In("new.csv"));
        Assert.Equal(0, code);
        Assert.Contains("the first is moon", error);
        Assert.Matches(@"  sample +kind +probability +price\n +1 +house", output);
    }
}
