using Nnet.Language.Graph;
using Xunit;

namespace Nnet.Language.Tests.Spatial;

/// <summary>Layers that slide a window: sizes as PyTorch and Keras have them, and what is said where a window does not fit.</summary>
public class WindowTests
{
    /// <summary>Six hundred windows that tests/goldens/zoo.py tried out in PyTorch.</summary>
    [Fact]
    public void SizesAreThoseOfPyTorch()
    {
        foreach (var line in File.ReadAllLines(Path.Combine(Check.Root, "tests/goldens/windows.txt")))
        {
            var words = line.Split(' ');
            var (kind, n, k, s, p, d, extra) = (words[0], words[1], words[2], words[3], words[4], words[5], words[6]);
            var layer = kind switch
            {
                "conv" => $"conv 1 kernel={k} stride={s} padding={p} dilation={d}",
                "same" => $"conv 1 kernel={k} padding=same dilation={d}",
                "maxpool" => $"maxpool {k} stride={s} padding={p} dilation={d} ceil={(extra == "1" ? "true" : "false")}",
                "avgpool" => $"avgpool {k} stride={s} padding={p} ceil={(extra == "1" ? "true" : "false")}",
                _ => $"convtranspose 1 kernel={k} stride={s} padding={p} dilation={d} output_padding={extra}",
            };
            var output = Output($"input 1x{n}; {layer}");
            Assert.True(output?.ToString() == $"1×{words[7]}", $"{line}: {layer} gives {output}");
        }
    }

    [Theory]
    [InlineData("input 1x7; conv 2 kernel=3 stride=2 padding=same", "2×4")]
    [InlineData("input 1x8; conv 2 kernel=4 stride=3 padding=same", "2×3")]
    [InlineData("input 1x8; conv 2 kernel=3 padding=valid", "2×6")]
    [InlineData("input 1x8x9; conv 2 kernel=[3, 5] padding=[1, 2]", "2×8×9")]
    [InlineData("input 1x7x7; maxpool 2 padding=same", "1×4×4")]
    [InlineData("input 3x5; convtranspose 2 kernel=3 stride=2 padding=same", "2×10")]
    [InlineData("input [seq=10, 16]; conv 32 kernel=3", "8×32")]
    [InlineData("input [seq=10, 16]; maxpool 2", "5×16")]
    [InlineData("input [seq=10, 16]; globalmaxpool", "16")]
    [InlineData("input 6x9x7; adaptiveavgpool 4", "6×4×4")]
    [InlineData("input 6x9x7; adaptivemaxpool [3, 2]", "6×3×2")]
    [InlineData("input 6x9x7; globalmaxpool", "6")]
    [InlineData("input 4x8x8; depthwise kernel=3 padding=same multiplier=2", "8×8×8")]
    public void SizesOfKeras(string body, string expected) => Assert.Equal(expected, Output(body)?.ToString());

    [Fact]
    public void TheOddZeroOfSamePaddingComesLast()
    {
        var window = Check.Analyze("model M { input 1x7x6; conv 2 kernel=[2, 3] stride=2 padding=same }").Models[0].Nodes[1].Facts!.Window!;
        Assert.Equal([(0, 1), (0, 1)], window.Axes.Select(axis => (axis.Before, axis.After)));
        Assert.Equal("⌈7/2⌉ = 4, ⌈6/2⌉ = 3", window.Arithmetic);
    }

    [Theory]
    [InlineData("conv 6 kernel=5 padding=2", "28 + 2·2 − 5 + 1 = 28")]
    [InlineData("conv 6 kernel=5 stride=2", "⌊(28 − 5)/2⌋ + 1 = 12")]
    [InlineData("conv 6 kernel=3 dilation=2", "28 − 2·(3 − 1) − 1 + 1 = 24")]
    [InlineData("conv 6 kernel=3 padding=same", "28 stays 28")]
    [InlineData("maxpool 3 stride=2 ceil=true", "⌈(28 − 3)/2⌉ + 1 = 14")]
    [InlineData("maxpool 2 stride=2 padding=1 ceil=true", "⌈(28 + 2·1 − 2)/2⌉ + 1 = 15")]
    [InlineData("maxpool 2 stride=3 padding=1 ceil=true", "⌈(28 + 2·1 − 2)/3⌉ = 10, the last window would begin behind the input")]
    [InlineData("convtranspose 6 kernel=4 stride=2 padding=1 output_padding=1", "(28 − 1)·2 − 2·1 + 4 + 1 = 57")]
    [InlineData("convtranspose 6 kernel=3 stride=2 padding=same", "28·2 = 56")]
    [InlineData("upsample 3", "28·3 = 84")]
    [InlineData("subsample 3", "⌈28/3⌉ = 10")]
    [InlineData("pad 2", "28 + 2·2 = 32")]
    [InlineData("pad before=1 after=2 channels=3", "1 + 2·3 = 7, 28 + 1 + 2 = 31")]
    [InlineData("crop after=3", "28 − 3 = 25")]
    [InlineData("adaptiveavgpool 7", "windows of 28/7 = 4")]
    [InlineData("adaptiveavgpool 5", "5 windows over 28")]
    public void TheArithmeticIsShown(string layer, string expected)
        => Assert.Equal(expected, Check.Analyze($"model M {{ input 1x28x28; {layer} }}").Models[0].Nodes[1].Facts!.ShapeArithmetic);

