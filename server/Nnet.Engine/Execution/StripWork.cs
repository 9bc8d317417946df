using System.Numerics;

namespace Nnet.Engine.Execution;

/// <summary>
/// Gradients and updates of all strips, shared out among the threads. Clipping by the length of all gradients needs them all
/// before the first update; otherwise every strip is updated while its gradient is in the cache.
/// </summary>
internal sealed class StripWork<T>(Program<T> program, double? clipNorm) : IWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Strip<T>[] _strips = [.. program.Strips];
    private readonly double[] _squares = new double[program.Strips.Length];
    private Tasks _tasks;
    private double _factor;
    private double _share;
    private bool _isFirst;

    [Flags]
    private enum Tasks
    {
        Differentiate = 1,
        Regularize = 2,
        Measure = 4,
        Update = 8,
        Keep = 16,
        AddKept = 32,
    }

    /// <summary>Computes all gradients.</summary>
    public void Differentiate(Workers workers) => Run(workers, Tasks.Differentiate);

    /// <summary>Computes all gradients and puts them aside.</summary>
    /// <param name="workers">The threads.</param>
    /// <param name="isFirst">Whether they are the first of their step.</param>
    public void Keep(Workers workers, bool isFirst)
    {
        _isFirst = isFirst;
        Run(workers, Tasks.Differentiate | Tasks.Keep);
    }

    /// <summary>Computes all gradients and moves all parameters.</summary>
    /// <param name="workers">The threads.</param>
    /// <param name="share">Share of the new parameters that enters their average.</param>
    /// <param name="addsKept">Whether what was put aside is added.</param>
    public void Update(Workers workers, double share, bool addsKept)
    {
        (_factor, _share) = (1, share);
        var gradients = Tasks.Differentiate | Tasks.Regularize | (addsKept ? Tasks.AddKept : 0);
        if (clipNorm is not { } limit)
        {
            Run(workers, gradients | Tasks.Update);
            return;
        }
        Run(workers, gradients | Tasks.Measure);
        // Summed in the order of the strips, whoever computed them.
        var sum = 0.0;
        foreach (var square in _squares)
        {
            sum += square;
        }
        // As in PyTorch, a hair below the limit.
        _factor = Math.Min(1, limit / (Math.Sqrt(sum) + 1e-6));
        Run(workers, Tasks.Update);
    }

    /// <inheritdoc/>
    public void Run(int item)
    {
        var strip = _strips[item];
        if ((_tasks & Tasks.Differentiate) != 0)
        {
            strip.Differentiate();
        }
        if ((_tasks & Tasks.Keep) != 0)
        {
            strip.Keep(program.Store, program.GradientMath, _isFirst);
        }
        if ((_tasks & Tasks.AddKept) != 0)
        {
            strip.AddKept(program.Store, program.GradientMath);
        }
        if ((_tasks & Tasks.Regularize) != 0)
        {
            strip.Regularize(program.Store, program.GradientMath);
        }
        if ((_tasks & Tasks.Measure) != 0)
        {
            _squares[item] = strip.SumOfSquares(program.Store, program.GradientMath);
        }
        if ((_tasks & Tasks.Update) != 0)
        {
            strip.Update(program.Store, program.GradientMath, _factor, _share);
        }
    }

    private void Run(Workers workers, Tasks tasks)
    {
        _tasks = tasks;
        workers.Run(this, _strips.Length);
    }
}
