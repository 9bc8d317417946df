using System.Numerics;
using Nnet.Engine.Compilation;

namespace Nnet.Engine.Execution;

/// <summary>The gradient of a tensor that several layers share: what each finds, summed in the order of the layers, the owner's first.</summary>
/// <param name="owner">The tensor.</param>
/// <param name="parts">What each layer finds, and where it puts it.</param>
internal sealed unsafe class TiedGradient<T>(Parameter<T> owner, GradientEntry<T>[] parts) : GradientInstruction
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Parameter<T> Owner => owner;

    /// <summary>The tensor as each layer has it.</summary>
    public IReadOnlyList<Parameter<T>> Found { get; } = [.. parts.Select(part => part.Parameter)];

    public override IReadOnlyList<GradientInstruction> Parts => [.. parts.Select(part => part.Instruction)];

    public override int RowBlock => parts.Max(part => part.Instruction.RowBlock);

    /// <summary>One gradient for each tensor.</summary>
    public static IEnumerable<GradientEntry<T>> Joined(IEnumerable<GradientEntry<T>> gradients)
    {
        foreach (var sharers in gradients.GroupBy(gradient => gradient.Parameter.Owner ?? gradient.Parameter))
        {
            GradientEntry<T>[] parts = [.. sharers.OrderBy(gradient => gradient.Parameter == sharers.Key ? 0 : 1)];
            yield return parts is [var only] && only.Parameter == sharers.Key
                ? only
                : new GradientEntry<T>(sharers.Key, new TiedGradient<T>(sharers.Key, parts), parts.Sum(part => part.Work), [.. parts.SelectMany(part => part.Reads)]);
        }
    }

    public override void Run(int fromRow, int toRow)
    {
        var (from, count) = (fromRow * owner.RowLength, (toRow - fromRow) * owner.RowLength);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i].Instruction.Run(fromRow, toRow);
            var found = parts[i].Parameter.Gradient;
            if (found != owner.Gradient)
            {
                Add(found + from, owner.Gradient + from, count, isFirst: i == 0);
            }
        }
    }

    private static void Add(T* found, T* sum, int count, bool isFirst)
    {
        if (isFirst)
        {
            new ReadOnlySpan<T>(found, count).CopyTo(new Span<T>(sum, count));
            return;
        }
        var i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector.Store(Vector.Load(sum + i) + Vector.Load(found + i), sum + i);
        }
        for (; i < count; i++)
        {
            sum[i] += found[i];
        }
    }
}
