using Nnet.Language.Graph;

namespace Nnet.Language.Binding.Models;

/// <summary>
/// What a line calls when that follows from its own words alone: binding it asked for no value, label, block or shape, and said nothing.
/// Then it calls the same in every version of the text and every time that it is carried out, so it is kept with the line
/// (<see cref="Syntax.StepStatement.Meaning"/>) and never asked again whether it holds.
/// </summary>
/// <param name="Bound">The call; its definition is a word of the language.</param>
/// <param name="Origin">Where a node of it is written, when the line stands in a model of the analysed text.</param>
internal sealed record PlainCall(BoundCall Bound, Origin Origin);
