using Nnet.Engine.Devices;
using Nnet.Engine.Tests.Support;
using Nnet.Language.Graph;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Which networks are worth a graphics card.</summary>
public class StepWorkTests
{
    [Fact]
    public void Tiny_networks_stay_on_the_processor_and_large_ones_leave_it()
    {
        Assert.False(Of(Models.Playground(), 10).IsWorthADevice);
        Assert.False(Of(Models.Mlp(), 64).IsSurelyForADevice);
        Assert.True(Of(Models.Lenet5(), 4096).IsWorthADevice);
        var large = StepWork.Of(GraphBuilder.Input(4096).Dense(4096).Dense(4096).Build(), 1024, 2);
        Assert.True(large.IsWorthADevice && large.IsSurelyForADevice);
    }

    [Fact]
    public void Places_that_wait_for_each_other_count_for_the_processor()
    {
        var (few, many) = (Of(Sequence(4), 32), Of(Sequence(64), 32));
        Assert.Equal((8, 128), (few.Places, many.Places));
        Assert.True(many.SecondsOnDevice > few.SecondsOnDevice + 1e-4);
    }

    [Fact]
    public void More_threads_make_a_device_less_needed()
    {
        var model = GraphBuilder.Input(1024).Dense(1024).Dense(1024).Build();
        Assert.True(StepWork.Of(model, 64, 1).SecondsOnProcessor > 3 * StepWork.Of(model, 64, 4).SecondsOnProcessor);
        Assert.Equal(StepWork.Of(model, 64, 1).SecondsOnDevice, StepWork.Of(model, 64, 4).SecondsOnDevice);
    }

    private static LayerGraph Sequence(int places) => Models.OfText($"input {places}x3\nlstm 8\ndense 2");

    private static StepWork Of(LayerGraph model, int batch) => StepWork.Of(model, batch, 8);
}
