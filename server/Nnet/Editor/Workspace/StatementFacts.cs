using Nnet.Language.Syntax;

namespace Nnet.Editor.Workspace;

/// <summary>What is known of one statement. It stays the same object as long as the statement does and as much is known of it.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Offset">The offset of a step's word, or of a <c>repeat</c>.</param>
/// <param name="Facts">What it makes.</param>
/// <param name="Repeat">What its rounds make.</param>
/// <param name="IsPassive">Whether it was carried out and let its input through each time.</param>
internal sealed record StatementFacts(Statement Statement, int Offset, LineFacts? Facts, RepeatFacts? Repeat, bool IsPassive)
{
    /// <summary>Its line as hints show it; null when there is nothing to show.</summary>
    public PlacedFacts? Placed { get; init; }
}
