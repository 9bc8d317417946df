using System.Collections.Immutable;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax;

/// <summary>Something that a file declares.</summary>
/// <param name="Span">All of it.</param>
/// <param name="HeaderSpan">What stands before its body.</param>
public abstract record Declaration(Span Span, Span HeaderSpan)
{
    /// <summary>The same declaration in the text in which it is found.</summary>
    internal abstract Declaration Moved(Relocation to);
}

/// <summary>A declaration with a name and a body; both are null while they are not there yet.</summary>
public abstract record BlockDeclaration(Span Span, Span HeaderSpan, Name? Name, Body? Body) : Declaration(Span, HeaderSpan);

/// <summary><c>use "other.nnet"</c>.</summary>
public sealed record UseDeclaration(Span Span, TextLiteral? Path) : Declaration(Span, Span)
{
    internal override UseDeclaration Moved(Relocation to) => new(Span.Moved(to), Path?.Moved(to));
}

/// <summary><c>block Basic(ch, stride=1) { … }</c>: layers to be used again.</summary>
public sealed record LayerBlockDeclaration(Span Span, Span HeaderSpan, Name? Name, ImmutableArray<Parameter> Parameters, Body? Body) : BlockDeclaration(Span, HeaderSpan, Name, Body)
{
    internal override LayerBlockDeclaration Moved(Relocation to) => new(Span.Moved(to), HeaderSpan.Moved(to), Name?.Moved(to), [.. Parameters.Select(parameter => parameter.Moved(to))], Body?.Moved(to));
}

/// <summary><c>model LeNet5 { … }</c>.</summary>
public sealed record ModelDeclaration(Span Span, Span HeaderSpan, Name? Name, ImmutableArray<Parameter> Parameters, Body? Body) : BlockDeclaration(Span, HeaderSpan, Name, Body)
{
    internal override ModelDeclaration Moved(Relocation to) => new(Span.Moved(to), HeaderSpan.Moved(to), Name?.Moved(to), [.. Parameters.Select(parameter => parameter.Moved(to))], Body?.Moved(to));
}

/// <summary><c>data digits { … }</c>.</summary>
public sealed record DataDeclaration(Span Span, Span HeaderSpan, Name? Name, Body? Body) : BlockDeclaration(Span, HeaderSpan, Name, Body)
{
    internal override DataDeclaration Moved(Relocation to) => new(Span.Moved(to), HeaderSpan.Moved(to), Name?.Moved(to), Body?.Moved(to));
}

/// <summary><c>train LeNet5 on digits { … }</c>; its name is its model's.</summary>
public sealed record TrainDeclaration(Span Span, Span HeaderSpan, Name? Name, Name? Data, Body? Body) : BlockDeclaration(Span, HeaderSpan, Name, Body)
{
    internal override TrainDeclaration Moved(Relocation to) => new(Span.Moved(to), HeaderSpan.Moved(to), Name?.Moved(to), Data?.Moved(to), Body?.Moved(to));
}

/// <summary>A statement outside of any body: a <c>let</c>, or something that belongs elsewhere.</summary>
public sealed record StatementDeclaration(Span Span, Statement Statement) : Declaration(Span, Span)
{
    internal override StatementDeclaration Moved(Relocation to) => new(Span.Moved(to), Statement.Moved(to));
}

/// <summary>A parameter of a block, with its default or null.</summary>
public sealed record Parameter(Name Name, Expression? Default)
{
    /// <summary>Whether its default is half typed, so that nobody knows whether it needs a value.</summary>
    public bool IsHalfTyped { get; init; }

    internal Parameter Moved(Relocation to) => new(Name.Moved(to), Default?.Moved(to)) { IsHalfTyped = IsHalfTyped };
}
