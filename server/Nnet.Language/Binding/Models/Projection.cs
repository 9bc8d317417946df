using System.Collections.Immutable;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding.Models;

/// <summary>The usual remedy where a shortcut does not fit what goes by it: a 1×1 convolution that brings channels and size together (He et al. 2016).</summary>
internal static class Projection
{
    /// <summary>A fix that gives the shortcut a path with such a convolution, or none where that would not help.</summary>
    /// <param name="step">The joint; a residual, or one with a path that lets its input through.</param>
    /// <param name="shortcut">What the shortcut carries.</param>
    /// <param name="path">What the other path carries.</param>
    public static ImmutableArray<Fix> Fixes(StepStatement step, TensorType? shortcut, TensorType? path)
    {
        if (step.Body is not { } body || shortcut?.Shape is not { IsSequence: false, Rank: > 1 } from || path?.Shape is not { } to || from.Rank != to.Rank)
        {
            return [];
        }
        // The stride that makes every spatial axis of the one as short as that of the other.
        var strides = from.Axes.Zip(to.Axes).Skip(1).Select(pair => (pair.First + pair.Second - 1) / pair.Second).Distinct().ToArray();
        if (strides is not [var stride] || from.Axes.Zip(to.Axes).Skip(1).Any(pair => ((pair.First - 1) / stride) + 1 != pair.Second))
        {
            return [];
        }
        var line = $"path {{ conv {to[0]} kernel=1{(stride > 1 ? $" stride={stride}" : "")} }}";
        if (step.Word.Text is "residual")
        {
            return [new Fix("Add a projection path", [new TextEdit(Span.FromBounds(step.Word.Span.Start, body.Span.Start + 1), "add { path {"), new TextEdit(new Span(body.Span.End - 1, 1), $"}}; {line} }}")])];
        }
        return body.Statements.OfType<StepStatement>().FirstOrDefault(statement => statement.Body is null or { Statements.IsEmpty: true }) is { Condition: null } empty
            ? [new Fix("Add a projection path", new TextEdit(empty.Span, line))]
            : [];
    }
}
