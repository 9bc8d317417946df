using System.Numerics;
using Nnet.Engine.Compilation;

namespace Nnet.Engine.Execution;

/// <summary>Carries a program out: here on the processor, or on another device with memory of its own.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal abstract class Executor<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Threads of the processor in use.</summary>
    public abstract int Threads { get; }

    /// <summary>Runs the instructions of a mode on the batch, and says its mean loss.</summary>
    public abstract double Run(Modes mode);

    /// <summary>Computes the gradients of all parameters.</summary>
    public abstract void Differentiate();

    /// <summary>Computes all gradients and puts them aside.</summary>
    /// <param name="isFirst">Whether they are the first of their step.</param>
    public abstract void Keep(bool isFirst);

    /// <summary>Computes all gradients and moves all parameters.</summary>
    /// <param name="share">Share of the new parameters and buffers that enters their average; 1 makes the average them.</param>
    /// <param name="addsKept">Whether what was put aside is added.</param>
    public abstract void Update(double share, bool addsKept);

    /// <summary>Takes a copy of a data set, so that steps need only be told which of its rows they are to take.</summary>
    /// <param name="inputs">Inputs, sample by sample.</param>
    /// <param name="targets">Targets, sample by sample.</param>
    /// <returns>False where there is no room, or nothing to win.</returns>
    public virtual bool TryHold(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets) => false;

    /// <summary>Says which rows of the data that is held the coming steps take.</summary>
    public virtual void Announce(ReadOnlySpan<int> rows) => throw new NotSupportedException();

    /// <summary>Runs the training instructions on the batch, which are rows that were announced, and waits for nothing. Where the loss is not finite, no update changes any parameter until losses are taken.</summary>
    /// <param name="first">The first of its rows among those that were announced.</param>
    /// <param name="step">How many steps were queued before since losses were taken.</param>
    public virtual void Queue(int first, int step) => throw new NotSupportedException();

    /// <summary>Waits for what was queued.</summary>
    /// <param name="losses">Gets the mean loss of every step.</param>
    public virtual void TakeLosses(Span<double> losses) => throw new NotSupportedException();

    /// <summary>Brings what the device has made of parameters, gradients, moments, averages and watches to the processor's memory. What is changed there counts from the next run on.</summary>
    public abstract void Fetch();

    /// <summary>Brings a value of the last batch to the processor's memory.</summary>
    public abstract void Fetch(Slot<T> slot);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The processor: threads share out stages and strips, and all memory is its own.</summary>
internal sealed unsafe class HostExecutor<T>(Program<T> program) : Executor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Workers _workers = new(program.Threads);
    private readonly StripWork<T> _strips = new(program, program.Options.ClipNorm);

    public override int Threads => _workers.Count;

    public override double Run(Modes mode)
    {
        foreach (var stage in mode == Modes.Training ? program.Training : program.Evaluation)
        {
            stage.Run(_workers, program.Batch.Groups);
        }
        return program.Batch.TotalLoss();
    }

    public override void Differentiate() => _strips.Differentiate(_workers);

    public override void Keep(bool isFirst) => _strips.Keep(_workers, isFirst);

    public override void Update(double share, bool addsKept)
    {
        _strips.Update(_workers, share < 1 ? share : 0, addsKept);
        if (share == 0)
        {
            return;
        }
        var (store, averages) = (program.Store, program.Store.Averages!.Value);
        if (share == 1)
        {
            // Whole, so that it begins with what no step moves as well.
            store.Values.Span.CopyTo(averages.Values.Span);
            store.Buffers.Span.CopyTo(averages.Buffers.Span);
        }
        else
        {
            program.GradientMath.Blend(averages.Buffers.Pointer, store.Buffers.Pointer, share, (int)store.Buffers.Length);
        }
    }

    public override void Fetch()
    {
    }

    public override void Fetch(Slot<T> slot)
    {
    }

    public override void Dispose() => _workers.Dispose();
}
