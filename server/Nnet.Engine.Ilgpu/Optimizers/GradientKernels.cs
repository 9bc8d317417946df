using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;

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

    /// <summary>Multiplies by first.</summary>
    public static void Scale(Index1D i, GradientStep a) => a.Target[i] *= a.First;

    /// <summary>Goes the share first of the way to the source.</summary>
    public static void Blend(Index1D i, GradientStep a) => a.Target[i] += a.First * (a.Source[i] - a.Target[i]);

    /// <summary>Adds the source.</summary>
    public static void Add(Index1D i, GradientStep a) => a.Target[i] += a.Source[i];
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
