using System.Diagnostics;
using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>A step allocates nothing. These tests run while no other does, so that what the process takes is their doing.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    public static TheoryData<string> ModelNames => NetworkTests.ModelNames;

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void A_step_allocates_nothing(string model)
    {
        using var net = NetworkTests.Compile(model, new NetworkOptions { MaxBatch = 32, Threads = 2 });
        var (inputs, targets) = NetworkTests.BatchFor(net, 32, 1);
        var outputs = new float[32 * net.OutputLength];
        AllocatesNothing(() =>
        {
            net.TrainStep(inputs, targets, 32, 0.01);
            net.Evaluate(inputs, targets, 32, outputs);
        });
    }

    [Theory]
    [MemberData(nameof(SequenceTests.Names), MemberType = typeof(SequenceTests))]
    public void A_step_over_sequences_allocates_nothing(string name)
    {
        using var net = SequenceTests.Compile(name, 16, 2);
        var (inputs, targets) = SequenceTests.BatchFor(net, 16, 1);
        AllocatesNothing(() => net.TrainStep(inputs, targets, 16, 0.01));
    }

    [Fact]
    public void Clipping_and_averages_allocate_nothing()
    {
        using var net = Network<float>.Compile(Models.Mlp(), Calls.CrossEntropy, Calls.Adam, StepTests.Everything with { MaxBatch = 8, Threads = 2 });
        var (inputs, targets) = (new float[8 * net.InputLength], new float[8]);
        AllocatesNothing(() =>
        {
            net.AverageShare = 0.1;
            net.TrainStep(inputs, targets, 8, 0.01);
        });
    }

    [Fact]
    public void Several_inputs_and_outputs_allocate_nothing()
    {
        var spec = Several.Block("input a [1] domain=tokens(3)\nembedding 3 2\nb: flatten\ninput c 4\nconcat b\npath { d: dense 2; output }\ndense 3", "loss cross_entropy\nloss mean_squared_error output=d weight=30%");
        using var net = Network<float>.Compile(spec.Model!, spec.Objectives, Calls.Adam, new NetworkOptions { MaxBatch = 32, Threads = 2 });
        var random = new Engine.Data.CounterRandom(3, 5);
        var (inputs, targets) = Several.BatchFor(net, 32, ref random);
        var outputs = new float[32 * 5];
        AllocatesNothing(() =>
        {
            net.TrainStep(inputs, targets, 32, 0.01);
            net.Evaluate(inputs, targets, 32, outputs);
        });
    }

    [Fact]
    public void A_lone_sample_allocates_nothing()
    {
        using var net = Network<float>.Compile(Models.Everything(), Calls.CrossEntropy, null, new NetworkOptions { IsAlone = true, Threads = 2 });
        var (inputs, outputs) = (new float[net.InputLength], new float[net.OutputLength]);
        AllocatesNothing(() => net.Predict(inputs, 1, outputs));
    }

    [Fact]
    public void Memory_is_flat_over_ten_thousand_steps()
    {
        using var net = Network<float>.Compile(Models.Everything(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = 8, Threads = 2 });
        var (inputs, targets) = (new float[8 * net.InputLength], new float[8 * net.TargetLength]);
        Steps(1000);
        // The runtime's own threads may map or allocate a little now and then; a leak would show in every round.
        var (allocated, resident) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 3 && (allocated > 100_000 || resident > 0); round++)
        {
            var whole = Resident();
            var managed = GC.GetTotalAllocatedBytes(precise: true);
            Steps(10_000);
            allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - managed);
            resident = Math.Min(resident, Resident() - whole);
        }
        // The smallest object has 24 bytes, so a step that allocated one would come to 240,000; what is less is the runtime's own.
        Assert.InRange(allocated, 0, 100_000);
        Assert.InRange(resident, long.MinValue, 1 << 20);

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                net.TrainStep(inputs, targets, 8, 1e-4);
            }
        }
    }

    // What the runtime does beside the steps, such as compiling them again, is not theirs: the best of some rounds counts.
    private static void AllocatesNothing(Action step)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 70 && least > 0; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            step();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        Assert.Equal(0, least);
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
