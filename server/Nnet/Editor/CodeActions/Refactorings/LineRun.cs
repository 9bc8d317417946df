using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>Neighbouring lines of one body of a model or block.</summary>
/// <param name="Owner">The declaration that they stand in.</param>
/// <param name="Body">The body.</param>
/// <param name="Around">The line whose body it is; null for that of the declaration itself and of a repetition.</param>
/// <param name="First">Index of the first of them.</param>
/// <param name="Count">How many there are; at least one.</param>
internal sealed record LineRun(BlockDeclaration Owner, Body Body, StepStatement? Around, int First, int Count)
{
    /// <summary>The lines.</summary>
    public IEnumerable<Statement> Lines => Body.Statements.Skip(First).Take(Count);

    /// <summary>From the first to the last of them, without the comment behind.</summary>
    public Span Span => Span.Cover(Body.Statements[First].Span, Body.Statements[First + Count - 1].Span);

    /// <summary>Whether they are the paths of a joint, which are no lines that follow each other.</summary>
    public bool ArePaths => Around is { Word.Text: "add" or "concat" or "multiply" };

    /// <summary>The lines of the innermost body that a selection touches; null when it is empty or touches none.</summary>
    public static LineRun? Selected(SyntaxTree tree, Span selection)
    {
        var text = tree.Source[selection];
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }
        var index = tree.Source.IndexOf(selection.Start) + text.IndexOf(trimmed[0], StringComparison.Ordinal);
        var span = Span.FromBounds(tree.Source.OffsetOf(index), tree.Source.OffsetOf(index + trimmed.Length));
        LineRun? found = null;
        foreach (var run in Bodies(tree).Where(run => run.Body.Inside is var inside && inside.Start <= span.Start && span.End <= inside.End))
        {
            var touched = run.Body.Statements.Select((statement, index) => (statement.Span, index)).Where(line => line.Span.Start < span.End && span.Start < line.Span.End).ToList();
            // Bodies come from the outside in.
            found = touched.Count > 0 ? run with { First = touched[0].index, Count = touched.Count } : found;
        }
        return found;
    }

    /// <summary>The innermost line at an offset, alone.</summary>
    public static LineRun? At(SyntaxTree tree, int offset) => Bodies(tree)
        .SelectMany(run => run.Body.Statements.Select((_, index) => run with { First = index, Count = 1 }))
        .LastOrDefault(run => run.Span.Touches(offset));

    /// <summary>Every body of models and blocks with all its lines, the outer before the inner ones.</summary>
    public static IEnumerable<LineRun> Bodies(SyntaxTree tree) => tree.Declarations
        .Where(declaration => declaration is ModelDeclaration or LayerBlockDeclaration)
        .Cast<BlockDeclaration>()
        .Where(declaration => declaration.Body is not null)
        .SelectMany(declaration => Within(new LineRun(declaration, declaration.Body!, null, 0, declaration.Body!.Statements.Length)));

    private static IEnumerable<LineRun> Within(LineRun run) => run.Body.Statements.SelectMany(statement => Inner(run, statement)).Prepend(run);

    private static IEnumerable<LineRun> Inner(LineRun run, Statement statement) => statement switch
    {
        StepStatement { Body: { } body } step => Within(new LineRun(run.Owner, body, step, 0, body.Statements.Length)),
        RepeatStatement { Body: { } body } => Within(new LineRun(run.Owner, body, run.ArePaths ? run.Around : null, 0, body.Statements.Length)),
        RepeatStatement { Step: { } step } => Inner(run, step),
        _ => [],
    };
}
