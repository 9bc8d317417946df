using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language;

public sealed partial class Analysis
{
    /// <summary>The declaration of a model.</summary>
    public ModelDeclaration? DeclarationOf(LayerGraph model)
    {
        var index = Models.IndexOf(model);
        return index < 0 ? null : Syntax.Declarations.OfType<ModelDeclaration>().ElementAtOrDefault(index);
    }

    /// <summary>The model that a declaration makes.</summary>
    public LayerGraph? ModelOf(ModelDeclaration declaration)
        => Syntax.Declarations.OfType<ModelDeclaration>().Zip(Models).FirstOrDefault(pair => ReferenceEquals(pair.First, declaration)).Second;

    /// <summary>The written line that covers an offset, or null.</summary>
    public BoundStep? StepAt(int offset)
    {
        var last = Ordered.LastUpTo(Steps.AsSpan(), offset, static step => step.Syntax.Span.Start);
        return last >= 0 && Steps[last].Syntax.Span.Touches(offset) ? Steps[last] : null;
    }

    /// <summary>The call at an offset: the choice of a setting if it is there, else the line's own; null outside of lines and on unknown words.</summary>
    public Call? CallAt(int offset)
    {
        var call = StepAt(offset)?.Call;
        return call?.Choices.FirstOrDefault(choice => choice.Span.Touches(offset)) ?? call;
    }

    /// <summary>The argument whose name or value is at an offset, with its call; null when there is none.</summary>
    public (Call Call, Argument Argument, GivenValue Value)? ArgumentAt(int offset)
    {
        if (CallAt(offset) is not { } call)
        {
            return null;
        }
        foreach (var (argument, given) in call.Values)
        {
            if (given.Span.Touches(offset))
            {
                return (call, argument, given);
            }
        }
        return null;
    }

    /// <summary>The nodes that a zero-based line of the text makes, with their model, in order: one for each time that it is carried out, and one more for its activation.</summary>
    public ImmutableArray<(LayerGraph Model, Node Node)> NodesAtLine(int line)
        => [.. Models.SelectMany(model => model.Nodes.Where(node => node.Origin.Foreign is null && node.Origin.LineIn(Source) == line).Select(node => (model, node)))];

    /// <summary>Every time that a written line is carried out, with its model: a line of a block once for each call.</summary>
    public ImmutableArray<(LayerGraph Model, PlacedStep Step)> PlacesOf(StepStatement step)
        => [.. Models.SelectMany(model => model.PlacesAt(step.Word.Span.Start).ToArray().Select(place => (model, place)))];

    /// <summary>The nodes that a written line makes the first time that it is carried out, those of a block's call or of its braces included.</summary>
    public ImmutableArray<Node> NodesOf(StepStatement step)
        => PlacesOf(step) is [var (model, place), ..] ? [.. model.Nodes.AsSpan()[place.First..place.End]] : [];

    /// <summary>Every call of a block, with its model, in the order in which they are carried out.</summary>
    public ImmutableArray<(LayerGraph Model, PlacedStep Step)> CallsOf(BlockDefinition block)
        => [.. Models.SelectMany(model => model.CallsOf(block).Select(place => (model, place)))];

    /// <summary>A line as it is written, without its label and what stands in its braces: <c>Basic 128 stride=2</c>.</summary>
    public string TextOf(Origin origin)
    {
        var source = origin.Foreign ?? Source;
        var text = source[Span.FromBounds(origin.NameSpan.Start, origin.Span.End)];
        var end = text.AsSpan().IndexOfAny('{', '\n', '\r');
        return (end < 0 ? text : text[..end]).TrimEnd();
    }
}
