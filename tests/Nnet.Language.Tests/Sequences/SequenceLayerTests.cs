using Nnet.Language.Graph;
using Nnet.Language.Layers.Sequences;
using Xunit;

namespace Nnet.Language.Tests.Sequences;

/// <summary>Shapes, domains, parameters and multiply-accumulates of layers on sequences; counts as PyTorch 1.13 has them.</summary>
public class SequenceLayerTests
{
    [Theory]
    [InlineData("input [seq=10] domain=tokens(100); embedding 100 16", "[seq=10, 16]", 1600, 0)]
    [InlineData("input 10 domain=tokens(100); embedding 128 16", "[seq=10, 16]", 2048, 0)]
    [InlineData("input [seq=5, field=3] domain=tokens(7); embedding 7 4", "[seq=5, field=3, 4]", 28, 0)]
    [InlineData("input [time=10, 16]; position learned", "[time=10, 16]", 160, 0)]
    [InlineData("input [time=10, 16]; position learned max=50", "[time=10, 16]", 800, 0)]
    [InlineData("input [time=10, 16]; position sinusoidal", "[time=10, 16]", 0, 0)]
    [InlineData("input [time=10, 16]; dense 8", "[time=10, 8]", 136, 10 * 16 * 8)]
    [InlineData("input [time=10, 4, 16]; dense 8 bias=false", "[time=10, 4, 8]", 128, 40 * 16 * 8)]
    [InlineData("input [x=16]; dense 8", "8", 136, 16 * 8)]
    [InlineData("input [time=10, 16]; flatten", "160", 0, 0)]
    [InlineData("input [time=10, 16]; dropout 20%; dense 16; relu; softmax", "[time=10, 16]", 272, 2560)]
    [InlineData("input [time=10, 16]; prelu per_channel=true", "[time=10, 16]", 16, 0)]
    [InlineData("input [time=10, 16]; layernorm", "[time=10, 16]", 32, 0)]
    [InlineData("input [time=10, 16]; layernorm bias=false", "[time=10, 16]", 16, 0)]
    [InlineData("input [time=10, 16]; layernorm affine=false", "[time=10, 16]", 0, 0)]
    [InlineData("input [time=10, 16]; rmsnorm", "[time=10, 16]", 16, 0)]
    [InlineData("input 16; layernorm", "16", 32, 0)]
    [InlineData("input 3x4x5; layernorm", "3x4x5", 120, 0)]
    [InlineData("input 3x4x5; layernorm over=channels", "3x4x5", 6, 0)]
    [InlineData("input 3x4x5; rmsnorm over=channels", "3x4x5", 3, 0)]
    [InlineData("input [time=10, 16]; layernorm over=channels", "[time=10, 16]", 32, 0)]
    [InlineData("input 8x4x5; slice 2 5", "3x4x5", 0, 0)]
    [InlineData("input 8; slice 5", "3", 0, 0)]
    [InlineData("input [time=10, 16]; slice 0 (in.features//2)", "[time=10, 8]", 0, 0)]
    [InlineData("input [time=10, 16]; scale", "[time=10, 16]", 16, 0)]
    [InlineData("input 3x4x5; scale", "3x4x5", 3, 0)]
    [InlineData("input 3x4x5; scale per_channel=false", "3x4x5", 1, 0)]
    [InlineData("input 3x4x5; to_sequence", "[seq=20, 3]", 0, 0)]
    [InlineData("input 3x20; to_sequence", "[seq=20, 3]", 0, 0)]
    [InlineData("input [patch=20, 3]; class_token", "[patch=21, 3]", 3, 0)]
    [InlineData("input [patch=20, 3]; select first", "3", 0, 0)]
    [InlineData("input [patch=20, 3]; select last", "3", 0, 0)]
    [InlineData("input [patch=20, 3]; select 19", "3", 0, 0)]
    [InlineData("input [time=20, sensor=3, 4]; select 0", "[sensor=3, 4]", 0, 0)]
    [InlineData("input [patch=20, 3]; permute [2, 1]", "[3, patch=20]", 0, 0)]
    [InlineData("input 3x4x5; permute [3, 1, 2]", "5x3x4", 0, 0)]
    [InlineData("input [patch=20, 3]; permute [channels=2, 1]; dense 8; dense 20; permute [patch=2, 1]", "[patch=20, channels=3]", 348, 960)]
    [InlineData("input 60; reshape 3x4x5", "3x4x5", 0, 0)]
    [InlineData("input 3x20; reshape [seq=(in.size // 4), 4]", "[seq=15, 4]", 0, 0)]
    [InlineData("input [time=10, 16]; attention heads=4", "[time=10, 16]", 4 * 16 * 16 + 64, 10 * 4 * 16 * 16 + 2 * 10 * 10 * 16)]
    [InlineData("input [time=10, 16]; attention 4 mask=causal bias=false dropout=10%", "[time=10, 16]", 4 * 16 * 16, 10 * 4 * 16 * 16 + 2 * 10 * 10 * 16)]
    [InlineData("m: input [seq=7, 16]; input [time=10, 16]; attention 4 from=m", "[time=10, 16]", 4 * 16 * 16 + 64, 2 * 10 * 16 * 16 + 2 * 7 * 16 * 16 + 2 * 10 * 7 * 16)]
    [InlineData("m: input [seq=7, 24]; input [time=10, 16]; attention 4 from=m kdim=24", "[time=10, 16]", 2 * 16 * 16 + 2 * 16 * 24 + 64, 2 * 10 * 16 * 16 + 2 * 7 * 24 * 16 + 2 * 10 * 7 * 16)]
    [InlineData("input [time=10, 16]; lstm 8", "8", 4 * 8 * (16 + 8 + 2), 10 * 4 * 8 * (16 + 8))]
    [InlineData("input [time=10, 16]; gru 8", "8", 3 * 8 * (16 + 8 + 2), 10 * 3 * 8 * (16 + 8))]
    [InlineData("input [time=10, 16]; rnn 8", "8", 8 * (16 + 8 + 2), 10 * 8 * (16 + 8))]
    [InlineData("input [time=10, 16]; rnn 8 nonlinearity=relu bias=false", "8", 8 * (16 + 8), 10 * 8 * (16 + 8))]
    [InlineData("input 28x28; lstm 8", "8", 4 * 8 * (28 + 8 + 2), 28 * 4 * 8 * (28 + 8))]
    [InlineData("input [time=10, 16]; lstm 8 return_sequences=true", "[time=10, 8]", 4 * 8 * (16 + 8 + 2), 10 * 4 * 8 * (16 + 8))]
    [InlineData("input [time=10, 16]; lstm 8 bidirectional=true", "16", 2 * 4 * 8 * (16 + 8 + 2), 2 * 10 * 4 * 8 * (16 + 8))]
    [InlineData("input [time=10, 16]; gru 8 layers=3 bidirectional=true return_sequences=true dropout=20%", "[time=10, 16]", 3 * 2 * 3 * 8 * (16 + 8 + 2), 3 * 2 * 10 * 3 * 8 * (16 + 8))]
    [InlineData("input [time=10, 5]; gru 8 layers=3", "8", 3 * 8 * (5 + 8 + 2) + 2 * 3 * 8 * (8 + 8 + 2), 10 * 3 * 8 * (5 + 8 + 2 * 16))]
    [InlineData("input [t=10, 8]; attention 4 mask=causal window=3", "[t=10, 8]", 4 * 64 + 4 * 8, 10 * 4 * 64 + 2 * 10 * 3 * 8)]
    [InlineData("input [t=10, 8]; attention 4 mask=causal window=30", "[t=10, 8]", 4 * 64 + 4 * 8, 10 * 4 * 64 + 2 * 100 * 8)]
    [InlineData("input [t=10, 8]; attention 4 kv_heads=2 rotary=10000", "[t=10, 8]", 2 * 64 + 2 * 32 + 8 + 2 * 4 + 8, 10 * (2 * 64 + 2 * 32) + 2 * 100 * 8)]
    [InlineData("input [t=10, 8]; attention 4 kv_heads=1 head_dim=6 bias=false", "[t=10, 8]", 2 * 8 * 24 + 2 * 8 * 6, 10 * (2 * 8 * 24 + 2 * 8 * 6) + 2 * 100 * 24)]
    public void ShapesAndCounts(string body, string shape, long parameters, long macs)
    {
        Check.Silent($"model M {{ {body} }}");
        var model = Check.Analyze($"model M {{ {body} }}").Models[0];
        Assert.Equal((shape, parameters, macs), (model.Output!.Facts!.Output.Shape.ToSource(), model.Parameters, model.Macs));
    }

