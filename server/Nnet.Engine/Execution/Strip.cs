using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Optimizers;

namespace Nnet.Engine.Execution;

/// <summary>Some rows of one tensor.</summary>
internal sealed record Piece<T>(Parameter<T> Parameter, GradientInstruction Instruction, int From, int To)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>A contiguous stretch of the parameters that learn at one rate: its gradient, and its update while it is in the cache.</summary>
internal sealed unsafe class Strip<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Piece<T>[] _pieces;
    private readonly NetworkOptions _options;
    private readonly Updater<T>? _updater;

    public Strip(ImmutableArray<Piece<T>> pieces, NetworkOptions options, Updater<T>? updater)
    {
        _pieces = [.. pieces];
        (_options, _updater) = (options, updater);
        var first = pieces[0];
        var last = pieces[^1];
        Offset = first.Parameter.Info.Offset + (first.From * first.Parameter.RowLength);
        Length = last.Parameter.Info.Offset + (last.To * last.Parameter.RowLength) - Offset;
    }

    /// <summary>The rows of tensors that it is.</summary>
    public IReadOnlyList<Piece<T>> Pieces => _pieces;

    /// <summary>First parameter.</summary>
    public int Offset { get; }

    /// <summary>Number of parameters.</summary>
    public int Length { get; }

    /// <summary>Computes the gradient of the loss.</summary>
    public void Differentiate()
    {
        foreach (var piece in _pieces)
        {
            piece.Instruction.Run(piece.From, piece.To);
        }
    }

    /// <summary>Puts the gradient aside, to be added to that of the step's last batch.</summary>
    public void Keep(ParameterStore<T> store, GradientMath<T> math, bool isFirst)
    {
        T* gradients = store.Gradients.Pointer + Offset, sums = store.Sums!.Pointer + Offset;
        if (isFirst)
        {
            new ReadOnlySpan<T>(gradients, Length).CopyTo(new Span<T>(sums, Length));
            return;
        }
        math.Add(gradients, sums, Length);
    }

    /// <summary>Adds what was put aside.</summary>
    public void AddKept(ParameterStore<T> store, GradientMath<T> math) => math.Add(store.Sums!.Pointer + Offset, store.Gradients.Pointer + Offset, Length);

    /// <summary>Adds the penalties' gradient, and cuts off what is too great.</summary>
    public void Regularize(ParameterStore<T> store, GradientMath<T> math)
    {
        if (_options.L1 != 0 || _options.L2 != 0)
        {
            foreach (var piece in _pieces)
            {
                if (!piece.Parameter.Info.IsRegularized)
                {
                    continue;
                }
                var (from, count) = (piece.From * piece.Parameter.RowLength, (piece.To - piece.From) * piece.Parameter.RowLength);
                math.Penalize(piece.Parameter.Value + from, piece.Parameter.Gradient + from, _options.L1, _options.L2, count);
            }
        }
        if (_options.ClipValue is { } limit)
        {
            math.Clamp(store.Gradients.Pointer + Offset, limit, Length);
        }
    }

    /// <summary>Σg² of the strip.</summary>
    public double SumOfSquares(ParameterStore<T> store, GradientMath<T> math) => math.SumOfSquares(store.Gradients.Pointer + Offset, Length);

    /// <summary>Moves the parameters, and brings their average after them.</summary>
    /// <param name="store">The parameters.</param>
    /// <param name="math">Works on gradients.</param>
    /// <param name="factor">What all gradients are multiplied by before.</param>
    /// <param name="share">Share of the new parameters that enters their average.</param>
    public void Update(ParameterStore<T> store, GradientMath<T> math, double factor, double share)
    {
        T* values = store.Values.Pointer + Offset, gradients = store.Gradients.Pointer + Offset;
        var moments = store.Moments;
        if (factor != 1)
        {
            math.Scale(gradients, factor, Length);
        }
        _updater!.Update(
            values,
            gradients,
            moments.Length > 0 ? moments[0].Pointer + Offset : null,
            moments.Length > 1 ? moments[1].Pointer + Offset : null,
            moments.Length > 2 ? moments[2].Pointer + Offset : null,
            Length);
        if (share > 0)
        {
            math.Blend(store.Averages!.Value.Values.Pointer + Offset, values, share, Length);
        }
    }
}
