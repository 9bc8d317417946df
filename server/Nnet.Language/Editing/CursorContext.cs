using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Text;

namespace Nnet.Language.Editing;

/// <summary>What kind of body a line stands in.</summary>
public enum BodyKind
{
    /// <summary>Layers of a model.</summary>
    Model,

    /// <summary>Layers of a block.</summary>
    Block,

    /// <summary>Paths of a join.</summary>
    Paths,

    /// <summary>Sources of data and their preparation.</summary>
    Data,

    /// <summary>Settings of a training.</summary>
    Train,
}

/// <summary>What could be written at a place of a text; it works on tokens alone, so that a half-typed line is no hindrance.</summary>
/// <param name="Replace">The word at the place, which a choice would replace; empty between words.</param>
public abstract record CursorContext(Span Replace)
{
    /// <summary>Nothing can be offered: a comment, a new name, a number.</summary>
    public sealed record Nothing(Span Replace) : CursorContext(Replace);

    /// <summary>In a comment that switches findings off: <c># nnet: ignore |</c>.</summary>
    /// <param name="Replace">The word so far.</param>
    /// <param name="Choices">What could stand there.</param>
    public sealed record IgnoreWord(Span Replace, ImmutableArray<string> Choices) : CursorContext(Replace);

    /// <summary>The beginning of a declaration: <c>data</c>, <c>model</c>, <c>train</c>, <c>block</c>, <c>let</c>, <c>use</c>.</summary>
    public sealed record DeclarationStart(Span Replace) : CursorContext(Replace);

    /// <summary>The beginning of a line in a body.</summary>
    /// <param name="Replace">The word so far.</param>
    /// <param name="Kind">What the body is of.</param>
    /// <param name="Definitions">What fits: layers, blocks and words of structure, or the settings that are not there yet.</param>
    /// <param name="IsBare">Whether nothing stands before it on the line, neither a label nor <c>repeat</c>.</param>
    public sealed record StatementStart(Span Replace, BodyKind Kind, ImmutableArray<Definition> Definitions, bool IsBare) : CursorContext(Replace);

    /// <summary>Behind a setting that chooses: <c>optimizer |</c>.</summary>
    /// <param name="Replace">The word so far.</param>
    /// <param name="Setting">The setting.</param>
    /// <param name="Options">What it can choose and has not chosen yet.</param>
    public sealed record Choice(Span Replace, Setting Setting, ImmutableArray<Definition> Options) : CursorContext(Replace)
    {
        /// <summary>What was chosen last and still takes a value without a name, with that argument; null when it takes none.</summary>
        public (Definition Owner, Argument Argument)? Value { get; init; }
    }

    /// <summary>Where an argument can begin.</summary>
    /// <param name="Replace">The word so far.</param>
    /// <param name="Definition">Whose argument.</param>
    /// <param name="Positional">The argument that a value without a name would go to, or null.</param>
    /// <param name="Free">The arguments that are not given yet, in their order.</param>
    public sealed record ArgumentStart(Span Replace, Definition Definition, Argument? Positional, ImmutableArray<Argument> Free) : CursorContext(Replace);

    /// <summary>Behind <c>name=</c>, or in a list.</summary>
    /// <param name="Replace">The word so far.</param>
    /// <param name="Definition">Whose argument.</param>
    /// <param name="Argument">The argument.</param>
    /// <param name="IsOperand">Whether it is a part of a calculation, where only numbers fit: in parentheses, or behind an operator.</param>
    public sealed record ArgumentValue(Span Replace, Definition Definition, Argument Argument, bool IsOperand = false) : CursorContext(Replace);

    /// <summary>Behind <c>train</c>: the name of a model.</summary>
    public sealed record ModelReference(Span Replace) : CursorContext(Replace);

    /// <summary>Behind <c>train Model</c>: the word <c>on</c>.</summary>
    public sealed record OnKeyword(Span Replace) : CursorContext(Replace);

    /// <summary>Behind <c>train Model on</c>: the name of a data block.</summary>
    public sealed record DataReference(Span Replace) : CursorContext(Replace);

    /// <summary>Where an operand of a calculation or of a condition is due: behind <c>let name =</c>, <c>repeat</c>, <c>when</c>.</summary>
    public sealed record Calculation(Span Replace) : CursorContext(Replace);

    /// <summary>Behind an operand of a condition: <c>and</c>, <c>or</c>.</summary>
    public sealed record Conjunction(Span Replace) : CursorContext(Replace);

    /// <summary>Behind the dot of <c>in.channels</c>.</summary>
    /// <param name="Replace">The word so far.</param>
    /// <param name="Head">What stands before the dot: <c>in</c>, or a label.</param>
    public sealed record Property(Span Replace, string Head) : CursorContext(Replace);

    /// <summary>Inside the quotes of a path.</summary>
    /// <param name="Replace">What stands between the quotes.</param>
    /// <param name="Argument">The argument that the path is of, or null for <c>use</c>.</param>
    /// <param name="Typed">What stands between the opening quote and the cursor.</param>
    public sealed record PathText(Span Replace, Argument? Argument, string Typed) : CursorContext(Replace);

    /// <summary>What could be written at an offset.</summary>
    public static CursorContext At(Analysis analysis, int offset) => new CursorReader(analysis, Math.Clamp(offset, 0, analysis.Source.Length)).Read();
}

/// <summary>The call that is being written at a place: what the signature help tells of.</summary>
/// <param name="Definition">What is called: a layer, block, word of structure, setting, or its choice.</param>
/// <param name="Argument">The argument that stands there or is due next; null when none is.</param>
/// <param name="Function">The word with operands that is open there, <c>max(</c> or <c>tokens(</c>; null when none is.</param>
/// <param name="Operand">Which operand of it.</param>
public sealed record CursorCall(Definition? Definition, Argument? Argument, string? Function, int Operand)
{
    /// <summary>The call at an offset, or null.</summary>
    public static CursorCall? At(Analysis analysis, int offset) => new CursorReader(analysis, Math.Clamp(offset, 0, analysis.Source.Length)).ReadCall();
}
