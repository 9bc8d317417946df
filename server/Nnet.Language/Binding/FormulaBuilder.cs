using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Keeps an expression over the columns of the data as a formula; names that <c>let</c> declares are put in as numbers.</summary>
internal sealed class FormulaBuilder(FindingBag bag, Scope scope)
{
    /// <summary>The formula, or null with a finding.</summary>
    public Value.Column? Column(Expression expression) => Build(expression) is { } formula ? new Value.Column(formula) : null;

    private Formula? Build(Expression expression) => Make(expression) is { } formula ? formula with { Source = bag.Source[expression.Span] } : null;

    private Formula? Make(Expression expression)
    {
        switch (expression)
        {
            case NumberLiteral number:
                return new Formula.Constant(number.Value);
            case PercentLiteral percent:
                return new Formula.Constant(percent.Fraction);
            case NameExpression name:
                return scope.TryFind(name.Name, out var value)
                    ? value switch
                    {
                        Value.Number number => new Formula.Constant(number.Amount),
                        null => null,
                        _ => Fail(name.Span, $"A formula calculates with numbers and columns, but `{name.Name}` is {value}."),
                    }
                    : new Formula.Variable(name.Name);
            case TextLiteral column:
                return new Formula.Variable(column.Content);
            case ParenthesizedExpression parenthesized:
                return Build(parenthesized.Inner);
            case SignExpression sign:
                return Build(sign.Operand) is { } operand ? sign.Negative ? new Formula.Apply("neg", [operand]) : operand : null;
            case ChainExpression chain:
                return Chain(chain);
            case CallExpression call:
                return Call(call);
            default:
                return Fail(expression.Span, $"`{bag.Source[expression.Span]}` is no formula: columns and numbers are joined by + - * / ^ and {string.Join(", ", Formula.Functions.Keys.Order())}.");
        }
    }

    private Formula? Chain(ChainExpression chain)
    {
        var left = Build(chain.First);
        foreach (var link in chain.Rest)
        {
            if (link.Operator is not ("+" or "-" or "*" or "/" or "^"))
            {
                return Fail(link.OperatorSpan, $"A formula has no `{link.Operator}`; there are + - * / ^.");
            }
            if (left is null || Build(link.Operand) is not { } right)
            {
                return null;
            }
            var source = bag.Source[Span.Cover(chain.First.Span, link.Operand.Span)];
            left = new Formula.Apply(link.Operator, [left, right]) { Source = source };
        }
        return left;
    }

    private Formula? Call(CallExpression call)
    {
        if (!Formula.Functions.ContainsKey(call.Function.Text))
        {
            var nearest = Spelling.Nearest(call.Function.Text, Formula.Functions.Keys);
            bag.Add(BindingFindings.UnknownName, call.Function.Span, $"There is no function `{call.Function.Text}`; there are {string.Join(", ", Formula.Functions.Keys.Order())}.{Spelling.Suggest(nearest)}",
                nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", call.Function.Span, nearest)]);
            return null;
        }
        if (call.Operands.Length != 1)
        {
            return Fail(call.Span, string.Create(CultureInfo.InvariantCulture, $"{call.Function.Text} takes one operand, not {call.Operands.Length}."));
        }
        return Build(call.Operands[0]) is { } operand ? new Formula.Apply(call.Function.Text, ImmutableArray.Create(operand)) : null;
    }

    private Formula? Fail(Span span, string message)
    {
        bag.Add(BindingFindings.Calculation, span, message);
        return null;
    }
}
