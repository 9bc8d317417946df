using System.Collections.Immutable;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Text → tokens → tree.</summary>
internal static class SyntaxReader
{
    /// <summary>Reads a text; what cannot be read is in the tree's findings.</summary>
    public static SyntaxTree Parse(SourceText source)
    {
        if (ForeignFile.Recognize(source) is { } foreign)
        {
            return new SyntaxTree(source, [], [], [foreign]);
        }
        // UTF-16 code units, as in LSP; CharStreams.fromString would count code points.
        var lexer = new NnetLexer(new AntlrInputStream(source.Content));
        lexer.RemoveErrorListeners();
        var (visible, tokens) = Read(lexer);
        var findings = new LineFindings(source);
        foreach (var token in visible)
        {
            if (token.Type == NnetParser.UNCLOSED_STRING)
            {
                findings.Add(SyntaxFindings.Unclosed, token.Span(), "This text is never closed: put a `\"` where it ends; a text cannot go on in the next line.",
                    new Fix("Insert \"", new TextEdit(new Span(source[token.Span()].TrimEnd().Length + token.StartIndex, 0), "\"")));
            }
        }
        var filtered = new TokenFilter(source, visible, findings).Run();
        var stream = new CommonTokenStream(new ListTokenSource(filtered));
        stream.Fill();
        var parser = new NnetParser(stream)
        {
            ErrorHandler = new LineRecovery(new Sentences(source, findings)),
        };
        parser.RemoveErrorListeners();
        // Two tokens decide every choice of the grammar, whatever stands around it, so the full-context stage is never needed.
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        var file = parser.file();
        var declarations = new TreeBuilder(findings).Build(file);
        return new SyntaxTree(source, declarations, tokens, findings.ToArray());
    }

    private static (List<IToken> Visible, ImmutableArray<Token> All) Read(NnetLexer lexer)
    {
        var visible = new List<IToken>();
        var all = ImmutableArray.CreateBuilder<Token>();
        while (true)
        {
            var token = lexer.NextToken();
            if (token.Type == TokenConstants.EOF)
            {
                visible.Add(token);
                return (visible, all.ToImmutable());
            }
            all.Add(new Token(KindOf(token), token.Span()));
            if (token.Channel == TokenConstants.DefaultChannel)
            {
                visible.Add(token);
            }
        }
    }

    private static TokenKind KindOf(IToken token) => token.Type switch
    {
        NnetParser.ID => TokenKind.Word,
        NnetParser.NEWLINE => token.IsLineBreak() ? TokenKind.NewLine : TokenKind.Semicolon,
        NnetParser.COMMENT => TokenKind.Comment,
        NnetParser.STRING => TokenKind.Text,
        NnetParser.UNCLOSED_STRING => TokenKind.UnclosedText,
        NnetParser.UNKNOWN => TokenKind.Unknown,
        _ when token.IsKeyword() => TokenKind.Keyword,
        _ when token.IsLiteral() => TokenKind.Number,
        _ => TokenKind.Sign,
    };
}
