using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Normalization;

namespace Nnet.Engine.Layers.Normalization;

/// <summary>
/// y[c] = x[c]·D[c]^−β with D[c] = k + α/size·Σ x[c′]² over the channels around c;
/// dx[c] = dy[c]·D[c]^−β − 2αβ/size·x[c]·Σ dy[c′]·x[c′]·D[c′]^−(β + 1) over the channels whose neighbour c is.
/// </summary>
public sealed class LocalResponseNormEngine : LayerEngine<LocalResponseNorm>
{
    /// <inheritdoc/>
    public override IEnumerable<LayerSample> Samples =>
    [
        LayerSample.Of<LocalResponseNorm>(7, 2, 2).With(LocalResponseNorm.Alpha, 0.5),
        LayerSample.Of<LocalResponseNorm>(5, 3).With(LocalResponseNorm.Size, 2).With(LocalResponseNorm.Alpha, 1).With(LocalResponseNorm.Beta, 0.5).With(LocalResponseNorm.Bias, 2),
        LayerSample.Of<LocalResponseNorm>(2, 3).With(LocalResponseNorm.Size, 9).With(LocalResponseNorm.Alpha, 1),
        LayerSample.OfSequence<LocalResponseNorm>(3, 4).With(LocalResponseNorm.Size, 3).With(LocalResponseNorm.Alpha, 1),
    ];

    /// <inheritdoc/>
    public override LayerMemory MemoryOf(Node node) => LayerMemory.KeepsInput;

    /// <inheritdoc/>
    public override void Compile<T, V>(LayerSite<T, V> site)
    {
        var response = new Response<T>(site.Batch, MapLayout.Of(site.InputShape, site.Lanes), site.Node.Get(LocalResponseNorm.Size), site.Node.Get(LocalResponseNorm.Alpha), site.Node.Get(LocalResponseNorm.Beta), site.Node.Get(LocalResponseNorm.Bias));
        site.Forward(new ResponseForward<T, V>(response, site.Input, site.Output), [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new ResponseBackward<T, V>(response, site.Input, site.OutputGradient!, inputGradient), [site.Input, site.OutputGradient!], [inputGradient]);
        }
    }
}

/// <summary>What forward and backward share.</summary>
internal sealed record Response<T>(Batch<T> Batch, MapLayout Maps, int Size, double Alpha, double Beta, double Bias)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The channels that count for a channel: so many before it, and the rest of the size behind it.</summary>
    public (int From, int To) Around(int channel) => (Math.Max(0, channel - (Size / 2)), Math.Min(Maps.Channels, channel + ((Size - 1) / 2) + 1));

    /// <summary>The channels that a channel counts for.</summary>
    public (int From, int To) Reached(int channel) => (Math.Max(0, channel - ((Size - 1) / 2)), Math.Min(Maps.Channels, channel + (Size / 2) + 1));

    /// <summary>D, the divisor before its exponent, of one channel at one place; 1 in lanes without a sample, where k = 0 would make it 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe V Divisor<V>(T* place, int channel, V used)
        where V : struct, ILanes<V, T>
    {
        var (from, to) = Around(channel);
        var sum = V.Zero;
        for (var other = from; other < to; other++)
        {
            var value = V.Load(place + (other * Maps.ChannelStep));
            sum = V.Fma(value, value, sum);
        }
        return V.Select(used, V.Fma(sum, V.Constant(Alpha / Size), V.Constant(Bias)), V.Constant(1));
    }

    /// <summary>D^exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Power<V>(V divisor, double exponent)
        where V : struct, ILanes<V, T>
        => Elementary.Exp<T, V>(V.Log(divisor) * V.Constant(exponent));
}

internal sealed unsafe class ResponseForward<T, V>(Response<T> response, Slot<T> input, Slot<T> output) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Response<T> Response => response;

    public Slot<T> Input => input;

    public Slot<T> Output => output;

    public override void Run(int from, int to)
    {
        var maps = response.Maps;
        nint lanes = response.Batch.Lanes;
        for (var group = from; group < to; group++)
        {
            for (nint place = 0; place < maps.Places; place++)
            {
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    var used = V.Greater(V.Load(response.Batch.SampleWeights + (group * lanes) + lane), V.Zero);
                    T* x = input.At(group) + (place * maps.PlaceStep) + lane, y = output.At(group) + (place * maps.PlaceStep) + lane;
                    for (var channel = 0; channel < maps.Channels; channel++)
                    {
                        var power = Response<T>.Power(response.Divisor(x, channel, used), -response.Beta);
                        V.Store(V.Load(x + (channel * maps.ChannelStep)) * power, y + (channel * maps.ChannelStep));
                    }
                }
            }
        }
    }
}

internal sealed unsafe class ResponseBackward<T, V>(Response<T> response, Slot<T> input, Slot<T> gradient, Slot<T> inputGradient) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public Response<T> Response => response;

    public Slot<T> Input => input;

    public Slot<T> Gradient => gradient;

    public Slot<T> InputGradient => inputGradient;

    public override void Run(int from, int to)
    {
        var maps = response.Maps;
        nint lanes = response.Batch.Lanes;
        var powers = Scratch.Rent<T>(2L * maps.Channels * V.Count);
        var shares = powers + (maps.Channels * V.Count);
        var factor = V.Constant(-2 * response.Alpha * response.Beta / response.Size);
        for (var group = from; group < to; group++)
        {
            for (nint place = 0; place < maps.Places; place++)
            {
                for (nint lane = 0; lane < lanes; lane += V.Count)
                {
                    var used = V.Greater(V.Load(response.Batch.SampleWeights + (group * lanes) + lane), V.Zero);
                    var at = (place * maps.PlaceStep) + lane;
                    T* x = input.At(group) + at, dy = gradient.At(group) + at, dx = inputGradient.At(group) + at;
                    for (var channel = 0; channel < maps.Channels; channel++)
                    {
                        var divisor = response.Divisor(x, channel, used);
                        var power = Response<T>.Power(divisor, -response.Beta);
                        var step = channel * maps.ChannelStep;
                        V.Store(power, powers + (channel * V.Count));
                        V.Store(V.Load(dy + step) * V.Load(x + step) * power / divisor, shares + (channel * V.Count));
                    }
                    for (var channel = 0; channel < maps.Channels; channel++)
                    {
                        var (first, end) = response.Reached(channel);
                        var sum = V.Zero;
                        for (var other = first; other < end; other++)
                        {
                            sum += V.Load(shares + (other * V.Count));
                        }
                        var step = channel * maps.ChannelStep;
                        V.Store(V.Fma(V.Load(dy + step), V.Load(powers + (channel * V.Count)), factor * V.Load(x + step) * sum), dx + step);
                    }
                }
            }
        }
    }
}
