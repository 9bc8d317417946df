using System.Collections.Concurrent;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Lsp.Documents;

/// <summary>
/// An open document as it was after one change. It never changes; the next change makes another one, so that whoever
/// works on it works on one text, and two of them can be told apart by reference.
/// </summary>
public sealed class Document
{
    private readonly ConcurrentDictionary<Type, object> _derived = [];

    /// <summary>Makes a document.</summary>
    public Document(string uri, string languageId, int version, string text)
        : this(uri, languageId, version, text, new LineIndex(text))
    {
    }

    private Document(string uri, string languageId, int version, string text, LineIndex lines)
        => (Uri, LanguageId, Version, Text, Lines) = (uri, languageId, version, text, lines);

    /// <summary>The address, in the client's spelling.</summary>
    public string Uri { get; }

    /// <summary>The language, as the client names it.</summary>
    public string LanguageId { get; }

    /// <summary>The client's count of changes.</summary>
    public int Version { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>Where the lines begin.</summary>
    public LineIndex Lines { get; }

    /// <summary>
    /// What is computed from this text once and used by many, such as its syntax tree: the first caller computes, callers
    /// at the same time wait for it, later ones get the same value or the same exception.
    /// </summary>
    /// <typeparam name="T">The kind of value; there is one of each kind.</typeparam>
    public T Derive<T>(Func<Document, T> compute)
        where T : notnull =>
        ((Lazy<T>)(_derived.TryGetValue(typeof(T), out var derived) ? derived : _derived.GetOrAdd(typeof(T), new Lazy<T>(() => compute(this))))).Value;

    /// <summary>The document after the changes, which apply one after the other.</summary>
    /// <exception cref="EditException">A change does not fit the text.</exception>
    public Document Apply(int version, IReadOnlyList<TextDocumentContentChangeEvent> changes)
    {
        var text = Text;
        var lines = Lines;
        foreach (var change in changes)
        {
            text = change.Range is { } range
                ? string.Concat(
                    text.AsSpan(0, Start(lines, range)),
                    change.Text,
                    text.AsSpan(End(lines, range)))
                : change.Text;
            lines = new LineIndex(text);
        }

        return new Document(Uri, LanguageId, version, text, lines);
    }

    private static int Start(LineIndex lines, Range range) => Offset(lines, range.Start, range);

    private static int End(LineIndex lines, Range range)
    {
        if (range.End < range.Start)
        {
            throw new EditException($"the range {Show(range)} ends before it starts");
        }

        return Offset(lines, range.End, range);
    }

    private static int Offset(LineIndex lines, Position position, Range range) =>
        lines.TryOffset(position) ?? throw new EditException($"the range {Show(range)} is outside of a text of {lines.Count:N0} lines");

    private static string Show(Range range) =>
        $"{range.Start.Line}:{range.Start.Character}-{range.End.Line}:{range.End.Character}";
}

/// <summary>A change that cannot be applied: client and server no longer have the same text.</summary>
/// <param name="message">Why, as the end of a sentence.</param>
public sealed class EditException(string message) : Exception(message);
