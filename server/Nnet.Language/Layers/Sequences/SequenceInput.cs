using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Language.Layers.Sequences;

/// <summary>What layers check that read a sequence: places, each with its features.</summary>
internal static class SequenceInput
{
    private const int UsualFeatures = 64;

    /// <summary>Whether the input is one vector of features for each place; reports it at the layer if not.</summary>
    /// <param name="site">The layer in its place.</param>
    /// <param name="does">What it does with places, for the message: <c>looks from each place at the others</c>.</param>
    /// <param name="rows">Whether two axes without names count as places and features too, as the rows of a picture do.</param>
    public static bool IsSequence(LayerSite site, string does, bool rows = false)
    {
        var (name, shape) = (site.Call.Definition.Name, site.Input.Shape);
        if (!HasQuantities(site))
        {
            return false;
        }
        if (shape.Rank == 2 && (shape.IsSequence || rows))
        {
            return true;
        }
        var needs = $"{name} {does}, so it needs a sequence such as `[seq=100, 64]`";
        if (shape.Rank == 1 && LastState(site) is { } recurrent)
        {
            site.Report(SequenceFindings.NeedsSequence, $"{needs}, but {recurrent.Name} on line {site.LineOf(recurrent.Origin.NameSpan.Start) + 1} gives its last state alone, a vector of {shape}. With `return_sequences=true` it gives its state at every place.",
                fixes: Fixes.SetArgument(recurrent.Call, Recurrent.ReturnSequences, "true"));
        }
        else if (shape.Rank == 1)
        {
            site.Report(SequenceFindings.NeedsSequence, shape.IsSequence
                ? $"{needs}, but it gets {shape[0]} places with a single number each. One feature for each place is written `{Shape.Sequence(shape[0], 1, shape.NameOf(0)).ToSource()}`."
                : $"{needs}, but it gets a vector of {shape[0]}, which has no places.");
        }
        else if (shape.IsSequence)
        {
            site.Report(SequenceFindings.NeedsSequence, $"{needs}, but every place of {shape.ToNamedString()} has {shape.Rank - 1} axes. `reshape` lays them out in one.");
        }
        else
        {
            site.Report(SequenceFindings.NeedsSequence, $"{needs}, but {shape} is channels × space: no axis of it has a name. `to_sequence` makes a place of every point of space.",
                fixes: Fixes.InsertStepBefore(site.Source, site.Call, "to_sequence"));
        }
        return false;
    }

    // The recurrent layer whose last state comes in, perhaps through layers that keep its shape.
    private static Node? LastState(LayerSite site)
        => site.Before.TakeWhile(node => node.Facts!.Output.Shape.Rank == 1).FirstOrDefault(node => node.Layer is Recurrent);

    /// <summary>Whether the input are quantities to calculate with, not tokens; reports it at the layer if not.</summary>
    public static bool HasQuantities(LayerSite site)
    {
        if (site.Input.Domain is not { Kind: DomainKind.Tokens } tokens)
        {
            return true;
        }
        var step = $"embedding {tokens.Vocabulary} {UsualFeatures}";
        site.Report(SequenceFindings.TokensAsNumbers,
            $"{site.Call.Definition.Name} calculates with its input, but it gets {tokens}: the numbers of words in a list, not quantities. `{step}` would give each token {UsualFeatures} features.",
            fixes: Fixes.InsertStepBefore(site.Source, site.Call, step));
        return false;
    }
}
