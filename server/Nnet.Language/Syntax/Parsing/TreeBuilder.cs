using System.Collections.Immutable;
using System.Globalization;
using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using Nnet.Language.Findings;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Makes the immutable tree from the parser's contexts, any part of which may be missing after an error.</summary>
internal sealed class TreeBuilder(LineFindings findings)
{
    // Formulas and evaluation go down one level for each operator of a chain.
    private const int MaximalChain = 500;

    public ImmutableArray<Declaration> Build(NnetParser.FileContext file)
        => [.. file.declaration().Select(Declaration).OfType<Declaration>()];

    private Declaration? Declaration(NnetParser.DeclarationContext context) => (context.ChildCount > 0 ? context.GetChild(0) : null) switch
    {
        NnetParser.UseDeclarationContext use => new UseDeclaration(SpanOf(use), use.STRING() is { } path ? Text(path.Symbol) : null),
        NnetParser.BlockDeclarationContext block => new LayerBlockDeclaration(SpanOf(block), Header(block, block.blockHeader()), Name(block.blockHeader()?.ID()), Parameters(block.blockHeader()?.parameters()), Body(block.body())),
        NnetParser.ModelDeclarationContext model => new ModelDeclaration(SpanOf(model), Header(model, model.modelHeader()), Name(model.modelHeader()?.ID()), Parameters(model.modelHeader()?.parameters()), Body(model.body())),
        NnetParser.DataDeclarationContext data => new DataDeclaration(SpanOf(data), Header(data, data.dataHeader()), Name(data.dataHeader()?.ID()), Body(data.body())),
        NnetParser.TrainDeclarationContext train => Train(train),
        NnetParser.StatementContext statement when Statement(statement) is { } made => new StatementDeclaration(made.Span, made),
        _ => null,
    };

    private TrainDeclaration Train(NnetParser.TrainDeclarationContext train)
    {
        // The names stand on either side of `on`; one of them may be missing.
        var header = train.trainHeader();
        var on = header?.ON()?.Symbol.TokenIndex ?? int.MaxValue;
        var names = header?.ID() ?? [];
        return new TrainDeclaration(SpanOf(train), Header(train, header),
            Name(Array.Find(names, name => name.Symbol.TokenIndex < on)), Name(Array.Find(names, name => name.Symbol.TokenIndex > on)), Body(train.body()));
    }

    private ImmutableArray<Parameter> Parameters(NnetParser.ParametersContext? context)
        => context is null ? [] : [.. context.parameter().Where(parameter => parameter.ID() is not null).Select(parameter => new Parameter(Name(parameter.ID())!, Expression(parameter.expression())))];

    private Body? Body(NnetParser.BodyContext? context)
        => context?.LBRACE() is null ? null : new Body(SpanOf(context), [.. context.statement().Select(Statement).OfType<Statement>()]);

    private Statement? Statement(NnetParser.StatementContext context) => (context.ChildCount > 0 ? context.GetChild(0) : null) switch
    {
        NnetParser.LetStatementContext let when let.ID() is { } name => new LetStatement(SpanOf(let), Name(name)!, Expression(let.expression())),
        NnetParser.RepetitionContext repetition => new RepeatStatement(
            SpanOf(repetition),
            repetition.REPEAT()[0].Symbol.Span(),
            [.. repetition.atom().Select(Atom).OfType<Expression>()],
            Body(repetition.body()),
            Step(repetition.labelledStep())),
        NnetParser.LabelledStepContext step => Step(step),
        _ => null,
    };

    private StepStatement? Step(NnetParser.LabelledStepContext? context)
    {
        if (context?.step() is not { } step || step.ID() is not { } word)
        {
            return null;
        }
        ImmutableArray<ArgumentSyntax> arguments = [.. step.argument().Select(Argument).OfType<ArgumentSyntax>()];
        var name = Name(word)!;
        var line = Span.FromBounds(name.Span.Start, arguments.Length > 0 ? arguments[^1].Span.End : name.Span.End);
        return new StepStatement(SpanOf(context), Name(context.label()?.ID()), name, arguments, Expression(step.condition()?.expression()), Body(step.body()), findings.Touch(line));
    }

