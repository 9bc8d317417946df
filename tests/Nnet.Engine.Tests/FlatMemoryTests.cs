using System.Diagnostics;
using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Runs while no other test does, so that what the process holds is this test's doing.</summary>
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
[Collection(nameof(FlatMemoryTests))]
public sealed class FlatMemoryTests
{
    [Fact]
    public void Memory_is_flat_over_ten_thousand_steps()
    {
        using var net = Network<float>.Compile(Models.Everything(), Calls.CrossEntropy, Calls.Adam, new NetworkOptions { MaxBatch = 8, Threads = 2 });
        var (inputs, targets) = (new float[8 * net.InputLength], new float[8 * net.TargetLength]);
        Steps(1000);
        // The runtime's own threads may allocate or map a little now and then; a leak would show in every round.
        var (allocated, resident) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 3 && (allocated > 0 || resident > 0); round++)
        {
            var whole = Resident();
            var managed = GC.GetTotalAllocatedBytes(precise: true);
            Steps(10_000);
            allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - managed);
            resident = Math.Min(resident, Resident() - whole);
        }
        // Less than a byte a step is nobody's step.
        Assert.InRange(allocated, 0, 10_000);
        Assert.InRange(resident, long.MinValue, 1 << 20);

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                net.TrainStep(inputs, targets, 8, 1e-4);
            }
        }
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