    [Theory]
    [InlineData("input [seq=10] domain=tokens(100)", "tokens<100")]
    [InlineData("input [seq=10] domain=tokens(100); embedding 100 16", "real")]
    [InlineData("input [seq=10] domain=tokens(100); select last", "tokens<100")]
    [InlineData("input [t=10, 4] domain=interval(0, 2); position sinusoidal", "[−1,3]")]
    [InlineData("input [t=10, 4] domain=interval(0, 2); position learned", "real")]
    [InlineData("input [t=10, 4]; lstm 8", "(−1,1)")]
    [InlineData("input [t=10, 4]; gru 8", "(−1,1)")]
    [InlineData("input [t=10, 4]; rnn 8", "(−1,1)")]
    [InlineData("input [t=10, 4]; rnn 8 nonlinearity=relu", "[0,∞)")]
    [InlineData("input [t=10, 4]; relu; attention 2", "real")]
    [InlineData("input [t=10, 4]; relu; layernorm", "real")]
    [InlineData("input [t=10, 4]; softmax; select last", "probabilities")]
    [InlineData("input [t=10, 4]; softmax; permute [2, 1]", "[0,1]")]
    [InlineData("input [t=10, 4]; softmax; reshape [t=5, 8]", "[0,1]")]
    [InlineData("input [t=10, 4]; softmax; reshape [t=5, pair=2, 4]", "probabilities")]
    [InlineData("input 4; softmax; slice 1", "[0,1]")]
    [InlineData("input 4; relu; slice 1", "[0,∞)")]
    [InlineData("input 4x10; sigmoid; to_sequence", "(0,1)")]
    [InlineData("input 4x10; relu; scale", "real")]
    public void Domains(string body, string domain)
        => Assert.Equal(domain, Check.Analyze($"model M {{ {body} }}").Models[0].Output!.Facts!.Output.Domain.ToString());

