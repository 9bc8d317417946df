using Xunit;

namespace Nnet.Language.Tests.Golden;

/// <summary>Parameters and multiply-accumulates that the literature and PyTorch agree on.</summary>
public class ParameterCounts
{
    [Theory]
    [InlineData("LeNet-5, padded", 61_706, "input 1x28x28; conv 6 kernel=5 padding=2 activation=tanh; avgpool 2; conv 16 kernel=5 activation=tanh; avgpool 2; flatten; dense 120 activation=tanh; dense 84 activation=tanh; dense 10")]
    [InlineData("LeNet-5, 32x32", 61_706, "input 1x32x32; conv 6 kernel=5 activation=tanh; avgpool 2; conv 16 kernel=5 activation=tanh; avgpool 2; flatten; dense 120 activation=tanh; dense 84 activation=tanh; dense 10")]
    [InlineData("LeNet-5, valid", 44_426, "input 1x28x28; conv 6 kernel=5 activation=tanh; avgpool 2; conv 16 kernel=5 activation=tanh; avgpool 2; flatten; dense 120 activation=tanh; dense 84 activation=tanh; dense 10")]
    [InlineData("Caffe LeNet", 431_080, "input 1x28x28; conv 20 kernel=5; maxpool 2; conv 50 kernel=5; maxpool 2; flatten; dense 500 activation=relu; dense 10")]
    [InlineData("MLP 784-128-10", 101_770, "input 784; dense 128 activation=relu; dense 10")]
    [InlineData("MLP 784-512-512-10", 669_706, "input 784; dense 512 activation=relu; dense 512 activation=relu; dense 10")]
    [InlineData("MLP 5-64-64-2", 4_674, "input 5; dense 64 activation=relu; dense 64 activation=relu; dense 2")]
    [InlineData("Playground 2-4-2-1", 25, "input 2; dense 4 activation=tanh; dense 2 activation=tanh; dense 1 activation=tanh")]
    [InlineData("Keras convnet", 34_826, "input 1x28x28; conv 32 kernel=3 activation=relu; maxpool 2; conv 64 kernel=3 activation=relu; maxpool 2; flatten; dropout 50%; dense 10 activation=softmax")]
    public void Parameters(string name, long expected, string body)
    {
        var analysis = Check.Analyze($"model M {{ {body} }}");
        var model = Assert.Single(analysis.Models);
        Assert.True(model.IsComplete, name);
        Assert.Equal(expected, model.Parameters);
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public void AlexNet()
    {
        var model = Assert.Single(Check.Analyze("""
            model AlexNet {
              input 3x224x224
              conv 64 kernel=11 stride=4 padding=2 activation=relu
              maxpool 3 stride=2
              conv 192 kernel=5 padding=2 activation=relu
              maxpool 3 stride=2
              conv 384 kernel=3 padding=1 activation=relu
              conv 256 kernel=3 padding=1 activation=relu
              conv 256 kernel=3 padding=1 activation=relu
              maxpool 3 stride=2
              flatten
              dropout 50%
              dense 4096 activation=relu
              dropout 50%
              dense 4096 activation=relu
              dense 1000
            }
            """).Models);
        Assert.Equal(61_100_840, model.Parameters);
        Assert.Equal(0.714, model.Macs / 1e9, 3);
    }

    [Fact]
    public void Vgg16()
    {
        var stages = string.Join('\n', new[] { (2, 64), (2, 128), (3, 256), (3, 512), (3, 512) }.Select(stage => $"repeat {stage.Item1} conv {stage.Item2} kernel=3 padding=1 activation=relu\nmaxpool 2"));
        var model = Assert.Single(Check.Analyze($"model Vgg16 {{\ninput 3x224x224\n{stages}\nflatten\nrepeat 2 {{ dense 4096 activation=relu; dropout }}\ndense 1000 }}").Models);
        Assert.Equal(138_357_544, model.Parameters);
        Assert.Equal(15.470, model.Macs / 1e9, 3);
    }

    [Fact]
    public void BatchNormKeepsTwoBuffersForEachChannel()
    {
        var model = Assert.Single(Check.Analyze("model M { input 3x8x8; conv 16 kernel=3 bias=false; batchnorm; relu }").Models);
        Assert.Equal((16 * 27) + 32, model.Parameters);
        Assert.Equal(32, model.Buffers);
    }
}
