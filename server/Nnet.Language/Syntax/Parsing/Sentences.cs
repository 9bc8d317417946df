using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Antlr4.Runtime;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Says in a sentence what was expected, what was found, and where.</summary>
internal sealed partial class Sentences(SourceText source, LineFindings findings)
{
    private readonly Habits _habits = new(source, findings);

    /// <summary>Reports that <paramref name="found"/> does not fit where the parser stands.</summary>
    public void Report(NnetParser parser, IToken found)
    {
        var previous = Previous(parser, found);
        if (_habits.Recognize(parser, found, previous, InSettings(parser.Context)) || Special(parser, found, previous))
        {
            return;
        }
        var after = previous is null || previous.Type == NnetParser.NEWLINE || AtEnd(previous) ? "" : $" after `{Shown(previous)}`";
        var at = found.Type is NnetParser.NEWLINE or TokenConstants.EOF || AtEnd(found) ? previous?.Span() ?? found.Span() : found.Span();
        ImmutableArray<Fix> fixes = !parser.GetExpectedTokens().Contains(NnetParser.ON) ? []
            : found.Type == NnetParser.ID ? [new Fix("Insert on", new TextEdit(new Span(found.StartIndex, 0), "on "))]
            : found.Type == NnetParser.LBRACE && previous is { Type: NnetParser.ID } ? [.. DataNames().Matches(source.Content).Select(data => new Fix($"Insert on {data.Groups[1].Value}", new TextEdit(new Span(previous.StopIndex + 1, 0), $" on {data.Groups[1].Value}")))]
            : [];
        findings.Add(SyntaxFindings.Syntax, at, $"Expected {Expected(parser)}{after}, but {Found(found)}.", fixes);
    }