    [Theory]
    [InlineData("input 6x8x8; conv 12 kernel=3 groups=3", "weight 12×2×3×3, bias 12", "12·(6/3·3·3) + 12", 2 * 9 * 12 * 36)]
    [InlineData("input 6x8x8; conv 12 kernel=3 groups=in.channels bias=false", "weight 12×1×3×3", "12·(1·3·3)", 9 * 12 * 36)]
    [InlineData("input 6x8x8; depthwise kernel=3 multiplier=2", "weight 12×1×3×3, bias 12", "12·(1·3·3) + 12", 9 * 12 * 36)]
    [InlineData("input 6x8x8; convtranspose 4 kernel=2 stride=2 groups=2", "weight 6×2×2×2, bias 4", "6·(4/2·2·2) + 4", 6 * 2 * 4 * 64)]
    [InlineData("input 8x5; groupnorm 4", "weight 8, bias 8", "2·8", 0)]
    [InlineData("input 8x5; instancenorm", "", null, 0)]
    [InlineData("input 8x5; instancenorm affine=true", "weight 8, bias 8", "2·8", 0)]
    [InlineData("input [seq=5, 8]; batchnorm", "weight 8, bias 8", "2·8", 0)]
    public void WeightsAreLaidOutAsInPyTorch(string body, string weights, string? arithmetic, long macs)
    {
        var facts = Check.Analyze($"model M {{ {body} }}").Models[0].Nodes[1].Facts!;
        Assert.Equal(weights, string.Join(", ", facts.Weights.Select(weight => $"{weight.Name} {weight.Shape}")));
        Assert.Equal(arithmetic, facts.ParameterArithmetic);
        Assert.Equal(macs, facts.Macs);
    }

