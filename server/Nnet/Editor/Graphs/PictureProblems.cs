using System.Collections.Immutable;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Graphs;

/// <summary>Which findings of a file concern a model, and where they show in its picture.</summary>
internal static class PictureProblems
{
    private static readonly ImmutableHashSet<FindingKind> s_unreadable =
    [
        SyntaxFindings.Syntax, SyntaxFindings.NeedsParentheses, SyntaxFindings.Unclosed, SyntaxFindings.Unopened, SyntaxFindings.TooDeep,
        SyntaxFindings.CommentStyle, SyntaxFindings.QuoteStyle, SyntaxFindings.FileTooLarge, SyntaxFindings.NotText, SyntaxFindings.AcasXu,
        SyntaxFindings.Internal, BindingFindings.UnknownWord,
    ];

    /// <summary>Whether lines of the model cannot be read just now, so that its graph lacks what they say.</summary>
    public static bool HasUnreadable(Analysis analysis, GraphPicture picture)
        => analysis.Findings.Any(finding => s_unreadable.Contains(finding.Kind) && Concerns(analysis, picture, finding));

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
