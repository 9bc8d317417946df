using Nnet.Language;
using Nnet.Lsp.Documents;

namespace Nnet.Editor.Workspace;

/// <summary>Keeps the newest analysis of a document and the facts of its steps from one version to the next.</summary>
public sealed class LastGood
{
    private readonly Lock _gate = new();
    private int _analysed = int.MinValue;
    private (int Version, string Text, StepFactsTable Steps) _newest = (int.MinValue, "", StepFactsTable.Empty);

    /// <summary>The newest analysis, or null.</summary>
    public Analysis? Analysis { get; private set; }

    /// <summary>Keeps an analysis, unless a newer version was analysed already.</summary>
    public void Keep(Document document, Analysis analysis)
    {
        lock (_gate)
        {
            if (document.Version >= _analysed)
            {
                (_analysed, Analysis) = (document.Version, analysis);
            }
        }
    }

    /// <summary>The facts of a version, which become the last good ones unless a newer version was there already.</summary>
    public StepFactsTable Update(Document document, Analysis analysis)
    {
        lock (_gate)
        {
            var steps = StepFactsTable.Of(analysis, _newest.Steps, LineChange.Between(_newest.Text, document.Text));
            if (document.Version >= _newest.Version)
            {
                _newest = (document.Version, document.Text, steps);
            }
            return steps;
        }
    }
}
