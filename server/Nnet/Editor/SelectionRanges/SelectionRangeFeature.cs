using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.SelectionRanges;

/// <summary>Grows a selection from the word over the value, the argument, the call, the line and the body to the declaration and the file.</summary>
public static class SelectionRangeFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.SelectionRangeProvider = new SelectionRangeOptions();
        workspace.OnRequest<SelectionRangeParams, SelectionRange[]>(
            "textDocument/selectionRange",
            (snapshot, parameters) => [.. parameters.Positions.Select(position => At(snapshot, snapshot.Source.ToOffset(position)))]);
    }

    private static SelectionRange At(Snapshot snapshot, int offset)
    {
        SelectionRange? range = null;
        var tree = snapshot.Analysis.Syntax;
        var last = default(Span?);
        // From the file inwards; what does not lie within the one before, or is the same, is no step.
        foreach (var span in Spans(tree, offset).Prepend(new Span(0, tree.Source.Length)))
        {
            if (last is not { } outer || (span != outer && span.Start >= outer.Start && span.End <= outer.End))
            {
                range = new SelectionRange(snapshot.Source.ToRange(span), range);
                last = span;
            }
        }
        return range!;
    }

    private static IEnumerable<Span> Spans(SyntaxTree tree, int offset)
    {
        var declaration = tree.DeclarationAt(offset);
        if (declaration is not null)
        {
            yield return declaration.Span;
            if (declaration.HeaderSpan.Touches(offset))
            {
                yield return declaration.HeaderSpan;
            }
        }
        IEnumerable<Expression?> values = declaration switch
        {
            LayerBlockDeclaration block => block.Parameters.Select(parameter => parameter.Default),
            UseDeclaration use => [use.Path],
            _ => [],
        };
        var statement = (declaration as StatementDeclaration)?.Statement;
        for (var body = (declaration as BlockDeclaration)?.Body; statement is not null || (body is not null && body.Span.Touches(offset));)
        {
            if (statement is null)
            {
                yield return body!.Span;
                yield return body.Inside;
                statement = body.Statements.LastOrDefault(inner => inner.Span.Touches(offset));
                if (statement is null)
                {
                    break;
                }
            }
            yield return statement.Span;
            if (statement is RepeatStatement { Step: { } repeated } && repeated.Span.Touches(offset))
            {
                (statement, body) = (repeated, null);
                continue;
            }
            body = statement is StepStatement step ? step.Body : (statement as RepeatStatement)?.Body;
            values = statement switch
            {
                LetStatement let => [let.Value],
                RepeatStatement repeat => repeat.Counts,
                StepStatement line => line.Arguments.Select(argument => argument.Value).Append(line.Condition),
                _ => [],
            };
            if (statement is StepStatement written)
            {
                var line = body is null ? written.Span : Span.FromBounds(written.Span.Start, body.Span.Start);
                yield return line with { Length = tree.Source[line].TrimEnd().Length };
                if (written.CallSpan.Touches(offset))
                {
                    yield return written.CallSpan;
                }
                if (written.Arguments.FirstOrDefault(argument => argument.Span.Touches(offset)) is { } argument)
                {
                    yield return argument.Span;
                }
            }
            statement = null;
        }
        for (var value = values.FirstOrDefault(value => value is not null && value.Span.Touches(offset)); value is not null; value = value.Parts().FirstOrDefault(part => part.Span.Touches(offset)))
        {
            yield return value.Span;
        }
        if (tree.Tokens.FirstOrDefault(token => token.Span.Touches(offset) && token.Kind is TokenKind.Word or TokenKind.Keyword or TokenKind.Number or TokenKind.Text or TokenKind.UnclosedText or TokenKind.Comment) is { } word)
        {
            yield return word.Span;
        }
    }
}
