using System.Collections.Immutable;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Findings;

/// <summary>
/// The comments of a text that switch findings off: <c># nnet: ignore CODE, CODE</c> behind a line for that line, on a line of its
/// own for the next one, and <c># nnet: ignore-file CODE</c> at the top for all of them. What a second <c>#</c> begins is free text.
/// </summary>
public sealed class IgnoreComments
{
    private const string Mark = "nnet:";
    private const string OfLine = "ignore";
    private const string OfFile = "ignore-file";

    private readonly SourceText _source;
    private readonly Dictionary<string, List<int>> _ofLines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ofFile = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    private IgnoreComments(SourceText source) => _source = source;

    /// <summary>Switches nothing off.</summary>
    public static IgnoreComments None { get; } = new(new SourceText(""));

    /// <summary>A comment of ours that does not do what it says.</summary>
    public static FindingKind Kind { get; } = new("ignore-comment", Severity.Warning, "The comment switches nothing off",
        "`# nnet: ignore CODE` switches off warnings and hints by their code; what stands against training stays.");

    /// <summary>What is wrong with the comments themselves.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The comments of a text.</summary>
    public static IgnoreComments Of(SyntaxTree tree)
    {
        // Tokens are not made for nothing.
        if (!tree.Source.Content.Contains(Mark, StringComparison.Ordinal))
        {
            return None;
        }
        var comments = new IgnoreComments(tree.Source);
        var (lineOfCode, fileHasBegun) = (-1, false);
        for (var i = 0; i < tree.Tokens.Length; i++)
        {
            var token = tree.Tokens[i];
            if (token.Kind == TokenKind.Comment)
            {
                if (Words(tree.Source, token.Span) is { } words)
                {
                    var line = tree.Source.LineAt(token.Span.Start);
                    comments.Read(token.Span, words, line == lineOfCode ? line : LineBehind(tree, i), fileHasBegun);
                }
            }
            else if (token.Kind != TokenKind.NewLine)
            {
                fileHasBegun = true;
                lineOfCode = tree.Source.LineAt(token.Span.End);
            }
        }
        return comments;
    }

    /// <summary>Whether a finding is switched off. Errors never are: a file that cannot be trained has to say why.</summary>
    public bool Hides(Finding finding)
        => finding.Kind.Severity != Severity.Error
            && (_ofFile.Contains(finding.Kind.Code) || (_ofLines.TryGetValue(finding.Kind.Code, out var lines) && lines.Contains(_source.LineAt(finding.Span.Start))));

    /// <summary>The edit that switches a finding off on its line: in the comment that is there, behind the line, or above it.</summary>
    public static ImmutableArray<TextEdit> OnLine(SyntaxTree tree, Finding finding)
    {
        var (source, code) = (tree.Source, finding.Kind.Code);
        var line = source.LineSpan(source.LineAt(finding.Span.Start));
        var comment = tree.Tokens.FirstOrDefault(token => token.Kind == TokenKind.Comment && token.Span.Start >= line.Start && token.Span.End <= line.End);
        var edit = comment switch
        {
            null => new TextEdit(Span.FromBounds(line.Start + source[line].TrimEnd().Length, line.End), $"  # {Mark} {OfLine} {code}"),
            _ when Words(source, comment.Span) is [{ Text: OfLine }, .., var last] => new TextEdit(new Span(last.Span.End, 0), $", {code}"),
            // Another comment stands behind the line already.
            _ => new TextEdit(new Span(line.Start, 0), $"{Indent(source, line)}# {Mark} {OfLine} {code}\n"),
        };
        return [edit];
    }

    /// <summary>The edit that switches a kind of finding off in the whole file.</summary>
    public static ImmutableArray<TextEdit> InFile(SyntaxTree tree, FindingKind kind)
    {
        foreach (var token in tree.Tokens.TakeWhile(token => token.Kind is TokenKind.Comment or TokenKind.NewLine).Where(token => token.Kind == TokenKind.Comment))
        {
            if (Words(tree.Source, token.Span) is [{ Text: OfFile }, .., var last])
            {
                return [new TextEdit(new Span(last.Span.End, 0), $", {kind.Code}")];
            }
        }
        return [new TextEdit(new Span(0, 0), $"# {Mark} {OfFile} {kind.Code}\n")];
    }

    /// <summary>The word of such a comment at an offset, and what could stand there: its verb, or the codes that are not there yet.</summary>
    /// <returns>Null in any other comment, and in the free text behind a second <c>#</c>.</returns>
    public static (Span Word, ImmutableArray<string> Choices)? ChoicesAt(SourceText source, Span comment, int offset)
    {
        if (Words(source, comment) is not { } words || source[Span.FromBounds(comment.Start + 1, offset)].Contains('#', StringComparison.Ordinal)
            || offset < comment.Start + source[comment].IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)
        {
            return null;
        }
        var span = words.FirstOrDefault(word => word.Span.Touches(offset))?.Span ?? new Span(offset, 0);
        var others = words.Where(word => word.Span != span).Select(word => word.Text).ToHashSet(StringComparer.Ordinal);
        return (span, words.Any(word => word.Span.End < span.Start)
            ? [.. FindingKinds.All.Where(kind => kind.Severity != Severity.Error && !others.Contains(kind.Code)).Select(kind => kind.Code).Order(StringComparer.Ordinal)]
            : [OfLine, OfFile]);
    }

