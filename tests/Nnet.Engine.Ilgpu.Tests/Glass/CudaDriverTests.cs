using Xunit;

namespace Nnet.Engine.Ilgpu.Tests.Glass;

/// <summary>What CUDA's driver is asked, and what happens when it fails: with one that computes nothing.</summary>
public sealed class CudaDriverTests(GlassDriver driver) : IClassFixture<GlassDriver>
{
    private const int Steps = 6 * 5;

    private const string Text = """
        data spirals {
          playground spiral samples=60 seed=1
          split train=60% validation=20% test=20%
        }
        model Tiny {
          input 2
          dense 4 activation=tanh
          dropout 10%
          dense 1
        }
        train Tiny on spirals {
          loss binary_cross_entropy
          optimizer adam
          clip norm=1
          batch 8
          epochs 6
        }
        """;

    [GlassFact]
    public void Steps_are_graphs_nothing_is_asked_that_must_not_be_and_everything_is_given_back()
    {
        var run = driver.Train(Text);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((0, 0), (run.Counts["misuses"], run.Counts["kept"]));
        // The first of a kind are none, nor are those in which layers are watched; two more are the proof that graphs work.
        Assert.InRange(run.Counts["replayed"], Steps / 2, Steps + 2);
    }

    [GlassFact]
    public void A_driver_without_graphs_is_given_launch_by_launch()
    {
        var run = driver.Train(Text, ("GLASS_GRAPHS", "no"));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((0, 0, 0), (run.Counts["misuses"], run.Counts["kept"], run.Counts["replayed"]));
    }

    // Calls are few while devices are looked for, then the network's kernels are loaded, then steps are taken; some of a kind stand for all.
    [GlassTheory]
    [InlineData(1, "There is no cuda device")]
    [InlineData(20, "There is no cuda device")]
    [InlineData(50, "was there a moment ago, but is not any more")]
    [InlineData(80, "cannot be opened|could not be made ready")]
    [InlineData(95, "could not be made ready")]
    [InlineData(130, "could not be made ready")]
    [InlineData(170, "could not be made ready")]
    [InlineData(250, "has stopped working in the middle of the run: unspecified launch failure")]
    [InlineData(500, "has stopped working in the middle of the run: unspecified launch failure")]
    [InlineData(1000, "has stopped working in the middle of the run: unspecified launch failure")]
    public void Wherever_it_fails_the_run_ends_with_what_was_seen_and_what_to_do(int call, string words)
    {
        var run = driver.Train(Text, ("GLASS_FAIL", $"{call}"));
        Assert.Equal(1, run.Code);
        Assert.Matches(words, run.Error);
        Assert.Matches("nvidia-smi|--device cpu", run.Error);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [GlassFact]
    public void A_memory_that_is_full_is_called_so()
    {
        // The buffer of the network's values, behind the looking and the opening.
        var fits = new List<string>();
        for (var call = 85; call < 110; call += 4)
        {
            var run = driver.Train(Text, ("GLASS_FAIL", $"{call}"), ("GLASS_CODE", "2"));
            Assert.InRange(run.Code, 0, 1);
            fits.Add(run.Error);
        }
        Assert.Contains(fits, error => error.Contains("has no room for this network", StringComparison.Ordinal) && error.Contains("Make the batch smaller", StringComparison.Ordinal));
    }
}
