using System.Diagnostics.CodeAnalysis;
using Nnet.Lsp.Protocol;

namespace Nnet.Lsp.Documents;

/// <summary>
/// The open documents. They change on the read loop only and can be read from everywhere. A document that cannot be kept in
/// step with the client is dropped rather than guessed at; <see cref="Dropped"/> tells why.
/// </summary>
public sealed class DocumentStore
{
    /// <summary>The longest text that is kept, in UTF-16 code units.</summary>
    public const int MaxLength = 20_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Document> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _languageOfDropped = new(StringComparer.Ordinal);

    /// <summary>Raised on the read loop when a document was opened or changed.</summary>
    public event Action<Document>? Changed;

    /// <summary>Raised on the read loop when a document was saved.</summary>
    public event Action<Document>? Saved;

    /// <summary>Raised on the read loop when a document was closed or dropped.</summary>
    public event Action<string>? Closed;

    /// <summary>Raised on the read loop, before <see cref="Closed"/>, with the document's URI and why it is no longer kept, as a sentence.</summary>
    public event Action<string, string>? Dropped;

    /// <summary>All open documents.</summary>
    public IReadOnlyList<Document> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _documents.Values];
            }
        }
    }

    /// <summary>Finds an open document.</summary>
    public bool TryGet(string uri, [NotNullWhen(true)] out Document? document)
    {
        lock (_gate)
        {
            return _documents.TryGetValue(uri, out document);
        }
    }

    /// <summary>Whether the document is open and has not changed since.</summary>
    public bool IsCurrent(Document document) => TryGet(document.Uri, out var current) && ReferenceEquals(current, document);

    /// <summary>Does something while the document stays current; does nothing and returns false if it is not.</summary>
    /// <param name="document">The document.</param>
    /// <param name="act">Something short: no change is taken meanwhile.</param>
    public bool WhileCurrent(Document document, Action act)
    {
        lock (_gate)
        {
            if (!IsCurrent(document))
            {
                return false;
            }

            act();
            return true;
        }
    }

    internal void Open(TextDocumentItem item) => Keep(new Document(item.Uri, item.LanguageId, item.Version, item.Text));

    internal void Change(DidChangeTextDocumentParams change)
    {
        var (uri, version) = (change.TextDocument.Uri, change.TextDocument.Version);
        if (!TryGet(uri, out var document))
        {
            // A dropped document comes back when the client sends its whole text.
            if (!_languageOfDropped.TryGetValue(uri, out var language) || change.ContentChanges is not [{ Range: null }, ..])
            {
                return;
            }

            document = new Document(uri, language, version, "");
        }

        try
        {
            Keep(document.Apply(version, change.ContentChanges));
        }
        catch (EditException exception)
        {
            Drop(document, $"{Name(uri)} is out of step: in the change to version {version} {exception.Message}. Close and reopen the file.");
        }
    }

    internal void Close(string uri)
    {
        _languageOfDropped.Remove(uri);
        if (Remove(uri))
        {
            Closed?.Invoke(uri);
        }
    }

    internal void Save(string uri)
    {
        if (TryGet(uri, out var document))
        {
            Saved?.Invoke(document);
        }
    }

    private void Keep(Document document)
    {
        if (document.Text.Length > MaxLength)
        {
            var tooLong = $"{Name(document.Uri)} has {document.Text.Length:N0} characters; at most {MaxLength:N0} are analysed. Make it smaller and reopen it.";
            Drop(document, tooLong);
            return;
        }

        _languageOfDropped.Remove(document.Uri);
        lock (_gate)
        {
            _documents[document.Uri] = document;
        }

        Changed?.Invoke(document);
    }

    private void Drop(Document document, string reason)
    {
        Remove(document.Uri);
        _languageOfDropped[document.Uri] = document.LanguageId;
        Dropped?.Invoke(document.Uri, reason);
        Closed?.Invoke(document.Uri);
    }

    private bool Remove(string uri)
    {
        lock (_gate)
        {
            return _documents.Remove(uri);
        }
    }

    private static string Name(string uri) => System.Uri.UnescapeDataString(uri[(uri.LastIndexOf('/') + 1)..]);
}
