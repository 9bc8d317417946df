using System.Collections.Immutable;
using Nnet.Editor.CodeActions.Refactorings;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Editor.Playground;

/// <summary>A train block with its model and data, and how its text is changed without touching more than has to be.</summary>
internal sealed class PlaygroundSite
{
    private readonly Analysis _analysis;

    private PlaygroundSite(Snapshot snapshot, TrainSpec train, DataSpec data, LayerGraph model)
        => (_analysis, Train, Data, Model, Facts) = (snapshot.Analysis, train, data, model, snapshot.FactsOf(data.Name));

    /// <summary>The text.</summary>
    public SourceText Source => _analysis.Source;

    /// <summary>The text as a tree.</summary>
    public SyntaxTree Tree => _analysis.Syntax;

    /// <summary>The train block.</summary>
    public TrainSpec Train { get; }

    /// <summary>Its data block.</summary>
    public DataSpec Data { get; }

    /// <summary>Its model.</summary>
    public LayerGraph Model { get; }

    /// <summary>What is known of the data, or null.</summary>
    public DataFacts? Facts { get; }

    /// <summary>The data block in this text, or null where it stands in another file.</summary>
    public DataDeclaration? DataBlock => Tree.Declarations.OfType<DataDeclaration>().FirstOrDefault(block => block.Name?.Text == Data.Name && Data.Foreign is null);

    /// <summary>The model in this text, or null where it stands in another file.</summary>
    public ModelDeclaration? ModelBlock => Tree.Declarations.OfType<ModelDeclaration>().FirstOrDefault(block => block.Name?.Text == Model.Name);

    /// <summary>The train block of that name, the first one for null; null where it, its model or its data cannot be understood.</summary>
    public static PlaygroundSite? Of(Snapshot snapshot, string? train)
        => snapshot.Analysis.Syntax.Findings.IsEmpty
            && snapshot.Analysis.Trains.FirstOrDefault(block => train is null || block.Name == train) is { Model: { } model, Data: { } data } spec
            ? new PlaygroundSite(snapshot, spec, data, model)
            : null;

    /// <summary>The written line of a call.</summary>
    public StepStatement? StatementOf(BlockDeclaration? block, Call call)
        => block?.Body?.Statements.OfType<StepStatement>().FirstOrDefault(step => step.Word.Span == call.NameSpan);

    /// <summary>Puts a line behind another one, whose comment stays with it.</summary>
    public TextEdit InsertAfter(Span line, string text)
        => Tree.IsAlone(line)
            ? new TextEdit(new Span(Tree.WithComment(line).End, 0), "\n" + Source.IndentAt(line.Start) + text.Replace("\n", "\n" + Source.IndentAt(line.Start), StringComparison.Ordinal))
            : new TextEdit(new Span(line.End, 0), "; " + text.Replace("\n", "; ", StringComparison.Ordinal));

    /// <summary>Puts a line before another one.</summary>
    public TextEdit InsertBefore(Span line, string text)
        => Tree.IsAlone(line)
            ? new TextEdit(new Span(line.Start, 0), text.Replace("\n", "\n" + Source.IndentAt(line.Start), StringComparison.Ordinal) + "\n" + Source.IndentAt(line.Start))
            : new TextEdit(new Span(line.Start, 0), text.Replace("\n", "; ", StringComparison.Ordinal) + "; ");

    /// <summary>Takes a line out, with the comment behind it.</summary>
    public IEnumerable<TextEdit> Remove(Span line)
        => Tree.IsAlone(line) ? [new TextEdit(Tree.WholeLines(line), "")] : Fixes.RemoveStep("", Source, line).Edits;

    /// <summary>Takes an argument out.</summary>
    public IEnumerable<TextEdit> Remove(Call call, Argument argument)
        => call.Has(argument) ? Fixes.RemoveArgument("", Source, call, argument).Edits : [];

    /// <summary>Puts another definition in the place of a choice: the arguments that it knows too stay.</summary>
    public IEnumerable<TextEdit> Replace(Call choice, Definition other)
    {
        yield return new TextEdit(choice.NameSpan, other.Name);
        foreach (var argument in choice.Values.Keys.Where(argument => other.Arguments.All(known => known.Name != argument.Name)))
        {
            foreach (var edit in Remove(choice, argument))
            {
                yield return edit;
            }
        }
    }

    /// <summary>What stands against training, or null.</summary>
    public static PlaygroundProblem? ProblemIn(Analysis analysis)
        => analysis.Findings.FirstOrDefault(finding => finding.Kind.Severity == Severity.Error) is { } error
            ? new PlaygroundProblem(error.Message, analysis.Source.LineAt(error.Span.Start))
            : null;

    /// <summary>The line behind which a new one is put.</summary>
    /// <param name="settings">The lines of the block.</param>
    /// <param name="before">The settings that it stands behind, in their usual order; the last line where there are none of them.</param>
    public static Call LastOf(ImmutableArray<Call> settings, params ReadOnlySpan<Type> before)
    {
        var found = settings[^1];
        foreach (var type in before)
        {
            if (settings.FirstOrDefault(call => type.IsInstanceOfType(call.Definition)) is { } call)
            {
                found = call;
            }
        }
        return found;
    }
}