    private bool Special(NnetParser parser, IToken found, IToken? previous)
    {
        if (found.Type == NnetParser.UNKNOWN && found.Text is "'" or "‘" or "’" or "“" or "”" or "`")
        {
            var line = source.LineSpan(source.LineAt(found.StartIndex));
            var rest = source[Span.FromBounds(found.StartIndex + 1, line.End)];
            var closing = rest.IndexOfAny(['\'', '‘', '’', '“', '”', '`', '"']);
            var (quoted, content) = (new Span(found.StartIndex, Math.Max(0, closing) + 2), rest[..Math.Max(0, closing)]);
            // `activation='relu'`
            if (previous?.Type == NnetParser.ASSIGN && content.Length > 0 && char.IsAsciiLetter(content[0]) && content.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_'))
            {
                findings.Add(SyntaxFindings.QuoteStyle, quoted, $"A word stands without quotes: `{content}`. Texts, such as paths, stand in double quotes.", new Fix($"Write {content}", new TextEdit(quoted, content)));
                return true;
            }
            ImmutableArray<Fix> fixes = closing < 0 ? [] : [new Fix("Use double quotes", new TextEdit(quoted, $"\"{content}\""))];
            findings.Add(SyntaxFindings.QuoteStyle, found.Span(), $"Texts stand in double quotes, as in \"iris.csv\"; this is {found.Text}.", fixes);
            return true;
        }
        // `dense 2 -1` and `dense 4*d`: a value without a name is one atom.
        if (found.IsBinaryOperator() && InStep(parser) && previous is not null)
        {
            var start = previous.IsLiteral() || previous.Type is NnetParser.RPAREN or NnetParser.RBRACKET || (previous.Type == NnetParser.ID && !IsWord(parser, previous)) ? previous : found;
            var end = EndOfCalculation(parser);
            var text = source[Span.FromBounds(StartOfAtom(parser, start), end)];
            var span = Span.FromBounds(StartOfAtom(parser, start), end);
            findings.Add(SyntaxFindings.NeedsParentheses, span, $"A calculation needs parentheses here: `({text})`. Values without a name are parted by spaces alone.",
                new Fix($"Write ({text})", new TextEdit(span, $"({text})")));
            return true;
        }
        if (found.Type == NnetParser.COMMA && InStep(parser))
        {
            findings.Add(SyntaxFindings.Syntax, found.Span(), "Values are parted by spaces, not by commas.", new Fix("Remove the comma", new TextEdit(found.Span(), "")));
            return true;
        }
        if (found.IsKeyword() && parser.GetExpectedTokens().Contains(NnetParser.ID))
        {
            findings.Add(SyntaxFindings.Syntax, found.Span(), $"Expected {Expected(parser)}, but `{found.Text}` is a word of the language: choose another name.");
            return true;
        }
        return false;
    }

    private static bool InStep(NnetParser parser) => parser.Context is NnetParser.StepContext or NnetParser.BodyContext or NnetParser.FileContext or NnetParser.LabelledStepContext or NnetParser.ArgumentContext;

    // The word of a step is not one of its values.
    private static bool IsWord(NnetParser parser, IToken token)
    {
        var before = token.TokenIndex > 0 ? parser.TokenStream.Get(token.TokenIndex - 1).Type : NnetParser.NEWLINE;
        return before is NnetParser.NEWLINE or NnetParser.LBRACE or NnetParser.COLON;
    }

    private static int StartOfAtom(NnetParser parser, IToken token)
    {
        if (token.Type is not (NnetParser.RPAREN or NnetParser.RBRACKET))
        {
            return token.StartIndex;
        }
        var depth = 0;
        for (var i = token.TokenIndex; i >= 0; i--)
        {
            var current = parser.TokenStream.Get(i);
            depth += current.Type is NnetParser.RPAREN or NnetParser.RBRACKET ? 1 : current.Type is NnetParser.LPAREN or NnetParser.LBRACKET ? -1 : 0;
            if (depth == 0)
            {
                return current.StartIndex;
            }
        }
        return token.StartIndex;
    }

    // A calculation goes on while operators join operands.
    private static int EndOfCalculation(NnetParser parser)
    {
        var stream = parser.TokenStream;
        var end = stream.Get(stream.Index).StopIndex + 1;
        var (depth, operandExpected) = (0, true);
        for (var i = stream.Index + 1; ; i++)
        {
            var token = stream.Get(i);
            if (token.Type is TokenConstants.EOF or NnetParser.NEWLINE or NnetParser.LBRACE or NnetParser.RBRACE)
            {
                return end;
            }
            if (depth == 0 && !operandExpected && !token.IsBinaryOperator() && token.Type is not (NnetParser.LPAREN or NnetParser.DOT))
            {
                return end;
            }
            depth += token.Type is NnetParser.LPAREN or NnetParser.LBRACKET ? 1 : token.Type is NnetParser.RPAREN or NnetParser.RBRACKET ? -1 : 0;
            operandExpected = token.IsBinaryOperator() || token.Type == NnetParser.DOT;
            end = token.StopIndex + 1;
        }
    }

    private static IToken? Previous(NnetParser parser, IToken found)
    {
        var index = found.TokenIndex - 1;
        return index < 0 ? null : parser.TokenStream.Get(index);
    }

    // A closing bracket that the filter put in.
    private static bool AtEnd(IToken token) => token.Type != TokenConstants.EOF && token.StopIndex < token.StartIndex;

    private static string Expected(NnetParser parser)
    {
        var set = parser.GetExpectedTokens();
        var context = parser.Context;
        if (set.Contains(NnetParser.NUMBER))
        {
            return Value(context);
        }
        if (set.Contains(NnetParser.MODEL) && !set.Contains(NnetParser.ASSIGN))
        {
            return "`data`, `model`, `train` or `let`";
        }
        if (set.Contains(NnetParser.ID))
        {
            return context switch
            {
                NnetParser.BlockHeaderContext => "a name for the block",
                NnetParser.ModelHeaderContext => "a name for the model",
                NnetParser.DataHeaderContext => "a name for the data",
                NnetParser.TrainHeaderContext { ChildCount: 0 } => "the name of a model",
                NnetParser.TrainHeaderContext => "the name of a data block",
                NnetParser.LetStatementContext => "a name",
                NnetParser.ParametersContext or NnetParser.ParameterContext => "a parameter's name",
                _ => InSettings(context) ? "a setting" : "a layer",
            };
        }
        if (set.Contains(NnetParser.LBRACE))
        {
            return "`{`";
        }
        if (set.Contains(NnetParser.RBRACKET))
        {
            return "`,` or `]`";
        }
        if (set.Contains(NnetParser.RPAREN))
        {
            return context is NnetParser.OperandsContext or NnetParser.ParametersContext or NnetParser.ParameterContext ? "`,` or `)`" : "`)`";
        }
        if (set.Contains(NnetParser.ON))
        {
            return "`on` and the name of a data block";
        }
        if (set.Contains(NnetParser.ASSIGN))
        {
            return "`=` and a value";
        }
        if (set.Contains(NnetParser.STRING))
        {
            return "a path in quotes";
        }
        return EndsInStep(context) ? "a value, name=value or a new line" : "a new line";
    }

    // Whether the last thing read is a step that could go on.
    private static bool EndsInStep(RuleContext context)
    {
        while (context is ParserRuleContext { ChildCount: > 0 } parent && parent.GetChild(parent.ChildCount - 1) is RuleContext last)
        {
            if (last is NnetParser.StepContext step)
            {
                return step.body() is null && step.condition() is null;
            }
            context = last;
        }
        return false;
    }

    private static string Value(RuleContext context)
    {
        for (var current = context; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case NnetParser.ArgumentContext argument when argument.ARGUMENT() is { } name:
                    return $"a value for {name.GetText()}";
                case NnetParser.LetStatementContext let when let.ID() is { } name:
                    return $"a value for {name.GetText()}";
                case NnetParser.ConditionContext:
                    return "a condition";
                case NnetParser.BodyContext:
                    return "a value";
            }
        }
        return "a value";
    }

    private static bool InSettings(RuleContext? context)
    {
        for (; context is not null; context = context.Parent)
        {
            if (context is NnetParser.DataDeclarationContext or NnetParser.TrainDeclarationContext)
            {
                return true;
            }
        }
        return false;
    }

    private string Found(IToken token) => token.Type switch
    {
        TokenConstants.EOF => "the file ends here",
        NnetParser.NEWLINE => "the line ends here",
        NnetParser.UNKNOWN => $"found the character `{token.Text}`, which means nothing here",
        _ when AtEnd(token) => "it ends here",
        _ => $"found `{Shown(token)}`",
    };

    private string Shown(IToken token)
    {
        var text = source[token.Span()];
        return text.Length <= 30 ? text : text[..29] + "…";
    }

    // Of the text alone, since what can be read is no token of the parser's.
    [GeneratedRegex(@"^[ \t]*data[ \t]+(\w+)[ \t]*\{", RegexOptions.Multiline)]
    private static partial Regex DataNames();
}