    [Theory]
    [InlineData("attention 4", "4·8² + 4·8")]
    [InlineData("attention 4 kv_heads=2", "2·8² + 2·8·4 + 8 + 2·4 + 8")]
    [InlineData("attention 4 kv_heads=1 head_dim=4 bias=false", "2·8·16 + 2·8·4")]
    [InlineData("attention 2 head_dim=3 out_bias=false", "2·8·6 + 2·8·6 + 6 + 2·6")]
    public void TheArithmeticOfAttentionSaysWhatItsHeadsHave(string line, string arithmetic)
        => Assert.Equal(arithmetic, Check.Analyze($"model M {{ input [t=10, 8]; {line} }}").Models[0].Output!.Facts!.ParameterArithmetic);

    [Fact]
    public void WeightsOfRecurrentLayersAreNamedAndOrderedAsInPyTorch()
        => Assert.Equal(
            ["weight_ih_l0 32×5", "weight_hh_l0 32×8", "bias_ih_l0 32", "bias_hh_l0 32", "weight_ih_l0_reverse 32×5", "weight_hh_l0_reverse 32×8", "bias_ih_l0_reverse 32", "bias_hh_l0_reverse 32", "weight_ih_l1 32×16", "weight_hh_l1 32×8", "bias_ih_l1 32", "bias_hh_l1 32", "weight_ih_l1_reverse 32×16", "weight_hh_l1_reverse 32×8", "bias_ih_l1_reverse 32", "bias_hh_l1_reverse 32"],
            Weights("input [t=10, 5]; lstm 8 layers=2 bidirectional=true"));

