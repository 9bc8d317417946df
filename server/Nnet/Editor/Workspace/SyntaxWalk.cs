using Nnet.Language.Syntax;

namespace Nnet.Editor.Workspace;

/// <summary>Ways through a syntax tree that several features go.</summary>
public static class SyntaxWalk
{
    /// <summary>The declaration that an offset lies in or touches, or null.</summary>
    public static Declaration? DeclarationAt(this SyntaxTree tree, int offset)
        => tree.Declarations.LastOrDefault(declaration => declaration.Span.Touches(offset));

    /// <summary>Every step of a block, those in nested bodies included, in the order of the text.</summary>
    public static IEnumerable<StepStatement> Steps(this BlockDeclaration block) => block.Body is { } body ? StepsOf(body) : [];

    private static IEnumerable<StepStatement> StepsOf(Body body) => body.Statements.SelectMany(StepsOf);

    private static IEnumerable<StepStatement> StepsOf(Statement statement) => statement switch
    {
        StepStatement { Body: { } inner } step => StepsOf(inner).Prepend(step),
        StepStatement step => [step],
        RepeatStatement { Body: { } inner } => StepsOf(inner),
        RepeatStatement { Step: { } step } => StepsOf(step),
        _ => [],
    };
}
