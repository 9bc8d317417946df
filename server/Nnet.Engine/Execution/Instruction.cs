namespace Nnet.Engine.Execution;

/// <summary>One operation of a compiled program; everything it needs is in its fields.</summary>
public abstract class Instruction
{
    /// <summary>Works on the items <paramref name="from"/> up to, not including, <paramref name="to"/>: groups of samples, or pieces of a reduction.</summary>
    public abstract void Run(int from, int to);
}

/// <summary>The gradient of one tensor of parameters, summed over the batch in a fixed order.</summary>
public abstract class GradientInstruction
{
    /// <summary>Rows that are best computed together; ranges begin at multiples of it.</summary>
    public virtual int RowBlock => 12;

    /// <summary>The instructions that it is made of; none where it does its work itself.</summary>
    public virtual IReadOnlyList<GradientInstruction> Parts => [];

    /// <summary>Computes the gradient of some of the tensor's rows into its place.</summary>
    public abstract void Run(int fromRow, int toRow);
}
