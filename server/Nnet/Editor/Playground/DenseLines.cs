using System.Collections.Immutable;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.Playground;

/// <summary>The dense layers that a model's own lines say, each with its activation.</summary>
/// <param name="Hidden">All but the last.</param>
/// <param name="Output">The last.</param>
/// <param name="IsWhole">Whether there are no others, in repetitions and blocks.</param>
internal sealed record DenseLines(ImmutableArray<DenseLine> Hidden, DenseLine Output, bool IsWhole)
{
    /// <summary>The lines of a model, or null where there are none in this text.</summary>
    public static DenseLines? Of(PlaygroundSite site)
    {
        if (site.ModelBlock is not { Body.Statements: var statements } block)
        {
            return null;
        }
        var lines = ImmutableArray.CreateBuilder<DenseLine>();
        for (var i = 0; i < statements.Length; i++)
        {
            if (statements[i] is StepStatement step && LineWords.DefinitionOf(block, step.Word.Text) is Dense)
            {
                var own = i + 1 < statements.Length && statements[i + 1] is StepStatement next && LineWords.DefinitionOf(block, next.Word.Text) is Activation ? next : null;
                lines.Add(new DenseLine(step, own));
            }
        }
        var isWhole = lines.Count == site.Model.Nodes.Count(node => node.Layer is Dense) && statements.All(statement => statement is not RepeatStatement);
        return lines.Count == 0 ? null : new DenseLines([.. lines.Take(lines.Count - 1)], lines[^1], isWhole);
    }
}

/// <summary>A line of a dense layer.</summary>
/// <param name="Step">The line.</param>
/// <param name="Own">The activation on the line below, or null.</param>
internal sealed record DenseLine(StepStatement Step, StepStatement? Own)
{
    /// <summary>How many neurons it has, as it is written.</summary>
    public Expression? Units => Step.Arguments.FirstOrDefault(argument => argument.Name is null || argument.Name.Text == Dense.Units.Name)?.Value;

    /// <summary>The name of its activation as it is written, or null.</summary>
    public string? ActivationWord => (Argument?.Value as NameExpression)?.Name ?? Own?.Word.Text;

    /// <summary>The lines that say it.</summary>
    public Span Span => Own is null ? Step.Span : Span.Cover(Step.Span, Own.Span);

    private ArgumentSyntax? Argument => Step.Arguments.FirstOrDefault(argument => argument.Name?.Text == CommonArguments.Activation.Name);

    /// <summary>Gives it another activation.</summary>
    public IEnumerable<TextEdit> WithActivation(string word) =>
    [
        Argument?.Value is { } value ? new TextEdit(value.Span, word)
            : Own is not null ? new TextEdit(Own.CallSpan, word)
            : new TextEdit(new Span(Step.CallSpan.End, 0), $" {CommonArguments.Activation.Name}={word}"),
    ];

    /// <summary>Takes its activation away.</summary>
    public IEnumerable<TextEdit> WithoutActivation(PlaygroundSite site)
    {
        if (Argument is { } argument)
        {
            var start = argument.Span.Start;
            while (site.Source[start - 1] is ' ' or '\t')
            {
                start--;
            }
            return [new TextEdit(Span.FromBounds(start, argument.Span.End), "")];
        }
        return Own is null ? [] : site.Remove(Own.Span);
    }

    /// <summary>The layer once more, as text.</summary>
    public string Again(PlaygroundSite site) => Own is null ? site.Source[Step.CallSpan] : $"{site.Source[Step.CallSpan]}\n{site.Source[Own.CallSpan]}";
}
