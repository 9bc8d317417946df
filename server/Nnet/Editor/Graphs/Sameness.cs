using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Editor.Graphs;

/// <summary>Whether the rounds of a repetition are so alike that one can stand for all.</summary>
internal static class Sameness
{
    /// <summary>Whether a round is like those before it, back to <paramref name="first"/>, which are alike already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="repetition">The repetition.</param>
    /// <param name="first">The first of the rounds that are alike.</param>
    /// <param name="round">The next one.</param>
    /// <param name="source">The text of the model.</param>
    public static bool Holds(LayerGraph model, Repetition repetition, int first, int round, SourceText source)
    {
        var (before, here) = (repetition[round - 1], repetition[round]);
        var count = here.End - here.Start;
        if (count == 0 || before.End - before.Start != count || here.Start != before.End)
        {
            return false;
        }
        for (var i = 0; i < count; i++)
        {
            if (!IsSame(model, source, model.Nodes[before.Start + i], model.Nodes[here.Start + i], before.Start, here.Start, hasOneBefore: round - 1 > first))
            {
                return false;
            }
        }
        return !IsUsedLater(model, before.Start, here.Start, here.End);
    }

    private static bool IsSame(LayerGraph model, SourceText source, Node before, Node here, int startBefore, int start, bool hasOneBefore)
    {
        if (!ReferenceEquals(before.Layer, here.Layer)
            || before.Facts is null != here.Facts is null
            || !Equals(before.Facts?.Output.Shape, here.Facts?.Output.Shape)
            || before.Facts?.Parameters != here.Facts?.Parameters
            || before.Inputs.Length != here.Inputs.Length
            || ArgumentText.Of(before.Call, before.Origin.Foreign ?? source) != ArgumentText.Of(here.Call, here.Origin.Foreign ?? source))
        {
            return false;
        }
        for (var i = 0; i < here.Inputs.Length; i++)
        {
            var (from, fromBefore) = (here.Inputs[i], before.Inputs[i]);
            var isSame = from >= start
                ? from - start == fromBefore - startBefore
                : from == fromBefore || (from >= startBefore && (!hasOneBefore || from - startBefore == fromBefore - (startBefore - (start - startBefore))));
            // Where a round begins, the first one takes what stands before it and the next ones what the round before them gives.
            if (!isSame || (from < start && !Equals(model.Nodes[from].Facts?.Output.Shape, model.Nodes[fromBefore].Facts?.Output.Shape)))
            {
                return false;
            }
        }
        return true;
    }

    // What is taken further down, or returned, cannot be one of many.
    private static bool IsUsedLater(LayerGraph model, int start, int end, int endOfNext)
    {
        for (var node = start; node < end; node++)
        {
            if (model.Outputs.Contains(node) || model.ConsumersOf(model.Nodes[node]).Any(consumer => consumer.Id >= endOfNext))
            {
                return true;
            }
        }
        return false;
    }
}
