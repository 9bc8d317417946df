using System.Collections.Immutable;
using System.Numerics;
using Nnet.Engine.Optimizers;

namespace Nnet.Engine.Execution;

/// <summary>Some rows of one tensor.</summary>
internal sealed record Piece<T>(Parameter<T> Parameter, GradientInstruction Instruction, int From, int To)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>A contiguous stretch of the parameters: its gradient, and its update while it is in the cache.</summary>
internal sealed unsafe class Strip<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Piece<T>[] _pieces;
    private readonly T _l1;
    private readonly T _l2;

    public Strip(ImmutableArray<Piece<T>> pieces, NetworkOptions options)
    {
        _pieces = [.. pieces];
        (_l1, _l2) = (T.CreateChecked(options.L1), T.CreateChecked(options.L2));
        var first = pieces[0];
        var last = pieces[^1];
        Offset = first.Parameter.Info.Offset + (first.From * first.Parameter.RowLength);
        Length = last.Parameter.Info.Offset + (last.To * last.Parameter.RowLength) - Offset;
    }

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

    /// <summary>Moves the parameters, the penalties' gradient added.</summary>
    public void Update(ParameterStore<T> store, Updater<T> updater)
    {
        if (_l1 != T.Zero || _l2 != T.Zero)
        {
            Regularize();
        }
        var moments = store.Moments;
        updater.Update(
            store.Values.Pointer + Offset,
            store.Gradients.Pointer + Offset,
            moments.Length > 0 ? moments[0].Pointer + Offset : null,
            moments.Length > 1 ? moments[1].Pointer + Offset : null,
            Length);
    }

    private void Regularize()
    {
        foreach (var piece in _pieces)
        {
            if (!piece.Parameter.Info.IsRegularized)
            {
                continue;
            }
            T* weight = piece.Parameter.Value, gradient = piece.Parameter.Gradient;
            var end = piece.To * piece.Parameter.RowLength;
            for (var i = piece.From * piece.Parameter.RowLength; i < end; i++)
            {
                var sign = weight[i] > T.Zero ? T.One : weight[i] < T.Zero ? -T.One : T.Zero;
                gradient[i] += (_l2 * weight[i]) + (_l1 * sign);
            }
        }
    }
}
