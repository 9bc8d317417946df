using ILGPU;
using Nnet.Engine.Execution;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Losses;

/// <summary>What the answers of each sample cost: they stand beside one another, and are added up in their order.</summary>
/// <param name="scene">What kernels share.</param>
/// <param name="aim">What the output aims at.</param>
/// <param name="answers">Answers of a sample.</param>
internal sealed class AnswerLosses(Scene scene, Aim<float> aim, int answers)
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);

    /// <summary>Where an answer's cost goes: answer after answer, each with a number per sample.</summary>
    public ArrayView<float> Parts { get; } = answers == 1 ? scene.LossesOf(aim) : scene.Memory.Own<float>((long)answers * scene.Batch.Lanes);

    /// <summary>Adds them up.</summary>
    public void Start()
    {
        if (answers > 1)
        {
            _run.Start(scene.Batch.Count, new(Parts, scene.LossesOf(aim), answers, scene.Batch.Lanes));
        }
    }

    private static void Run(Index1D sample, Arguments a)
    {
        var sum = 0f;
        for (var i = 0; i < a.Count; i++)
        {
            sum += a.Parts[(i * a.Lanes) + sample];
        }
        a.Losses[sample] = sum;
    }

    internal readonly record struct Arguments(ArrayView<float> Parts, ArrayView<float> Losses, int Count, int Lanes);
}
