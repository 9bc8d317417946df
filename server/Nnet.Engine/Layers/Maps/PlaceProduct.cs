using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Maps;

/// <summary>Applies a matrix over places to every channel.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
internal sealed unsafe class PlaceProduct<T, V>(Batch<T> batch, PlaceMatrix<T> matrix, MapLayout from, MapLayout to, Slot<T> source, Slot<T> result) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public PlaceMatrix<T> Matrix => matrix;

    public MapLayout From => from;

    public MapLayout To => to;

    public Slot<T> Source => source;

    public Slot<T> Result => result;

    /// <summary>What the first channel of the result reads; channels outside of the source hold <see cref="Constant"/>.</summary>
    public int FirstChannel { get; init; }

    /// <summary>What places hold that no place of the source reaches.</summary>
    public double Constant { get; init; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int fromGroup, int toGroup)
    {
        var constant = V.Constant(Constant);
        nint lanes = batch.Lanes;
        var begins = matrix.Begins;
        var offsets = matrix.Offsets;
        var weights = matrix.Weights;
        for (var group = fromGroup; group < toGroup; group++)
        {
            for (var channel = 0; channel < to.Channels; channel++)
            {
                var y = result.At(group) + (channel * to.ChannelStep);
                var read = channel + FirstChannel;
                var known = read >= 0 && read < from.Channels;
                var x = source.At(group) + (known ? read * from.ChannelStep : 0);
                for (var place = 0; place < matrix.Rows; place++, y += to.PlaceStep)
                {
                    var (first, end) = (begins[place], begins[place + 1]);
                    if (!known || first == end)
                    {
                        for (nint lane = 0; lane < lanes; lane += V.Count)
                        {
                            V.Store(constant, y + lane);
                        }
                        continue;
                    }
                    for (nint lane = 0; lane < lanes; lane += V.Count)
                    {
                        var sum = V.Load(x + offsets[first] + lane) * V.Broadcast(weights[first]);
                        for (var entry = first + 1; entry < end; entry++)
                        {
                            sum = V.Fma(V.Load(x + offsets[entry] + lane), V.Broadcast(weights[entry]), sum);
                        }
                        V.Store(sum, y + lane);
                    }
                }
            }
        }
    }

    /// <summary>Adds a layer's forward and backward product with a matrix made of maps along the axes.</summary>
    public static void Add(LayerSite<T, V> site, AxisMap[] axes, int channels = 0, double constant = 0)
    {
        var (from, to) = (MapLayout.Of(site.InputShape, site.Lanes), MapLayout.Of(site.OutputShape, site.Lanes));
        var matrix = PlaceMatrix<T>.Of(axes, from.PlaceStep);
        site.Forward(new PlaceProduct<T, V>(site.Batch, matrix, from, to, site.Input, site.Output) { FirstChannel = -channels, Constant = constant }, [site.Input], [site.Output]);
        if (site.InputGradient is { } inputGradient)
        {
            site.Backward(new PlaceProduct<T, V>(site.Batch, matrix.Transposed(to.PlaceStep), to, from, site.OutputGradient!, inputGradient) { FirstChannel = channels }, [site.OutputGradient!], [inputGradient]);
        }
    }
}
