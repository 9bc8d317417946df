using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Layers.Sequences;

/// <summary>
/// Cosine and sine of what the features of a head are turned by at each place (Su et al. 2021): α = t / base^{i/h}, h half the features.
/// </summary>
internal static class RotaryAngles
{
    /// <summary>Place after place, the cosines of a head's first half, then the sines.</summary>
    /// <param name="places">Number of places.</param>
    /// <param name="width">Features of a head.</param>
    /// <param name="wavelengths">The base.</param>
    public static AlignedMemory<T> Of<T>(int places, int width, double wavelengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var angles = new AlignedMemory<T>((long)places * width);
        var half = width / 2;
        for (var place = 0; place < places; place++)
        {
            for (var i = 0; i < half; i++)
            {
                var (sine, cosine) = Math.SinCos(place / Math.Pow(wavelengths, i / (double)half));
                angles.Span[(place * width) + i] = T.CreateChecked(cosine);
                angles.Span[(place * width) + half + i] = T.CreateChecked(sine);
            }
        }
        return angles;
    }
}

/// <summary>
/// Turns queries or keys by their places, where they lie: (a, b) becomes (a·cos α − b·sin α, b·cos α + a·sin α), a of a head's first half,
/// b of its second. A gradient is turned back.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="values">What is turned: heads side by side.</param>
/// <param name="width">Features of a head.</param>
/// <param name="angles">Of <see cref="RotaryAngles"/>.</param>
/// <param name="isBack">Whether it is turned the other way.</param>
internal sealed unsafe class RotaryPositions<T, V>(Batch<T> batch, PlaceView<T> values, int width, AlignedMemory<T> angles, bool isBack) : Instruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    public PlaceView<T> Values => values;

    public int Width => width;

    public AlignedMemory<T> Angles => angles;

    public bool IsBack => isBack;

    public override void Run(int from, int to)
    {
        for (var group = from; group < to; group++)
        {
            var place = values.At(group, batch.Lanes);
            for (var i = 0; i < values.Places; i++, place += (nint)values.Features * batch.Lanes)
            {
                var cosines = angles.Pointer + ((nint)i * width);
                for (var head = 0; head < values.Width; head += width)
                {
                    Turn(place + ((nint)head * batch.Lanes), cosines, cosines + (width / 2));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(T* first, T* cosines, T* sines)
    {
        var half = width / 2;
        var second = first + ((nint)half * batch.Lanes);
        for (var i = 0; i < half; i++)
        {
            var (cosine, sine) = (V.Broadcast(cosines[i]), V.Broadcast(isBack ? -sines[i] : sines[i]));
            for (var lane = 0; lane < batch.Lanes; lane += V.Count, first += V.Count, second += V.Count)
            {
                V a = V.Load(first), b = V.Load(second);
                V.Store((a * cosine) - (b * sine), first);
                V.Store((b * cosine) + (a * sine), second);
            }
        }
    }
}