    private ArgumentSyntax? Argument(NnetParser.ArgumentContext context)
    {
        if (context.argumentName() is { Start: { } word } && context.ASSIGN() is not null)
        {
            return new ArgumentSyntax(SpanOf(context), new Name(word.Text, word.Span()), Expression(context.expression()));
        }
        return Atom(context.atom()) is { } value ? new ArgumentSyntax(value.Span, null, value) : null;
    }

    private Expression? Expression(NnetParser.ExpressionContext? context)
        => context is null ? null : Chain(context, context.conjunction(), conjunction => Chain(conjunction, conjunction.comparison(), Comparison));

    private Expression? Comparison(NnetParser.ComparisonContext context)
        => Chain(context, context.sum(), sum => Chain(sum, sum.product(), product => Chain(product, product.unary(), Unary)));

    private Expression? Unary(NnetParser.UnaryContext context) => Signed(context, context.MINUS(), Power(context.power()));

    private Expression? Power(NnetParser.PowerContext? context)
    {
        if (context?.primary() is not { } first || Primary(first) is not { } result)
        {
            return null;
        }
        var exponents = context.exponent();
        if (exponents.Length == 0)
        {
            return result;
        }
        // 2^3^2 is 2^(3^2).
        var operands = exponents.Select(exponent => Signed(exponent, exponent.MINUS(), exponent.primary() is { } primary ? Primary(primary) : null)).ToArray();
        if (operands.Any(operand => operand is null) || TooLong(context, operands.Length))
        {
            return null;
        }
        var right = operands[^1]!;
        for (var i = operands.Length - 2; i >= 0; i--)
        {
            right = Link(operands[i]!, context.CARET(i + 1), right);
        }
        return Link(result, context.CARET(0), right);
    }

    private static ChainExpression Link(Expression left, ITerminalNode sign, Expression right)
        => new(Span.Cover(left.Span, right.Span), left, [new ChainLink("^", sign.Symbol.Span(), right)]);

    private static Expression? Signed(ParserRuleContext context, ITerminalNode[] minuses, Expression? operand)
        => operand is null || context.ChildCount == 1 ? operand : new SignExpression(Span.FromBounds(context.Start.StartIndex, operand.Span.End), minuses.Length % 2 == 1, operand);

    private Expression? Primary(NnetParser.PrimaryContext context)
        => context.call() is { } call ? Call(call) : Atom(context.atom());

    private CallExpression? Call(NnetParser.CallContext context)
    {
        var operands = context.expression().Select(Expression).ToArray();
        return context.ID() is null || operands.Any(operand => operand is null) ? null : new CallExpression(SpanOf(context), Name(context.ID())!, [.. operands.OfType<Expression>()]);
    }

    // One operand is itself; several make a flat chain.
    private Expression? Chain<T>(ParserRuleContext context, T[] operands, Func<T, Expression?> build)
        where T : ParserRuleContext
    {
        if (operands.Length == 0 || build(operands[0]) is not { } first)
        {
            return null;
        }
        if (operands.Length == 1)
        {
            return first;
        }
        if (TooLong(context, operands.Length))
        {
            return null;
        }
        var links = ImmutableArray.CreateBuilder<ChainLink>(operands.Length - 1);
        for (var i = 1; i < operands.Length; i++)
        {
            if (build(operands[i]) is not { } operand || context.GetChild((2 * i) - 1) is not ITerminalNode { Symbol: { } sign })
            {
                return null;
            }
            links.Add(new ChainLink(sign.Text, sign.Span(), operand));
        }
        return new ChainExpression(Span.Cover(first.Span, links[^1].Operand.Span), first, links.MoveToImmutable());
    }

    private bool TooLong(ParserRuleContext context, int operands)
    {
        if (operands <= MaximalChain)
        {
            return false;
        }
        findings.Add(SyntaxFindings.TooDeep, context.Start.Span(), $"This calculation has {operands} operands; more than {MaximalChain} are not read. Name its parts with `let` instead.");
        return true;
    }

