namespace Nnet.Language.Syntax;

/// <summary>Ways through a syntax tree that many go.</summary>
public static class SyntaxWalk
{
    /// <summary>The declaration that an offset lies in or touches, or null.</summary>
    public static Declaration? DeclarationAt(this SyntaxTree tree, int offset)
        => tree.Declarations.LastOrDefault(declaration => declaration.Span.Touches(offset));

    /// <summary>Every step of a block, those in nested bodies included, in the order of the text.</summary>
    public static IEnumerable<StepStatement> Steps(this BlockDeclaration block) => block.Body is { } body ? body.Steps() : [];

    /// <summary>Every step of a body, those of nested bodies included, in the order of the text.</summary>
    public static IEnumerable<StepStatement> Steps(this Body body) => body.Statements.SelectMany(Steps);

    /// <summary>The step that a statement is, or those that it holds.</summary>
    public static IEnumerable<StepStatement> Steps(this Statement statement) => statement switch
    {
        StepStatement { Body: { } inner } step => inner.Steps().Prepend(step),
        StepStatement step => [step],
        RepeatStatement { Body: { } inner } => inner.Steps(),
        RepeatStatement { Step: { } step } => step.Steps(),
        _ => [],
    };

    /// <summary>The innermost statement of a block that an offset lies in or touches, or null; at a brace it is the one that the brace belongs to.</summary>
    public static Statement? StatementAt(this BlockDeclaration block, int offset)
    {
        Statement? found = null;
        for (var body = block.Body; body is not null;)
        {
            if (body.Statements.LastOrDefault(statement => statement.Span.Touches(offset)) is not { } inner)
            {
                break;
            }
            // `repeat 3 dense 8` is two statements, of which the step is the inner one.
            found = inner is RepeatStatement { Step: { } step } && step.Span.Touches(offset) ? step : inner;
            body = found switch { StepStatement { Body: { } lines } when lines.Span.Touches(offset) => lines, RepeatStatement { Body: { } lines } when lines.Span.Touches(offset) => lines, _ => null };
        }
        return found;
    }

    /// <summary>Every body in a block, its own first, then nested ones.</summary>
    public static IEnumerable<Body> Bodies(this BlockDeclaration block) => block.Body is { } body ? Bodies(body) : [];

    /// <summary>The expressions that an expression is made of.</summary>
    public static IEnumerable<Expression> Parts(this Expression expression) => expression switch
    {
        ListExpression list => list.Items.Select(item => item.Value),
        ParenthesizedExpression parenthesized => [parenthesized.Inner],
        CallExpression call => call.Operands,
        SignExpression sign => [sign.Operand],
        ChainExpression chain => chain.Rest.Select(link => link.Operand).Prepend(chain.First),
        _ => [],
    };

    private static IEnumerable<Body> Bodies(Body body) => body.Statements.SelectMany(Bodies).Prepend(body);

    private static IEnumerable<Body> Bodies(Statement statement) => statement switch
    {
        StepStatement { Body: { } inner } => Bodies(inner),
        RepeatStatement { Body: { } inner } => Bodies(inner),
        RepeatStatement { Step.Body: { } inner } => Bodies(inner),
        _ => [],
    };
}
