using Nnet.Editor.Workspace;
using Nnet.Language.Text;

namespace Nnet.Editor.Runs;

/// <summary>A text that a worker was given, and where its lines are in the newest version of the document.</summary>
/// <param name="first">The text.</param>
internal sealed class FollowedText(string first)
{
    private readonly LineTracker _lines = new(new SourceText(first).LineCount);
    private string _newest = first;

    /// <summary>Follows the document to its newest text.</summary>
    public void Follow(string text)
    {
        if (text != _newest)
        {
            _lines.Apply(LineChange.Between(_newest, text));
            _newest = text;
        }
    }

    /// <summary>Where the lines are; null for a text that is not the newest one.</summary>
    public LineTracker? LinesIn(SourceText source) => source.Content == _newest ? _lines : null;
}
