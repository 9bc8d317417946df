using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Nnet.Engine.Data;
using Nnet.Engine.Ilgpu.Backends;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Activations;
using Nnet.Language.Layers.Regularization;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>Steps that were seen before are one launch, and compute what they compute launch by launch.</summary>
public sealed class LauncherTests(LauncherTests.RepeatingCard card) : IClassFixture<LauncherTests.RepeatingCard>
{
    private const int Batch = 4;
    private const int Rows = 15;

    private static readonly Dictionary<string, Func<LayerGraph>> s_models = new()
    {
        ["dropout"] = () => GraphBuilder.Input(6).Dense(8).Add<Relu>().Add<Dropout>().Dense(5).Build(),
        ["convolution and batch norm"] = () => Models.OfText("input 2x5x5\nconv 3 kernel=3 bias=false\nbatchnorm\nrelu\nflatten\ndense 5"),
        ["attention with dropout, and gates"] = () => Models.OfText("input 4x3\nto_sequence\nattention 1 dropout=0.2\nlstm 3\ndense 5"),
    };

    public static TheoryData<string> ModelNames => [.. s_models.Keys.Where(name => Patience.IsThere || name.Contains("attention", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Of_a_net_every_step_but_the_first_of_its_kind_where_a_device_is_able_to(string name)
    {
        var graphs = card.Graphs;
        var (launches, captures) = (graphs.Launches, graphs.Captures);
        var options = new NetworkOptions { MaxBatch = Batch, Seed = 3, Averages = true, ClipNorm = 0.5, Device = card.Device };
        using var expected = Network<float>.Compile(s_models[name](), Calls.CrossEntropy, Calls.Adam, options);
        using var actual = Network<float>.Compile(s_models[name](), Calls.CrossEntropy, Calls.Adam, options);
        // The first step's parameters are their own average; the last batch of an epoch is smaller; so there are three kinds of steps.
        graphs.IsAble = false;
        var losses = Train(expected);
        // Who cannot do it once is not asked again.
        Assert.Equal((0, 1), (graphs.Launches - launches, graphs.Captures - captures));
        graphs.IsAble = true;
        Assert.Equal(losses, Train(actual));
        Assert.Equal(expected.Parameters.ToArray(), actual.Parameters.ToArray());
        Assert.Equal(expected.AverageParameters.ToArray(), actual.AverageParameters.ToArray());
        Assert.Equal(expected.Buffers.ToArray(), actual.Buffers.ToArray());
        Assert.Equal((12 - 3, 1 + 2), (graphs.Launches - launches, graphs.Captures - captures));
    }

    [PatientTheory]
    [MemberData(nameof(LayerTests.LayerSamples), MemberType = typeof(LayerTests))]
    public void Of_every_layer_one_step_starts_what_the_next_one_does(string name)
    {
        var (graphs, graph) = (card.Graphs, GraphBuilder.Of(LayerTests.Sample(name)));
        (graphs.IsAble, var launches) = (true, graphs.Launches);
        using var net = Network<float>.Compile(graph, Calls.MeanSquaredError, graph.Parameters > 0 ? Calls.Adam : null, new NetworkOptions { MaxBatch = 2, Seed = 3, Device = card.Device });
        Assert.True(net.TryHold(new float[2 * net.InputLength], new float[2 * net.TargetLength]));
        net.TrainSteps([0, 1, 1, 0, 0, 1], 2, [0.01, 0.02, 0.03], [0, 0, 0], new float[3]);
        Assert.Equal(2, graphs.Launches - launches);
    }

    [Fact]
    public void Whatever_a_step_asks_for_is_done_in_its_order()
    {
        using var context = IlgpuDevice.NewContext(builder => builder.CPU(SimulatedBackend.Card));
        using var accelerator = SimulatedBackend.Open(context.GetCPUDevice(0), context);
        var (loader, ledger, graphs) = (new KernelLoader(accelerator), new MemoryLedger(), new Repeating());
        using var memory = new DeviceMemory(accelerator, accelerator.DefaultStream, ledger);
        using var launcher = new Launcher(accelerator.DefaultStream, graphs);
        var number = memory.Own<int>(1);
        var move = new Each<Affine>(launcher, loader.Each<Affine>(Affine.Run));
        var step = new PerStep<int>(launcher, loader, memory);
        var random = new CounterRandom(1, 2);
        var known = 0;
        for (var i = 0; i < 400; i++)
        {
            // Mostly one of three kinds of steps; some break off, go on, or change on the way.
            var kind = random.NextIndex(3);
            var length = random.NextIndex(5) > 0 ? 3 + kind : random.NextIndex(7);
            var odd = random.NextIndex(6) == 0 ? random.NextIndex(5) : -1;
            launcher.BeginStep();
            Move(kind + 2, 1, step.Say(i));
            for (var k = 0; k < length; k++)
            {
                if (k == odd)
                {
                    Move(3, 7, random.NextIndex(2) == 0 ? step.Say(i * 3) : step.View);
                }
                Move(3, k, step.View);
            }
            launcher.EndStep();
            var read = new int[1];
            number.CopyToCPU(accelerator.DefaultStream, read);
            Assert.Equal(known, read[0]);
        }
        Assert.InRange(graphs.Launches, 150, 400);
        // Those that are given up are given back.
        launcher.Dispose();
        Assert.Equal(0, graphs.Alive);

        void Move(int factor, int summand, ArrayView<int> more)
        {
            move.Start(1, new(number, factor, summand, more));
            known = unchecked((known * factor) + summand + Said(more));
        }

        int Said(ArrayView<int> view)
        {
            var said = new int[1];
            view.CopyToCPU(accelerator.DefaultStream, said);
            return said[0];
        }
    }

    [Fact]
    public void Arguments_are_the_same_when_every_field_is()
    {
        var (first, second) = (new Mixed(1, float.NaN, new(2, "a"), DayOfWeek.Friday), new Mixed(1, float.NaN, new(2, "a"), DayOfWeek.Friday));
        Assert.True(Alike<Mixed>.Are(first, second));
        Assert.False(Alike<Mixed>.Are(first, first with { Number = 2 }));
        Assert.False(Alike<Mixed>.Are(first, first with { Real = 0 }));
        Assert.False(Alike<Mixed>.Are(first, first with { Inner = new(3, "a") }));
        Assert.False(Alike<Mixed>.Are(first, first with { Inner = new(2, new string('a', 1)) }));
        Assert.False(Alike<Mixed>.Are(first, first with { Day = DayOfWeek.Monday }));
    }

    private static float[] Train(Network<float> net)
    {
        var random = new CounterRandom(5, 6);
        float[] inputs = [.. Enumerable.Range(0, Rows * net.InputLength).Select(_ => (float)random.NextNormal())], targets = [.. Enumerable.Range(0, Rows).Select(_ => (float)random.NextIndex(5))];
        Assert.True(net.TryHold(inputs, targets));
        var all = new List<float>();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var losses = new float[4];
            net.TrainSteps([.. Enumerable.Range(0, Rows).Select(row => (row * 7 + epoch) % Rows)], Batch, [0.01, 0.02, 0.03, 0.01], [net.Options.Averages ? epoch == 0 ? 1 : 0.5 : 0, .. Enumerable.Repeat(net.Options.Averages ? 0.25 : 0, 3)], losses);
            all.AddRange(losses);
        }
        return [.. all];
    }

    private readonly record struct Inner(long Number, string Text);

    private readonly record struct Mixed(int Number, float Real, Inner Inner, DayOfWeek Day);

    internal readonly record struct Affine(ArrayView<int> Number, int Factor, int Summand, ArrayView<int> More)
    {
        public static void Run(Index1D index, Affine a) => a.Number[index] = (a.Number[index] * a.Factor) + a.Summand + a.More[0];
    }

    /// <summary>A card that is given many launches at once.</summary>
    public sealed class RepeatingCard : IDisposable
    {
        public RepeatingCard() => Device = Card.With(graphs: Graphs);

        internal Repeating Graphs { get; } = new();

        internal IlgpuDevice Device { get; }

        public void Dispose() => Device.Dispose();
    }

    /// <summary>Makes launches again by asking for them again.</summary>
    internal sealed class Repeating : LaunchGraphs
    {
        public bool IsAble { get; set; } = true;

        public int Captures { get; private set; }

        public int Launches { get; private set; }

        public int Alive { get; private set; }

        public override LaunchGraph? Capture(Action launches)
        {
            Captures++;
            if (!IsAble)
            {
                return null;
            }
            Alive++;
            return new Repeated(this, launches);
        }

        private sealed class Repeated(Repeating owner, Action launches) : LaunchGraph
        {
            public override void Launch()
            {
                owner.Launches++;
                launches();
            }

            public override void Dispose() => owner.Alive--;
        }
    }
}
