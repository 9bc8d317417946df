using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Editor.Workspace;

/// <summary>What a line of a model makes one time that it is carried out, its <c>activation=</c> or the lines in its braces included.</summary>
/// <param name="Input">What it is fed with, or null when that is not known.</param>
/// <param name="Output">What it gives on.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Macs">Multiply-accumulates of one sample.</param>
public sealed record StepFacts(TensorType? Input, TensorType Output, long Parameters, long Macs)
{
    /// <summary>How the shape comes about, or null when it is plain.</summary>
    public string? ShapeArithmetic { get; init; }

    /// <summary>How the parameters come about, or null where there are none or several layers have some.</summary>
    public string? ParameterArithmetic { get; init; }

    /// <summary>What the layer that the line names inferred; null for blocks.</summary>
    internal LayerFacts? Own { get; init; }

    /// <summary>What the layer inferred that gives the output.</summary>
    internal LayerFacts? Given { get; init; }

    /// <summary>How many layers the line makes.</summary>
    internal int Nodes { get; init; }

    /// <summary>Whether nothing differs, the names of axes included.</summary>
    public bool IsSame(StepFacts other)
        => (Input is null ? other.Input is null : TensorType.AreSame(Input, other.Input)) && TensorType.AreSame(Output, other.Output) && Parameters == other.Parameters && Macs == other.Macs
            && ShapeArithmetic == other.ShapeArithmetic && ParameterArithmetic == other.ParameterArithmetic;

    /// <summary>Whether both make the same of inputs of the same shape.</summary>
    public bool IsLike(StepFacts other)
        => Output.Shape.Equals(other.Output.Shape) && Parameters == other.Parameters && Macs == other.Macs && Equals(Input?.Shape, other.Input?.Shape);
}

/// <summary>What a line makes alike each of several times.</summary>
/// <param name="Facts">What it makes.</param>
/// <param name="Times">How often it makes just that.</param>
/// <param name="Call">The call of the block that it stands in, as it is written, of the first of those times; null outside of blocks.</param>
/// <param name="Model">The model of the first of those times.</param>
public sealed record StepVariant(StepFacts Facts, int Times, string? Call, string Model);

/// <summary>What a written line makes, all times that it is carried out taken together.</summary>
/// <param name="Variants">The different things that it makes, in the order in which they come about; one at least.</param>
public sealed record LineFacts(ImmutableArray<StepVariant> Variants)
{
    /// <summary>What it makes the first time.</summary>
    public StepFacts First => Variants[0].Facts;

    /// <summary>Whether nothing differs.</summary>
    public bool IsSame(LineFacts other)
    {
        if (Variants.Length != other.Variants.Length)
        {
            return false;
        }
        for (var i = 0; i < Variants.Length; i++)
        {
            var (one, two) = (Variants[i], other.Variants[i]);
            if (one.Times != two.Times || one.Call != two.Call || one.Model != two.Model || !one.Facts.IsSame(two.Facts))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>How often it is carried out.</summary>
    public int Times => Variants.Sum(variant => variant.Times);
}

/// <summary>What the rounds of a <c>repeat</c> make, the first time that it is carried out.</summary>
/// <param name="Rounds">How many.</param>
/// <param name="Each">Parameters of each round, or null where the rounds differ.</param>
/// <param name="Total">Parameters of all rounds.</param>
public sealed record RepeatFacts(int Rounds, long? Each, long Total);

/// <summary>A line with what is known of it.</summary>
/// <param name="Offset">The end of what its hint is about: of the call, of its condition, or its closing brace.</param>
/// <param name="Word">What the line says first: a layer, a block, a word of structure; null when it is not known.</param>
/// <param name="Written">The line as it is written, without its body.</param>
/// <param name="Facts">What it makes; null for a <c>repeat</c> of lines in braces.</param>
/// <param name="Repeat">What its rounds make, when it is repeated.</param>
public sealed record PlacedFacts(int Offset, ModelWord? Word, string Written, LineFacts? Facts, RepeatFacts? Repeat)
{
    /// <summary>The offset at which the statement begins.</summary>
    public required int Start { get; init; }

    /// <summary>Whether it stands on one line, its body included.</summary>
    public bool IsOneLine { get; init; }
}

/// <summary>The sums over a model, or over a call of a block.</summary>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Macs">Multiply-accumulates of one sample.</param>
/// <param name="MemoryBytes">Bytes of parameters, buffers and one sample's activations.</param>
/// <param name="Calls">How often a block is called; 1 for a model.</param>
public sealed record ModelTotals(long Parameters, long Macs, long MemoryBytes, int Calls = 1)
{
    /// <summary>The sums of a model.</summary>
    public static ModelTotals Of(LayerGraph model) => new(model.Parameters, model.Macs, model.MemoryBytes);

    /// <summary>As a lens shows them: <c>61,706 parameters · 0.42 M MACs · 0.9 MB</c>, and behind it the number of calls.</summary>
    public override string ToString() => $"{Figures.Count(Parameters, "parameter")} · {Figures.Macs(Macs)} · {Figures.Bytes(MemoryBytes)}{(Calls > 1 ? $" · ×{Figures.Count(Calls)} calls" : "")}";
}
