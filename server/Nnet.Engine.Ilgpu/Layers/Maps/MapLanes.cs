using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Ilgpu.Layers.Maps;

/// <summary>How the numbers of maps lie, as kernels see it: they are counted channel by channel, place by place, sample by sample.</summary>
internal readonly record struct MapLanes(SampleLanes Samples, int Channels, int Places, int ChannelStep, int PlaceStep)
{
    /// <summary>All numbers of the batch.</summary>
    public int Count => Channels * Places * Samples.Count;

    /// <summary>Numbers of a channel.</summary>
    public int ChannelCount => Places * Samples.Count;

    /// <summary>Of maps and the batch as it is now.</summary>
    public static MapLanes Of(MapLayout maps, Scene scene) => new(scene.Samples, maps.Channels, maps.Places, (int)maps.ChannelStep, (int)maps.PlaceStep);

    /// <summary>The channel of a number.</summary>
    public int ChannelOf(int index) => index / Samples.Count / Places;

    /// <summary>Where a number lies.</summary>
    public int At(int index) => (ChannelOf(index) * ChannelStep) + (index / Samples.Count % Places * PlaceStep) + (index % Samples.Count);

    /// <summary>Where a number of a channel lies.</summary>
    public int At(int channel, int index) => (channel * ChannelStep) + (index / Samples.Count * PlaceStep) + (index % Samples.Count);
}