    [Theory]
    [InlineData("uneven-groups", "input 6x8x8; conv 8 kernel=3 groups=⟦4⟧", "cannot part 6 input channels into 4 equal groups. both 6 and 8 are divided by 1, 2.")]
    [InlineData("uneven-groups", "input 64x8x8; conv 64 kernel=3 groups=⟦30⟧", "64 is divided by 1, 2, 4, 8, 16, 32, 64.")]
    [InlineData("uneven-groups", "input 7x8x8; conv 5 kernel=3 groups=⟦3⟧", "Only 1 divides both 7 and 5.")]
    [InlineData("uneven-groups", "input 6x8x8; convtranspose 8 kernel=3 groups=⟦4⟧", "6 input channels")]
    [InlineData("uneven-groups", "input 20x8; groupnorm ⟦8⟧", "20 is divided by 1, 2, 4, 5, 10, 20.")]
    [InlineData("window-too-large", "input 1x8; conv 2 kernel=⟦3⟧ dilation=4", "spreads over 9 places")]
    [InlineData("output-padding", "input 1x8; convtranspose 2 kernel=3 stride=2 output_padding=⟦2⟧", "at most 1")]
    [InlineData("nothing-left", "input 1x1; convtranspose 2 kernel=3 padding=⟦2⟧", "cuts 4 of them off")]
    [InlineData("nothing-left", "input 1x8x8; crop ⟦4⟧", "nothing of 1×8×8 is left")]
    [InlineData("reflect-padding", "input 1x4x4; pad ⟦4⟧ mode=reflect", "only 3")]
    [InlineData("missing-argument", "input 1x4x4; ⟦pad⟧", "how many places")]
    [InlineData("missing-argument", "input 1x4x4; ⟦crop⟧ ", "how many places")]
    [InlineData("pool-padding", "input 1x9; maxpool 3 padding=⟦2⟧", "At most half the window, 1,")]
    [InlineData("pool-padding", "input 1x2; maxpool 2 dilation=4 padding=⟦2⟧", "4 apart")]
    [InlineData("axis-count", "input 1x8; conv 2 kernel=⟦[3, 3]⟧", "kernel gives 2 values, but the input 1×8 has 1 spatial axis")]
    [InlineData("axis-count", "input 1x8x8; pad ⟦[1, 2, 3]⟧", "size gives 3 values")]
    [InlineData("needs-space", "input 8; ⟦upsample⟧ 2", "a vector of 8")]
    [InlineData("needs-space", "input 8; ⟦depthwise⟧ kernel=3", "slides a window")]
    [InlineData("needs-space", "input 8; ⟦globalmaxpool⟧", "all of space")]
    [InlineData("needs-space", "input 8; ⟦spatial_dropout⟧ 20%", "drops channels")]
    [InlineData("odd-channels", "input 7x4x4; ⟦glu⟧", "7 of them")]
    [InlineData("dropout-rate", "input 8; dense 4; relu; alpha_dropout ⟦1.5⟧; dense 2", "drops everything")]
    [InlineData("unknown-name", "input 1x8; conv 2 kernel=3 padding=⟦sme⟧", "Did you mean `same`?")]
    [InlineData("other-spelling", "input 1x8; conv 2 kernel=3 padding=⟦SAME⟧", "`same`")]
    [InlineData("too-large", "input 1x60000; ⟦upsample⟧ 60000", "3.6e+9")]
    [InlineData("too-large", "a: input 2000000000; relu; ⟦concat⟧ a", "4e+9")]
    public void WhatDoesNotFitIsSaid(string code, string body, string message) => Check.FiresAlone(code, $"model M {{ {body} }}", message: message);

    [Theory]
    [InlineData("input 3x8x8; relu; glu", "odd-channels")]
    [InlineData("input 4x8x8; relu; glu; globalavgpool; dense 2", null)]
    [InlineData("input 6x8x8; conv 9 kernel=3 groups=3", null)]
    [InlineData("input 1x8x8; pad channels=2; crop 1; subsample 2; upsample 2 mode=bilinear", null)]
    public void WhatFitsIsSilent(string body, string? code)
    {
        var found = Check.Analyze($"model M {{ {body} }}").Findings;
        Assert.Equal(code, found.SingleOrDefault()?.Kind.Code);
    }

    [Theory]
    [InlineData("relu6", "[0,6]")]
    [InlineData("relu; relu6", "[0,6]")]
    [InlineData("hardsigmoid", "[0,1]")]
    [InlineData("hardtanh", "[−1,1]")]
    [InlineData("softsign", "(−1,1)")]
    [InlineData("silu", "[−0.2785,∞)")]
    [InlineData("relu; silu", "[0,∞)")]
    [InlineData("mish", "[−0.3089,∞)")]
    [InlineData("hardswish", "[−0.375,∞)")]
    [InlineData("sigmoid; hardsigmoid", "[0.5,0.6667]")]
    [InlineData("sigmoid; pad 1", "[0,1)")]
    [InlineData("sigmoid; pad 1 mode=reflect", "(0,1)")]
    [InlineData("sigmoid; pad 1 value=2", "(0,2]")]
    [InlineData("sigmoid; avgpool 2 padding=1", "[0,1)")]
    [InlineData("sigmoid; avgpool 2 padding=1 count_include_pad=false", "(0,1)")]
    [InlineData("sigmoid; maxpool 2 padding=1", "(0,1)")]
    [InlineData("sigmoid; upsample 2 mode=bilinear", "(0,1)")]
    [InlineData("sigmoid; crop 1; subsample 2; noise 0.3; spatial_dropout 10%; drop_path 10%", "(0,1)")]
    [InlineData("relu; glu", "[0,∞)")]
    [InlineData("relu; lrn 5", "[0,∞)")]
    [InlineData("relu; instancenorm", "real")]
    public void DomainsFollow(string lines, string expected)
        => Assert.Equal(expected, Check.Analyze($"model M {{ input 4x8x8; {lines} }}").Models[0].Output!.Facts!.Output.Domain.ToString());

    private static Shape? Output(string body) => Check.Analyze($"model M {{ {body} }}").Models[0].Output?.Facts?.Output.Shape;
}