    private void Read(Span comment, ImmutableArray<Name> words, int line, bool fileHasBegun)
    {
        var verb = words.IsEmpty ? null : words[0];
        if (verb?.Text is not (OfLine or OfFile))
        {
            var nearest = verb is null ? null : Spelling.Nearest(verb.Text, [OfLine, OfFile]);
            Add(verb?.Span ?? comment, $"{(verb is null ? $"`{Mark}` says nothing" : $"`{verb.Text}` means nothing here")}: write `# {Mark} {OfLine} CODE` or, at the top, `# {Mark} {OfFile} CODE`.",
                nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", verb!.Span, nearest)]);
        }
        else if (words.Length == 1)
        {
            Add(verb.Span, $"This ignores nothing, since it names no finding. Write its code behind it: `# {Mark} {verb.Text} linear-stack`.");
        }
        else if (verb.Text == OfFile && fileHasBegun)
        {
            Add(verb.Span, $"`{OfFile}` stands at the top of the file, before everything else, so that nobody overlooks it. Here `{OfLine}` works, for one line.", Fixes.Replace($"Change to {OfLine}", verb.Span, OfLine));
        }
        else
        {
            foreach (var code in words.RemoveAt(0))
            {
                Switch(verb.Text, code, comment, words.Length == 2, line);
            }
        }
    }

    private void Switch(string verb, Name code, Span comment, bool isOnly, int line)
    {
        if (FindingKinds.Find(code.Text) is not { } kind)
        {
            var nearest = Spelling.Nearest(code.Text, FindingKinds.All.Where(known => known.Severity != Severity.Error).Select(known => known.Code));
            Add(code.Span, $"There is no finding `{code.Text}`.{Spelling.Suggest(nearest)}", nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", code.Span, nearest)]);
        }
        else if (kind.Severity == Severity.Error)
        {
            Add(code.Span, $"`{code.Text}` is an error: the file cannot be trained before it is mended, so it cannot be ignored.", isOnly ? [Remove(comment)] : []);
        }
        else if (verb == OfFile)
        {
            _ofFile.Add(code.Text);
        }
        else
        {
            if (!_ofLines.TryGetValue(code.Text, out var lines))
            {
                _ofLines.Add(code.Text, lines = []);
            }
            lines.Add(line);
        }
    }

    // With its line, or with the space before it.
    private Fix Remove(Span comment)
    {
        var line = _source.LineSpan(_source.LineAt(comment.Start));
        return string.IsNullOrWhiteSpace(_source[Span.FromBounds(line.Start, comment.Start)])
            ? Fixes.RemoveStep("Remove the comment", _source, comment)
            : new Fix("Remove the comment", new TextEdit(Span.FromBounds(line.Start + _source[Span.FromBounds(line.Start, comment.Start)].TrimEnd().Length, comment.End), ""));
    }

    private void Add(Span span, string message, params ImmutableArray<Fix> fixes) => _findings.Add(new Finding(Kind, span, message) { Fixes = fixes });

    // The line of the next token that is neither a comment nor a line's end.
    private static int LineBehind(SyntaxTree tree, int index)
    {
        for (var i = index + 1; i < tree.Tokens.Length; i++)
        {
            if (tree.Tokens[i].Kind is not (TokenKind.Comment or TokenKind.NewLine))
            {
                return tree.Source.LineAt(tree.Tokens[i].Span.Start);
            }
        }
        return tree.Source.LineCount;
    }

    // The words behind `# nnet:`, up to a second #; null for any other comment.
    private static ImmutableArray<Name>? Words(SourceText source, Span comment)
    {
        var text = source.Slice(comment);
        var at = 1 + text[1..].IndexOfAnyExcept(' ', '\t');
        if (at == 0 || !text[at..].StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }
        at += Mark.Length;
        var second = text[at..].IndexOf('#');
        var end = second < 0 ? text.Length : at + second;
        var words = ImmutableArray.CreateBuilder<Name>();
        while (at < end)
        {
            var length = text[at..end].IndexOfAny(' ', '\t', ',');
            length = length < 0 ? end - at : length;
            if (length > 0)
            {
                words.Add(new Name(text.Slice(at, length).ToString(), new Span(comment.Start + at, length)));
            }
            at += length + 1;
        }
        return words.ToImmutable();
    }

    private static string Indent(SourceText source, Span line) => source[line][..^source[line].TrimStart().Length];
}