    [Theory]
    [InlineData("input [t=10, 8]; attention 2", "in_proj_weight 24×8", "in_proj_bias 24", "out_proj.weight 8×8", "out_proj.bias 8")]
    [InlineData("input [t=10, 8]; attention 2 bias=false", "in_proj_weight 24×8", "out_proj.weight 8×8")]
    [InlineData("m: input [s=3, 6]; input [t=10, 8]; attention 2 from=m kdim=6", "q_proj_weight 8×8", "k_proj_weight 8×6", "v_proj_weight 8×6", "in_proj_bias 24", "out_proj.weight 8×8", "out_proj.bias 8")]
    [InlineData("input [t=10, 8]; attention 4 kv_heads=2 rotary=10000", "q_proj_weight 8×8", "k_proj_weight 4×8", "v_proj_weight 4×8", "in_proj_bias 16", "out_proj.weight 8×8", "out_proj.bias 8")]
    [InlineData("input [t=10, 8]; attention 2 head_dim=3 out_bias=false", "q_proj_weight 6×8", "k_proj_weight 6×8", "v_proj_weight 6×8", "in_proj_bias 18", "out_proj.weight 8×6")]
    [InlineData("input [t=10, 8]; attention 2 kv_heads=2 head_dim=4 rotary=500000 bias=false", "in_proj_weight 24×8", "out_proj.weight 8×8")]
    public void WeightsOfAttentionAreNamedAndOrderedAsInPyTorch(string body, params string[] weights)
        => Assert.Equal(weights, Weights(body));

    [Fact]
    public void InitialWeightsCanBeChosenAndAreUsualOtherwise()
    {
        Assert.Equal(new Initializer.Normal(1, "normal"), Initial("input [t=9] domain=tokens(5); embedding 5 4; relu"));
        Assert.Equal(new Initializer.Normal(0.02, "normal"), Initial("input [t=9] domain=tokens(5); embedding 5 4 init=normal(0.02)"));
        Assert.Equal(new Initializer.Uniform(0.5, "uniform by units"), Initial("input [t=9, 4]; lstm 4"));
        Assert.Equal(new Initializer.Constant(1), Initial("input [t=9, 4]; scale"));
        Assert.Equal(new Initializer.Constant(1e-4), Initial("input [t=9, 4]; scale init=1e-4"));
        Assert.Equal(new Initializer.Constant(0), Initial("input [t=9, 4]; class_token"));
        Assert.Equal(new Initializer.Uniform(Math.Sqrt(6.0 / 16), "Glorot uniform"), Initial("input [t=9, 4]; attention 2; relu"));
    }

