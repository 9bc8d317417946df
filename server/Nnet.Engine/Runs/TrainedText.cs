using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs;

/// <summary>
/// What of a text a run is of: all of it but other models, data and train blocks. Two models that stand in one text and were trained side
/// by side differ in this, while the text that their folders keep is the same.
/// </summary>
public static class TrainedText
{
    /// <summary>The lines of a text that a run is of, without the empty ones around what was left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="run">How the run began.</param>
    public static string Of(string text, Started run)
    {
        var source = new SourceText(text);
        var declarations = SyntaxTree.Parse(source).Declarations;
        // A model may be trained by several blocks, of which the run's own is known by its line, unless the text changed while it was paused.
        var own = declarations.OfType<TrainDeclaration>().Where(train => train.Name?.Text == run.Model && train.Data?.Text == run.Data).ToArray();
        own = own.Where(train => LineOf(train) == run.Line).ToArray() is { Length: > 0 } exact ? exact : own;
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        foreach (var other in declarations.Reverse().Where(IsOther))
        {
            var (first, last) = (LineOf(other) - 1, source.LineAt(Math.Max(other.Span.Start, other.Span.End - 1)));
            // Several declarations may share a line, which then stays.
            if (declarations.Any(each => each != other && source.LineAt(each.Span.Start) <= last && source.LineAt(Math.Max(each.Span.Start, each.Span.End - 1)) >= first))
            {
                continue;
            }
            var end = last + 1;
            while (end < lines.Count && lines[end].Length == 0)
            {
                end++;
            }
            lines.RemoveRange(first, end - first);
        }
        return string.Join('\n', lines);

        bool IsOther(Declaration each) => each switch
        {
            ModelDeclaration model => model.Name?.Text != run.Model,
            DataDeclaration data => data.Name?.Text != run.Data,
            TrainDeclaration train => !own.Contains(train),
            _ => false,
        };

        int LineOf(Declaration each) => source.LineAt(each.Span.Start) + 1;
    }

    /// <summary>The same of a run's folder; null where the folder or its text is gone.</summary>
    public static string? In(string folder)
    {
        try
        {
            return Of(File.ReadAllText(Path.Combine(folder, RunText.FileName)), RunManifest.Load(folder).Started);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
