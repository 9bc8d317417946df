using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Ilgpu.Optimizers;

/// <summary>What happens to gradients between their computation and the update, a thread for each: the twin of <c>GradientMath</c>.</summary>
/// <param name="Target">What is changed.</param>
/// <param name="Source">What it is changed by.</param>
/// <param name="First">A factor.</param>
/// <param name="Second">Another.</param>
internal readonly record struct GradientStep(ArrayView<float> Target, ArrayView<float> Source, float First, float Second)
{
    /// <summary>Adds the gradient of first·Σ|w| + second/2·Σw².</summary>
    public static void Penalize(Index1D i, GradientStep a)
    {
        var w = a.Source[i];
        a.Target[i] += (a.Second * w) + (w > 0 ? a.First : w < 0 ? -a.First : 0);
    }

    /// <summary>Brings every gradient into ±first; what is not a number stays.</summary>
    public static void Clamp(Index1D i, GradientStep a)
    {
        var g = a.Target[i];
        a.Target[i] = g > a.First ? a.First : g < -a.First ? -a.First : g;
    }

    /// <summary>Multiplies by the source's only number.</summary>
    public static void Shorten(Index1D i, GradientStep a) => a.Target[i] *= a.Source[0];

    /// <summary>Adds the source.</summary>
    public static void Add(Index1D i, GradientStep a) => a.Target[i] += a.Source[i];
}

/// <summary>Goes a share of the way to the source.</summary>
internal readonly record struct Averaging(ArrayView<float> Target, ArrayView<float> Source, ArrayView<float> Share)
{
    /// <summary>The kernel, a thread for each number.</summary>
    public static void Run(Index1D i, Averaging a) => a.Target[i] += a.Share[0] * (a.Source[i] - a.Target[i]);
}

/// <summary>What a gradient is multiplied by so that it is no longer than allowed, from the parts of Σg²: as on the processor, and as in PyTorch, a hair less.</summary>
internal readonly record struct ClipFactor(ArrayView<float> Parts, ArrayView<float> Factor, int Count, float Longest)
{
    private const float Hair = 1e-6f;

    /// <summary>The kernel, one group.</summary>
    public static void Run(ClipFactor a)
    {
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Count; i += Scene.GroupThreads)
        {
            sum += a.Parts[i];
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            var factor = a.Longest / (Lane.Sqrt(new Lane(sum)).Number + Hair);
            // What is not a number shortens nothing.
            a.Factor[0] = factor < 1 ? factor : 1;
        }
    }
}

/// <summary>Σg² of a stretch, in as many parts as there are groups: part k takes every so-many-th number from its own first one.</summary>
internal readonly record struct SquareSums(ArrayView<float> Source, ArrayView<float> Parts, int Count)
{
    /// <summary>Groups, whatever the stretch is, so that the order of the sums is always the same.</summary>
    public const int Groups = 64;

    /// <summary>The kernel.</summary>
    public static void Run(SquareSums a)
    {
        var sum = 0f;
        for (var i = (Grid.IdxX * Scene.GroupThreads) + Group.IdxX; i < a.Count; i += Groups * Scene.GroupThreads)
        {
            sum += a.Source[i] * a.Source[i];
        }
        sum = GroupSum.Of(sum);
        if (Group.IdxX == 0)
        {
            a.Parts[Grid.IdxX] = sum;
        }
    }
}