    [Theory]
    [InlineData("uneven-groups", "input [t=9, 12]; attention 6 kv_heads=⟦4⟧", "cannot share 4 heads of keys and values out among 6 heads. 6 is divided by 1, 2, 3, 6.")]
    [InlineData("wrong-value", "input [t=9, 6]; attention 2 window=⟦4⟧", "say mask=causal")]
    [InlineData("wrong-value", "m: input [s=3, 8]; input [t=9, 8]; attention 2 from=m mask=causal window=⟦4⟧", "`from` names another sequence")]
    [InlineData("wrong-value", "input [t=9, 6]; attention 2 mask=causal window=⟦0⟧", "a whole number from 1")]
    [InlineData("wrong-value", "input [t=9, 6]; attention 2 rotary=⟦10000⟧", "in pairs, but a head has 3, an odd number: say `head_dim=4`")]
    [InlineData("wrong-value", "m: input [s=3, 8]; input [t=9, 8]; attention 2 from=m rotary=⟦10000⟧", "`from` names another sequence")]
    [InlineData("wrong-value", "input [t=9, 8]; attention 2 rotary=⟦0⟧", "a number above 0")]
    [InlineData("too-large", "input [t=9, 8]; ⟦attention⟧ 2147483647 head_dim=2147483647", "attention would hold")]
    [InlineData("needs-tokens", "input [t=9]; ⟦embedding⟧ 50 4", "gets real numbers. If they are tokens, the input line says so: `domain=tokens(50)`")]
    [InlineData("needs-tokens", "input [t=9] domain=interval(0, 3); ⟦embedding⟧ 50 4", "gets [0,3]")]
    [InlineData("needs-tokens", "input [t=9]; relu; ⟦embedding⟧ 50 4", "gets [0,∞)")]
    [InlineData("vocabulary-too-small", "input [t=9] domain=tokens(60); embedding ⟦50⟧ 4", "go up to 59, but embedding has 50 rows")]
    [InlineData("tokens-as-numbers", "input [t=9] domain=tokens(60); ⟦dense⟧ 4", "`embedding 60 64`")]
    [InlineData("tokens-as-numbers", "input [t=9] domain=tokens(60); ⟦lstm⟧ 4", "not quantities")]
    [InlineData("tokens-as-numbers", "input [t=9] domain=tokens(60); ⟦layernorm⟧", "not quantities")]
    [InlineData("too-large", "input [t=1, 2147483647]; ⟦attention⟧ 1", "attention would hold")]
    [InlineData("too-large", "input [t=2000000, 2]; ⟦attention⟧ 1", "2000000×2000000")]
    [InlineData("too-large", "input [t=9, 4]; ⟦lstm⟧ 2147483647 bidirectional=true", "lstm would hold")]
    [InlineData("too-large", "input [t=9] domain=tokens(7); ⟦embedding⟧ 2147483647 2147483647", "embedding would hold")]
    [InlineData("needs-sequence", "input 3x4 domain=tokens(7); ⟦embedding⟧ 7 2", "`[seq=12]`")]
    [InlineData("tokens-as-numbers", "input [t=9, 3] domain=tokens(60); ⟦conv⟧ 4 kernel=3", "not quantities")]
    [InlineData("tokens-as-numbers", "input m [s=9] domain=tokens(60); input [t=9, 4]; attention 2 from=⟦m⟧", "put its label on the `embedding`")]
    [InlineData("needs-sequence", "input 64x14x14; ⟦attention⟧ 4", "64×14×14 is channels × space")]
    [InlineData("needs-sequence", "input 64x14; ⟦position⟧ learned", "`to_sequence`")]
    [InlineData("needs-sequence", "input 64x14x14; ⟦gru⟧ 4", "channels × space")]
    [InlineData("needs-sequence", "input 64; ⟦attention⟧ 4", "a vector of 64")]
    [InlineData("needs-sequence", "input 64; ⟦select⟧ first", "a vector of 64")]
    [InlineData("needs-sequence", "input [t=64]; ⟦lstm⟧ 4", "`[t=64, 1]`")]
    [InlineData("needs-sequence", "input [t=64, 2, 3]; ⟦lstm⟧ 4", "has 2 axes")]
    [InlineData("needs-sequence", "input [t=9, 4]; lstm 8; ⟦lstm⟧ 8", "lstm_1 on line 1 gives its last state alone, a vector of 8")]
    [InlineData("needs-sequence", "input [t=9, 4]; gru 8; dropout 20%; ⟦attention⟧ 8", "`return_sequences=true`")]
    [InlineData("no-such-place", "input 8x4x4; slice 2 ⟦9⟧", "8×4×4 has 8 channels, numbered from 0 to 7: stop cannot be 9")]
    [InlineData("no-such-place", "input 8; slice ⟦8⟧", "8 has 8 features")]
    [InlineData("nothing-left", "input 8; slice 5 ⟦3⟧", "takes none of the 8 features")]
    [InlineData("needs-sequence", "m: input 4; input [t=9, 4]; attention 2 from=⟦m⟧", "a vector of 4")]
    [InlineData("uneven-groups", "input [t=9, 12]; attention heads=⟦5⟧", "cannot part 12 features between 5 heads. 12 is divided by 1, 2, 3, 4, 6, 12.")]
    [InlineData("memory-differs", "m: input [s=5, 6]; input [t=9, 12]; attention 3 from=⟦m⟧", "has 12 features, but the places of `from` have 6")]
    [InlineData("memory-differs", "m: input [s=5, 6]; input [t=9, 12]; attention 3 from=⟦m⟧ kdim=7", "kdim=7, but")]
    [InlineData("wrong-value", "m: input [s=5, 12]; n: input [s=5, 12]; input [t=9, 12]; attention 3 from=⟦[m, n]⟧", "names 2")]
    [InlineData("ignored-argument", "input [t=9, 12]; attention 3 kdim=⟦7⟧", "without `from`")]
    [InlineData("ignored-argument", "input [t=9, 12]; lstm 3 dropout=⟦20%⟧", "between the layers of a stack")]
    [InlineData("ignored-argument", "input [t=9, 12]; position sinusoidal max=⟦20⟧", "no weights and no end")]
    [InlineData("dropout-rate", "input [t=9, 12]; attention 3 dropout=⟦100%⟧", "below 100%, not 100%")]
    [InlineData("dropout-rate", "input [t=9, 12]; lstm 3 layers=2 dropout=⟦1.5⟧", "not 1.5")]
    [InlineData("too-few-positions", "input [t=90, 12]; position learned max=⟦50⟧", "has 90 places, but max=50")]
    [InlineData("no-such-place", "input [t=9, 12]; select ⟦9⟧", "numbered from 0 to 8")]
    [InlineData("needs-space", "input [t=9, 12]; ⟦to_sequence⟧", "is a sequence already")]
    [InlineData("needs-space", "input 12; ⟦to_sequence⟧", "a vector of 12")]
    [InlineData("reshape-count", "input 3x4x5; reshape ⟦[t=9, 12]⟧", "3×4×5 holds 60 values, but [t=9, 12] has room for 108")]
    [InlineData("axis-order", "input 3x4x5; permute ⟦[1, 2]⟧", "has the axes 1, 2, 3")]
    [InlineData("axis-order", "input 3x4; permute ⟦[1, 1]⟧", "each stands once")]
    [InlineData("needs-vector", "input [patch=20, 3]; permute [2, 1]; relu; ⟦dense⟧ 8", "`permute [channels=2, 1]`")]
    [InlineData("channels-as-places", "input 2x100; conv 8 kernel=3 activation=relu; maxpool 2; ⟦lstm⟧ 16", "they are the 8 channels that maxpool_1 gives. `to_sequence` makes places of its 49 points")]
    [InlineData("needs-vector", "input 8x10; ⟦dense⟧ 3", "needs a vector")]
    public void FindsWhatIsWrong(string code, string body, string message)
        => Check.Fires(code, $"model M {{ {body} }}", message: message);

