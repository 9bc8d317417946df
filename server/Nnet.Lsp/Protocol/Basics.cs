using Newtonsoft.Json;

namespace Nnet.Lsp.Protocol;

/// <summary>A place in a text, zero-based, in UTF-16 code units.</summary>
[method: JsonConstructor]
public readonly record struct Position(int Line, int Character) : IComparable<Position>
{
    /// <inheritdoc/>
    public int CompareTo(Position other) => Line != other.Line ? Line.CompareTo(other.Line) : Character.CompareTo(other.Character);

    /// <summary>Whether one place lies before the other.</summary>
    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    /// <summary>Whether one place lies behind the other.</summary>
    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    /// <summary>Whether one place does not lie behind the other.</summary>
    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one place does not lie before the other.</summary>
    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}

/// <summary>A stretch of text; the end is exclusive.</summary>
[method: JsonConstructor]
public readonly record struct Range(Position Start, Position End)
{
    /// <summary>A range within one line.</summary>
    public static Range OnLine(int line, int start, int end) => new(new Position(line, start), new Position(line, end));

    /// <summary>Whether the place is in the range or at its end.</summary>
    public bool Touches(Position position) => Start <= position && position <= End;

    /// <summary>Whether the two ranges share a place.</summary>
    public bool Touches(Range other) => Start <= other.End && other.Start <= End;
}

/// <summary>A range in a document.</summary>
public sealed record Location(string Uri, Range Range);

/// <summary>A link from a place to a range in a document.</summary>
public sealed record LocationLink(string TargetUri, Range TargetRange, Range TargetSelectionRange, Range? OriginSelectionRange = null);

/// <summary>A document, by its URI as the client spells it.</summary>
public sealed record TextDocumentIdentifier(string Uri);

/// <summary>A document in a certain version.</summary>
public sealed record VersionedTextDocumentIdentifier(string Uri, int Version);

/// <summary>A document in a certain version, or as it is on disk when the version is null.</summary>
public sealed record OptionalVersionedTextDocumentIdentifier(string Uri, [property: JsonProperty(Required = Required.AllowNull)] int? Version);

/// <summary>Parameters that are about one open document.</summary>
public interface ITextDocumentParams
{
    /// <summary>The document.</summary>
    TextDocumentIdentifier TextDocument { get; }
}

/// <summary>Parameters that are about one place in an open document.</summary>
public interface ITextDocumentPositionParams : ITextDocumentParams
{
    /// <summary>The place.</summary>
    Position Position { get; }
}

/// <summary>A replacement of a range; ranges of one set of edits do not overlap.</summary>
public sealed record TextEdit(Range Range, string NewText);

/// <summary>Edits of one document.</summary>
public sealed record TextDocumentEdit(OptionalVersionedTextDocumentIdentifier TextDocument, TextEdit[] Edits);

/// <summary>Edits of documents: by URI, or with versions, which a client may check.</summary>
public sealed record WorkspaceEdit(IReadOnlyDictionary<string, TextEdit[]>? Changes = null, TextDocumentEdit[]? DocumentChanges = null);

/// <summary>A command that the user can run.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Name">The command's identifier, <c>command</c> in JSON.</param>
/// <param name="Arguments">What it is run with.</param>
public sealed record Command(
    string Title,
    [param: JsonProperty("command")][property: JsonProperty("command", Required = Required.Always)] string Name,
    object[]? Arguments = null);

/// <summary>The values of <see cref="MarkupContent.Kind"/>.</summary>
public static class MarkupKind
{
    /// <summary>Text as it stands.</summary>
    public const string PlainText = "plaintext";

    /// <summary>Markdown in GitHub's flavour.</summary>
    public const string Markdown = "markdown";
}

/// <summary>Text with its format.</summary>
public sealed record MarkupContent(string Kind, string Value)
{
    /// <summary>Markdown text.</summary>
    public static MarkupContent Markdown(string value) => new(MarkupKind.Markdown, value);

    /// <summary>Plain text.</summary>
    public static MarkupContent PlainText(string value) => new(MarkupKind.PlainText, value);
}

/// <summary>Whether a request reports progress under the client's token.</summary>
public abstract record WorkDoneProgressOptions
{
    /// <summary>Whether it does.</summary>
    public bool? WorkDoneProgress { get; init; }
}
