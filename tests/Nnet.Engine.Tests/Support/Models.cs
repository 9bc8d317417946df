using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Normalization;
using Nnet.Language.Layers.Regularization;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Support;

internal static class Models
{
    public static LayerGraph Mlp() => GraphBuilder.Input(784).Dense(256).Add<Relu>().Dense(128).Add<Relu>().Dense(10).Build();

    public static LayerGraph Lenet5() => GraphBuilder.Input(1, 28, 28)
        .Conv(6, 5, padding: 2).Add<Relu>().MaxPool(2)
        .Conv(16, 5).Add<Relu>().MaxPool(2)
        .Add<Flatten>().Dense(120).Add<Relu>().Dense(84).Add<Relu>().Dense(10).Build();

    public static LayerGraph Playground() => GraphBuilder.Input(2).Dense(8).Add<Tanh>().Dense(8).Add<Tanh>().Dense(1).Add<Tanh>().Build();

    /// <summary>Every kind of stage: reductions over the batch, dropout, windows.</summary>
    public static LayerGraph Everything() => GraphBuilder.Input(2, 10, 10)
        .Conv(7, 3, padding: 1).Add<BatchNorm>().Add<Gelu>().MaxPool(2)
        .Conv(9, 3, bias: false).Add<BatchNorm>().Add<Elu>().Add<GlobalAvgPool>()
        .Dense(40).Add<Relu>().Add<Dropout>().Dense(4).Add<Softmax>().Build();

    /// <summary>Branches that meet in every way, and what works over space or drops at random.</summary>
    public static LayerGraph Branches() => OfText("""
        input 4x9x8
        noise 0.1
        a: conv 6 kernel=3 padding=1 groups=2
        add {
          path { batchnorm; relu; depthwise kernel=3 padding=1; groupnorm 3; drop_path 20% }
          path { spatial_dropout 20% }
        }
        relu
        b: maxpool 2
        conv 5 kernel=3 padding=same dilation=2 activation=selu
        alpha_dropout 10%
        concat b
        convtranspose 6 kernel=3 stride=2 activation=silu
        crop before=[0, 1]
        multiply a
        multiply {
          path { instancenorm; prelu per_channel=true }
          path { globalavgpool; dense 6 activation=sigmoid }
        }
        upsample [1, 2] mode=bilinear
        avgpool 3 stride=2 padding=1 count_include_pad=false
        pad 1 mode=reflect
        lrn 3
        scale
        subsample 2
        adaptivemaxpool 2
        flatten
        dense 4
        """);

    /// <summary>The model that some lines make.</summary>
    public static LayerGraph OfText(string lines)
    {
        var analysis = Analyzer.Analyze(new SourceText(lines.Contains("model ") ? lines : $"model Test {{\n{lines}\n}}\n"));
        var graph = analysis.Models.Single();
        Assert.True(graph.IsComplete, string.Join("\n", analysis.Findings.Select(finding => finding.Message)));
        return graph;
    }

    public static GraphBuilder Conv(this GraphBuilder builder, int filters, int kernel, int stride = 1, int padding = 0, bool bias = true)
        => builder.Add<Conv>((Language.Layers.Spatial.Conv.Filters, filters), (Language.Layers.Spatial.Conv.Kernel, ImmutableArray.Create(kernel)), (Language.Layers.Spatial.Conv.Stride, ImmutableArray.Create(stride)), (Language.Layers.Spatial.Conv.Padding, Padding.Of(padding)), (Language.Layers.Spatial.Conv.Bias, bias));

    public static GraphBuilder MaxPool(this GraphBuilder builder, int kernel)
        => builder.Add<MaxPool>((Language.Layers.Spatial.MaxPool.Kernel, ImmutableArray.Create(kernel)));
}
