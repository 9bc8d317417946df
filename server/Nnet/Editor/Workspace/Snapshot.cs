using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Text;
using Nnet.Lsp.Documents;

namespace Nnet.Editor.Workspace;

/// <summary>One version of a document and its analysis, which is made once for all who ask.</summary>
public sealed class Snapshot
{
    private readonly DataLooks _looks;
    private readonly LastGood _lastGood;
    private readonly ISourceFiles? _files;
    private volatile Lazy<Content> _content;
    private Analysis? _before;

    /// <summary>Makes a snapshot; nothing is analysed before somebody asks.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">Its file, or null.</param>
    /// <param name="looks">What is known of data.</param>
    /// <param name="lastGood">What is known of earlier versions.</param>
    /// <param name="files">Gives the files that it uses; null reads none.</param>
    /// <param name="isTypedIn">Whether the text is about to be edited, so that its first version has room for that.</param>
    public Snapshot(Document document, string? path, DataLooks looks, LastGood lastGood, ISourceFiles? files = null, bool isTypedIn = false)
    {
        Document = document;
        _before = lastGood.Analysis;
        Source = _before?.Source.Edited(document.Text) ?? (isTypedIn ? SourceText.ToEdit(document.Text, path) : new SourceText(document.Text, path));
        _looks = looks;
        _lastGood = lastGood;
        _files = files;
        _content = new Lazy<Content>(Analyse);
    }

    /// <summary>The document.</summary>
    public Document Document { get; }

    /// <summary>Its text.</summary>
    public SourceText Source { get; }

    /// <summary>The newest analysis of it.</summary>
    public Analysis Analysis => _content.Value.Analysis;

    /// <summary>The facts of every step, with the last good ones where the text is being edited.</summary>
    public StepFactsTable Steps => _content.Value.Steps.Value;

    /// <summary>What is known of a data block, from an earlier text where its lines are half typed now; null when nothing is.</summary>
    public DataFacts? FactsOf(string block)
        => Analysis.Looks.GetValueOrDefault(block) is DataLook.Seen seen ? seen.Facts : _looks.LastFactsOf(Source.Path, block);

    /// <summary>Looks at the data; where that shows something new, the analysis is made again.</summary>
    /// <returns>Whether it was.</returns>
    public bool LookAtData(CancellationToken cancellation)
    {
        if (!_looks.LookAgain(Analysis) || cancellation.IsCancellationRequested)
        {
            return false;
        }
        Refresh();
        return true;
    }

    /// <summary>Has the analysis made again, since something beside the text changed.</summary>
    public void Refresh() => _content = new Lazy<Content>(Analyse);

    private Content Analyse()
    {
        var analysis = Analyzer.Analyze(Source, _looks.KnownOf(Source), _files, _before);
        // When something beside the text changes, this version is what the next analysis begins with.
        _before = analysis;
        _lastGood.Keep(Document, analysis);
        return new Content(analysis, new Lazy<StepFactsTable>(() => _lastGood.Update(Document, analysis)));
    }

    private sealed record Content(Analysis Analysis, Lazy<StepFactsTable> Steps);
}