    [Fact]
    public void AnEmbeddingFedWithRealsIsMendedAtTheInput()
    {
        var finding = Check.FiresAlone("needs-tokens", "model M { input [t=9]; ⟦embedding⟧ 50 4 }");
        Assert.Equal("Add domain=tokens(50)", Assert.Single(finding.Fixes).Title);
    }

    [Theory]
    [InlineData("model M { ⟦embedding⟧ 50 4 }", "Insert input [seq=100] domain=tokens(50)")]
    [InlineData("model M { ⟦attention⟧ 4 }", "Insert input [seq=28, 28]")]
    public void AMissingInputIsASequenceWhereOneIsNeeded(string marked, string fix)
        => Assert.Equal(fix, Assert.Single(Check.FiresAlone("missing-input", marked).Fixes).Title);

    [Fact]
    public void AStackedLstmIsMendedAtTheFirst()
    {
        var finding = Check.FiresAlone("needs-sequence", "model M { input [t=9, 4]; lstm 8; dropout 20%; ⟦lstm⟧ 8 }");
        Assert.Equal("Add return_sequences=true", Assert.Single(finding.Fixes).Title);
    }

    [Fact]
    public void SequencesFromConvolutionsAreNoChannels()
        => Check.Silent("model M { input 2x100; conv 8 kernel=3 activation=relu; maxpool 2; to_sequence; lstm 16 }");

    [Theory]
    [InlineData("nn.LSTM", "lstm")]
    [InlineData("SimpleRNN", "rnn")]
    [InlineData("MultiheadAttention", "attention")]
    [InlineData("LayerNormalization", "layernorm")]
    [InlineData("RMSNorm", "rmsnorm")]
    [InlineData("PositionalEncoding", "position")]
    public void OtherFrameworksWordsAreKnown(string theirs, string ours)
        => Assert.Equal(ours, Definitions.Catalog<Layers.Layer>.FindAlias(theirs.Replace("nn.", "", StringComparison.Ordinal))!.Name);

    [Fact]
    public void TheLastPlaceIsMinusOne()
        => Assert.Equal(-1, Check.Analyze("model M { input [t=9, 4]; select last }").Models[0].Nodes[^1].Get(Select.Place));

    private static IEnumerable<string> Weights(string body)
        => Check.Analyze($"model M {{ {body} }}").Models[0].Nodes[^1].Facts!.Weights.Select(weight => $"{weight.Name} {weight.Shape}");

    private static Initializer Initial(string body)
        => Check.Analyze($"model M {{ {body} }}").Models[0].Nodes.First(node => node.Facts!.Weights.Length > 0).Facts!.Weights[0].Initial;
}
