using System.Collections.Immutable;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Graphs;

/// <summary>Which findings of a file concern a model, and where they show in its picture.</summary>
internal static class PictureProblems
{
    // Nobody knows which line belongs where.
    private static readonly ImmutableHashSet<FindingKind> s_confusing =
    [
        SyntaxFindings.Unclosed, SyntaxFindings.Unopened, SyntaxFindings.TooDeep, SyntaxFindings.FileTooLarge, SyntaxFindings.NotText,
        SyntaxFindings.AcasXu, SyntaxFindings.Internal,
    ];

    /// <summary>Whether lines of a picture cannot be read just now, so that the graph of the text lacks what they say.</summary>
    /// <param name="picture">The picture; its lines are those of the text.</param>
    /// <param name="analysis">The text as it is now.</param>
    /// <param name="model">The graph that could be made of it, or null.</param>
    public static bool HasUnreadable(GraphPicture picture, Analysis analysis, LayerGraph? model)
    {
        var errors = analysis.Findings.Where(finding => finding.Kind.Severity == Severity.Error && Concerns(analysis, picture, finding)).ToList();
        if (model is null || errors.Exists(error => s_confusing.Contains(error.Kind)))
        {
            return errors.Count > 0;
        }
        // A line that was there, has an error now, and makes nothing any longer: its word is half typed.
        var written = picture.Nodes.Cast<IGraphPlace>().Concat(picture.Frames).Where(part => part.Uri is null).Select(part => part.Line).ToHashSet();
        var read = model.Steps.Where(step => step.Origin.Foreign is null).Select(step => step.Origin.LineIn(analysis.Source)).ToHashSet();
        return errors.Select(error => analysis.Source.LineAt(error.Span.Start)).Any(line => written.Contains(line) && !read.Contains(line));
    }

    /// <summary>The picture with its errors and warnings where they are, and no others.</summary>
    /// <param name="picture">The picture; a part that did not work out has no shape.</param>
    /// <param name="analysis">The text as it is now.</param>
    public static GraphPicture Place(GraphPicture picture, Analysis analysis)
    {
        var parts = picture.Nodes.Cast<IGraphPlace>().Concat(picture.Frames).Where(part => part.Uri is null).ToLookup(part => part.Line);
        var found = new Dictionary<string, GraphProblem>(StringComparer.Ordinal);
        var others = ImmutableArray.CreateBuilder<GraphProblem>();
        foreach (var finding in analysis.Findings.Where(finding => finding.Kind.Severity is Severity.Error or Severity.Warning))
        {
            var (line, character) = analysis.Source.PositionAt(finding.Span.Start);
            var problem = new GraphProblem(finding.Kind.Severity == Severity.Error, finding.Message, line, character);
            var at = PartsAt(parts[line], character, problem.IsError).ToList();
            foreach (var part in at)
            {
                if (!found.TryGetValue(part.Id, out var before) || (problem.IsError && !before.IsError))
                {
                    found[part.Id] = problem;
                }
            }
            if (at.Count == 0 && problem.IsError && Concerns(analysis, picture, finding))
            {
                others.Add(problem);
            }
        }
        return picture with
        {
            Nodes = [.. picture.Nodes.Select(node => node with { Problem = found.GetValueOrDefault(node.Id) })],
            Frames = [.. picture.Frames.Select(frame => frame with { Problem = found.GetValueOrDefault(frame.Id) })],
            Problems = others.ToImmutable(),
        };
    }

    // The last word of the line that stands before the place. A line of a block may be drawn many times, and work out elsewhere.
    private static IEnumerable<IGraphPlace> PartsAt(IEnumerable<IGraphPlace> onLine, int character, bool isError)
    {
        var parts = onLine.ToList();
        if (parts.Count == 0)
        {
            return parts;
        }
        var column = parts.Where(part => part.Character <= character).Select(part => part.Character).DefaultIfEmpty(parts.Min(part => part.Character)).Max();
        parts.RemoveAll(part => part.Character != column);
        return isError && parts.Exists(part => part.Shape is null) ? parts.Where(part => part.Shape is null) : parts;
    }

    private static bool Concerns(Analysis analysis, GraphPicture picture, Finding finding) => analysis.Syntax.DeclarationAt(finding.Span.Start) switch
    {
        DataDeclaration or TrainDeclaration => false,
        ModelDeclaration model => model.Name is null || model.Name.Text == picture.Model || !picture.Models.Contains(model.Name.Text),
        LayerBlockDeclaration block => block.Name is null || picture.Frames.Any(frame => frame.Word == block.Name.Text),
        _ => true,
    };
}
