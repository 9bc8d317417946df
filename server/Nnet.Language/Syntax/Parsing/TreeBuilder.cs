using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
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
    {
        var declarations = ImmutableArray.CreateBuilder<Declaration>();
        foreach (var context in file.declaration())
        {
            if (context.Start is PieceToken pieces)
            {
                declarations.AddRange(pieces.Declarations);
            }
            else if (Declaration(context) is { } declaration)
            {
                declarations.Add(declaration);
            }
        }
        return declarations.DrainToImmutable();
    }

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
    {
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        for (var i = 0; i < (context?.ChildCount ?? 0); i++)
        {
            if (context!.GetChild(i) is not NnetParser.ParameterContext { ChildCount: > 0 } parameter)
            {
                continue;
            }
            if (context.GetChild(i - 1) is NnetParser.ParameterContext before)
            {
                var place = SpanOf(before).End;
                findings.Add(SyntaxFindings.Syntax, SpanOf(parameter), $"Parameters are parted by commas: one is missing before `{Name(parameter.ID() ?? parameter.ARGUMENT())!.Text}`.", new Fix("Insert a comma", new TextEdit(new Span(place, 0), ",")));
            }
            var @default = Expression(parameter.expression());
            parameters.Add(new Parameter(Name(parameter.ID() ?? parameter.ARGUMENT())!, @default) { IsHalfTyped = @default is null && parameter.ARGUMENT() is not null });
        }
        return parameters.ToImmutable();
    }

    private Body? Body(NnetParser.BodyContext? context)
    {
        if (context?.LBRACE() is null)
        {
            return null;
        }
        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (var inner in context.statement())
        {
            if (inner.Start is PieceToken pieces)
            {
                statements.AddRange(pieces.Statements);
            }
            else if (Statement(inner) is { } statement)
            {
                statements.Add(statement);
            }
        }
        return new Body(SpanOf(context), statements.DrainToImmutable());
    }

    private Statement? Statement(NnetParser.StatementContext context) => (context.ChildCount > 0 ? context.GetChild(0) : null) switch
    {
        NnetParser.LetStatementContext let when let.ID() is { } name => new LetStatement(SpanOf(let), Name(name)!, Expression(let.expression())),
        NnetParser.RepetitionContext repetition => new RepeatStatement(
            SpanOf(repetition),
            repetition.REPEAT()[0].Symbol.Span(),
            [.. repetition.atom().Select(atom => Atom(atom)).OfType<Expression>()],
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
        return new StepStatement(SpanOf(context), Name(context.LABEL()), name, arguments, Expression(step.condition()?.expression()), Body(step.body()), findings.Touch(line));
    }

    private ArgumentSyntax? Argument(NnetParser.ArgumentContext context)
    {
        if (context.ARGUMENT() is { } name)
        {
            return new ArgumentSyntax(SpanOf(context), Name(name), Expression(context.expression()));
        }
        return Atom(context.atom()) is { } value ? new ArgumentSyntax(value.Span, null, value) : null;
    }

    private Expression? Expression(NnetParser.ExpressionContext? context)
    {
        // Children are operands with operators between them; after an error the last may be missing.
        if (context is null || context.ChildCount % 2 == 0)
        {
            return null;
        }
        if (context.ChildCount > 2 * MaximalChain)
        {
            findings.Add(SyntaxFindings.TooDeep, context.Start.Span(), $"This calculation has {(context.ChildCount + 1) / 2:#,0} operands; more than {MaximalChain} are not read. Name its parts with `let` instead.");
            return null;
        }
        var position = 0;
        return Chain(context, ref position, 0);
    }

    // Operands joined by operators of one level or tighter ones, from a position on, which is left behind the last of them.
    private Expression? Chain(NnetParser.ExpressionContext context, ref int position, int level)
    {
        if (level == Operators.Sign)
        {
            return Signed(context, ref position);
        }
        var first = Chain(context, ref position, level + 1);
        ImmutableArray<ChainLink>.Builder? links = null;
        while (first is not null && position < context.ChildCount && context.GetChild(position) is NnetParser.OperatorContext { Start: { } sign } && Operators.LevelOf(sign.Type) == level)
        {
            position++;
            if (Chain(context, ref position, level + 1) is not { } operand)
            {
                return null;
            }
            (links ??= ImmutableArray.CreateBuilder<ChainLink>()).Add(new ChainLink(sign.Text, sign.Span(), operand));
        }
        return first is null || links is null ? first : new ChainExpression(Span.Cover(first.Span, links[^1].Operand.Span), first, links.ToImmutable());
    }

    // A sign binds looser than a power: -2^2 is -(2^2).
    private Expression? Signed(NnetParser.ExpressionContext context, ref int position)
    {
        if (context.GetChild(position) is not NnetParser.OperandContext operand || operand.primary() is not { } primary || Primary(primary) is not { } value)
        {
            return null;
        }
        position++;
        if (position < context.ChildCount && context.GetChild(position) is NnetParser.OperatorContext { Start: { Type: NnetParser.CARET } sign })
        {
            position++;
            // From the right: 2^3^2 is 2^(3^2).
            if (Signed(context, ref position) is not { } exponent)
            {
                return null;
            }
            value = new ChainExpression(Span.Cover(value.Span, exponent.Span), value, [new ChainLink("^", sign.Span(), exponent)]);
        }
        return operand.ChildCount == 1 ? value : new SignExpression(Span.FromBounds(operand.Start.StartIndex, value.Span.End), operand.MINUS().Length % 2 == 1, value);
    }

    private Expression? Primary(NnetParser.PrimaryContext context)
    {
        if (context.operands() is not { } operands)
        {
            return context.ChildCount == 0 ? null : Atom(context.GetChild(0));
        }
        var values = operands.expression().Select(Expression).ToArray();
        var name = context.qualifiedName();
        return Array.Exists(values, value => value is null) ? null : new CallExpression(SpanOf(context), new Name(name.GetText(), SpanOf(name)), [.. values.OfType<Expression>()]);
    }

    private Expression? Atom(NnetParser.AtomContext? context) => context is null || context.ChildCount == 0 ? null : Atom(context.GetChild(0));

    private Expression? Atom(IParseTree atom)
    {
        switch (atom)
        {
            case NnetParser.QualifiedNameContext name:
                return new NameExpression(SpanOf(name), name.GetText());
            case NnetParser.LiteralContext { Start: { } token }:
                return Literal(token);
            case NnetParser.ParenthesizedContext parenthesized:
                return Expression(parenthesized.expression()) is { } inner ? new ParenthesizedExpression(SpanOf(parenthesized), inner) : null;
            case NnetParser.ListContext list:
                return List(list);
            default:
                return null;
        }
    }

    private ListExpression? List(NnetParser.ListContext context)
    {
        var items = ImmutableArray.CreateBuilder<ListItem>();
        for (var i = 1; i < context.ChildCount; i++)
        {
            // A comma may follow the last item, but not another comma.
            if (context.GetChild(i) is ITerminalNode { Symbol: { Type: NnetParser.COMMA } comma } && context.GetChild(i - 1) is ITerminalNode)
            {
                findings.Add(SyntaxFindings.Syntax, comma.Span(), "Expected a value between these commas.", new Fix("Remove the comma", new TextEdit(comma.Span(), "")));
                return null;
            }
            if (context.GetChild(i) is NnetParser.ItemContext item)
            {
                if (Expression(item.expression()) is not { } value)
                {
                    return null;
                }
                items.Add(new ListItem(Name(item.ARGUMENT()), value));
            }
        }
        return new ListExpression(SpanOf(context), items.ToImmutable());
    }

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
                var unit = 0;
                while (text[unit] is '.' or (>= '0' and <= '9'))
                {
                    unit++;
                }
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
            text = text.Replace('X', 'x').Replace('×', 'x');
            findings.Add(SyntaxFindings.Syntax, span, $"Dimensions are written with the letter x: {text}.", new Fix($"Write {text}", new TextEdit(span, text)));
        }
        var written = text.Split('x');
        var axes = new int[written.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            if (!int.TryParse(written[i], NumberStyles.None, CultureInfo.InvariantCulture, out axes[i]) || axes[i] == 0)
            {
                findings.Add(SyntaxFindings.Syntax, span, $"{text} is no shape: every axis is a whole number from 1 to {int.MaxValue:#,0}.");
                return null;
            }
        }
        return new DimensionsLiteral(span, ImmutableCollectionsMarshal.AsImmutableArray(axes));
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
