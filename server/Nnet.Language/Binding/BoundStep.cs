using Nnet.Language.Definitions;
using Nnet.Language.Syntax;

namespace Nnet.Language;

/// <summary>A written line with its meaning, whether or not it could be bound whole.</summary>
/// <param name="Syntax">The line.</param>
/// <param name="Owner">The declaration that it stands in.</param>
/// <param name="Call">What it calls with the arguments that could be bound, those of its first execution in a block; null when its word is not known.</param>
public sealed record BoundStep(StepStatement Syntax, BlockDeclaration Owner, Call? Call)
{
    /// <summary>Whether the line was read for its words alone and never carried out.</summary>
    internal bool IsDry { get; init; }
}
