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
    private readonly NetworkOptions _options;

    public Strip(ImmutableArray<Piece<T>> pieces, NetworkOptions options)
    {
        _pieces = [.. pieces];
        _options = options;
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
    public void Update(ParameterStore<T> store, GradientMath<T> math, Updater<T> updater)
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
        var moments = store.Moments;
        updater.Update(
            store.Values.Pointer + Offset,
            store.Gradients.Pointer + Offset,
            moments.Length > 0 ? moments[0].Pointer + Offset : null,
            moments.Length > 1 ? moments[1].Pointer + Offset : null,
            moments.Length > 2 ? moments[2].Pointer + Offset : null,
            Length);
    }
}
