using Nnet.Engine.Execution;

namespace Nnet.Engine.Layers.Affine;

/// <summary>The gradient of a tensor whose upper rows belong to one map and whose lower rows belong to another.</summary>
/// <param name="upper">Computes the upper rows.</param>
/// <param name="rows">How many they are.</param>
/// <param name="lower">Computes the lower rows, counting from its own first.</param>
internal sealed class StackedGradient(GradientInstruction upper, int rows, GradientInstruction lower) : GradientInstruction
{
    public GradientInstruction Upper => upper;

    public GradientInstruction Lower => lower;

    public override IReadOnlyList<GradientInstruction> Parts => [upper, lower];

    public override int RowBlock => Math.Max(upper.RowBlock, lower.RowBlock);

    public override void Run(int fromRow, int toRow)
    {
        if (fromRow < rows)
        {
            upper.Run(fromRow, Math.Min(rows, toRow));
        }
        if (toRow > rows)
        {
            lower.Run(Math.Max(rows, fromRow) - rows, toRow - rows);
        }
    }
}
