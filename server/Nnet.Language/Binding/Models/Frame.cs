using Nnet.Language.Graph;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;

namespace Nnet.Language.Binding.Models;

/// <summary>Whose lines are carried out: a model's, or those of a block that a line of another frame calls.</summary>
/// <param name="Unit">The text that the lines are of.</param>
/// <param name="Owner">The declaration that they stand in.</param>
/// <param name="Bag">Takes findings.</param>
internal sealed record Frame(Unit Unit, BlockDeclaration Owner, FindingBag Bag)
{
    /// <summary>The call that led here, or null in a model.</summary>
    public Origin? Caller { get; init; }

    /// <summary>The block that is called, or null in a model.</summary>
    public BlockDefinition? Block { get; init; }

    /// <summary>The frame of the caller.</summary>
    public Frame? Outer { get; init; }

    /// <summary>How many calls deep this is.</summary>
    public int Depth { get; init; }

    /// <summary>Whether the calls that led here freeze the weights of the lines.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>What the calls that led here multiply the learning rate of the lines by.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>The call whose weights the lines use instead of own ones, or null.</summary>
    public SharedCall? Shared { get; init; }

    /// <summary>Whether the block is being carried out, here or further out.</summary>
    public bool IsInside(BlockDefinition block)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (ReferenceEquals(frame.Block, block))
            {
                return true;
            }
        }
        return false;
    }
}
