using System.Collections.Immutable;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>What a name stands for.</summary>
public enum NameKind
{
    /// <summary>A value: <c>let d = 768</c>.</summary>
    Let,

    /// <summary>A parameter of a block.</summary>
    Parameter,

    /// <summary>A line of a model or block: <c>e4: conv 64 kernel=3</c>, or the name of an input.</summary>
    Label,

    /// <summary>The extent of a named axis of an input: <c>[seq=1024]</c>.</summary>
    Axis,

    /// <summary>Layers to be used again.</summary>
    Block,

    /// <summary>A model.</summary>
    Model,

    /// <summary>A data block.</summary>
    Data,
}

/// <summary>A name that a text declares. Two of them are the same thing when they are the same object, or by <see cref="IdIn"/> from text to text.</summary>
public sealed class Symbol
{
    /// <summary>What the name stands for.</summary>
    public required NameKind Kind { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the name is declared: the word alone.</summary>
    public required Span Span { get; init; }

    /// <summary>All that declares it: the line, the parameter with its default, the block with its body.</summary>
    public required Span Declaration { get; init; }

    /// <summary>What it stands for as it is written: the value of a <c>let</c> or an axis, the default of a parameter; null where there is none.</summary>
    public Expression? Value { get; init; }

    /// <summary>Where the name can be used; for those of another file, the whole of that file.</summary>
    public required Span Scope { get; init; }

    /// <summary>
    /// The block or model that it belongs to, or the data block that names a line of whichever model learns from it; null for what the file
    /// itself declares.
    /// </summary>
    public Symbol? Owner { get; init; }

    /// <summary>The text that declares it when that is another file's (<c>use</c>); null for the text that was asked.</summary>
    public SourceText? Foreign { get; init; }

    /// <summary>The parameters of a block, in their order.</summary>
    public ImmutableArray<Symbol> Parameters { get; internal set; } = [];

    /// <summary>Whether the file declares it outside of any body, so that files which <c>use</c> it know the name.</summary>
    public bool IsExported { get; init; }

    /// <summary>Whether other files can name it, a parameter as <c>Basic 64 stride=2</c> does, and a label as <c>loss huber output=age</c> does.</summary>
    public bool IsNamedElsewhere => IsExported || this is { Kind: NameKind.Parameter, Owner.Kind: NameKind.Block } or { Kind: NameKind.Label, Owner: not null };

    /// <summary>Whether it is no line itself, but what <c>input=</c> or <c>output=</c> of a data block calls one.</summary>
    public bool IsEnd => this is { Kind: NameKind.Label, Owner.Kind: NameKind.Data };

    /// <summary>Tells what other files can name apart, in whichever text it is seen.</summary>
    /// <param name="here">The text that was asked.</param>
    public SymbolId IdIn(SourceText here) => new((Foreign ?? here).Path, Kind, Owner?.IdIn(here), Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";
}

/// <summary>Tells what other files can name apart.</summary>
/// <param name="Path">The file that declares it; null for a text without a file.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The block of a parameter, the block, model or data of a label, or null.</param>
/// <param name="Name">Its name.</param>
public sealed record SymbolId(string? Path, NameKind Kind, SymbolId? Owner, string Name);

/// <summary>A place where a name is written.</summary>
/// <param name="Symbol">What it stands for.</param>
/// <param name="Span">The word.</param>
/// <param name="IsDeclaration">Whether it is declared here.</param>
public sealed record Occurrence(Symbol Symbol, Span Span, bool IsDeclaration);