    private Expression? Atom(NnetParser.AtomContext? context)
    {
        if (context is null || context.ChildCount == 0)
        {
            return null;
        }
        switch (context.GetChild(0))
        {
            case NnetParser.QualifiedNameContext name:
                return new NameExpression(SpanOf(name), name.GetText());
            case NnetParser.ParenthesizedContext parenthesized:
                return Expression(parenthesized.expression()) is { } inner ? new ParenthesizedExpression(SpanOf(parenthesized), inner) : null;
            case NnetParser.ListContext list:
                var items = list.item().Select(Item).ToArray();
                return items.Any(item => item is null) ? null : new ListExpression(SpanOf(list), [.. items.OfType<ListItem>()]);
            case ITerminalNode terminal:
                return Literal(terminal.Symbol);
            default:
                return null;
        }
    }

    private ListItem? Item(NnetParser.ItemContext context)
        => Expression(context.expression()) is { } value ? new ListItem(Name(context.ID()), value) : null;

    private Expression? Literal(IToken token)
    {
        var (span, text) = (token.Span(), token.Text);
        switch (token.Type)
        {
            case NnetParser.NUMBER:
                return new NumberLiteral(span, Number(text), text.AsSpan().IndexOfAny('.', 'e', 'E') < 0);
            case NnetParser.PERCENT:
                // Through decimal where possible, so that 7% is 0.07 and not 7·0.01.
                return new PercentLiteral(span, decimal.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? (double)(percent / 100) : Number(text[..^1]) / 100);
            case NnetParser.QUANTITY:
                var unit = text.AsSpan().IndexOfAnyExcept("0123456789.");
                if (text[unit] is 'e' or 'E' && Exponent(text, unit) is { } behind && behind > unit)
                {
                    unit = behind;
                }
                return new QuantityLiteral(span, Number(text[..unit]), text[unit..]);
            case NnetParser.DIMENSIONS:
                return Dimensions(span, text);
            case NnetParser.STRING:
                return Text(token);
            case NnetParser.UNCLOSED_STRING:
                return new TextLiteral(span, text[1..].TrimEnd());
            default:
                return null;
        }
    }

    // Where the unit begins behind an exponent, or null when the letter e belongs to the unit.
    private static int? Exponent(string text, int at)
    {
        var i = at + 1;
        if (i < text.Length && text[i] is '+' or '-')
        {
            i++;
        }
        var digits = i;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }
        return i > digits && i < text.Length ? i : null;
    }

    private DimensionsLiteral? Dimensions(Span span, string text)
    {
        if (text.AsSpan().IndexOfAny('X', '×') >= 0)
        {
            var written = text.Replace('X', 'x').Replace('×', 'x');
            findings.Add(SyntaxFindings.Syntax, span, $"Dimensions are written with the letter x: {written}.", new Fix($"Write {written}", new TextEdit(span, written)));
            text = written;
        }
        var axes = ImmutableArray.CreateBuilder<int>();
        foreach (var range in text.AsSpan().Split('x'))
        {
            if (!int.TryParse(text.AsSpan(range), NumberStyles.None, CultureInfo.InvariantCulture, out var axis) || axis == 0)
            {
                findings.Add(SyntaxFindings.Syntax, span, $"{text} is no shape: every axis is a whole number from 1 to {int.MaxValue:#,0}.");
                return null;
            }
            axes.Add(axis);
        }
        return new DimensionsLiteral(span, axes.ToImmutable());
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static TextLiteral Text(IToken token) => new(token.Span(), token.Text[1..^1]);

    private static Name? Name(ITerminalNode? node) => node is null ? null : new Name(node.GetText(), node.Symbol.Span());

    private Span Header(ParserRuleContext declaration, ParserRuleContext? header)
        => header is { Start: not null, Stop: { } stop } && stop.StopIndex >= header.Start.StartIndex
            ? Span.FromBounds(declaration.Start.StartIndex, stop.StopIndex + 1)
            : declaration.Start.Span();

    // From the first token of a context to its last one; after an error there may be no last one.
    private static Span SpanOf(ParserRuleContext context)
    {
        var start = context.Start.StartIndex;
        return context.Stop is { } stop && stop.StopIndex >= start ? Span.FromBounds(start, stop.StopIndex + 1) : Span.FromBounds(start, Math.Max(start, context.Start.StopIndex + 1));
    }
}
