using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;

namespace Nnet.Language;

/// <summary>A written line with its meaning, whether or not it could be bound whole.</summary>
/// <param name="Syntax">The line.</param>
/// <param name="Owner">The declaration that it stands in.</param>
/// <param name="Call">What it calls with the arguments that could be bound; null when its word is not known.</param>
/// <param name="Nodes">Ids of the nodes that it makes in its model; empty for settings.</param>
public sealed record BoundStep(StepStatement Syntax, BlockDeclaration Owner, Call? Call, ImmutableArray<int> Nodes);
