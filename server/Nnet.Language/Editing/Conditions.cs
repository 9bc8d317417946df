using Nnet.Language.Binding;
using Nnet.Language.Definitions;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Editing;

/// <summary>Conditions as text, worked out as far as they depend on nothing.</summary>
public static class Conditions
{
    /// <summary>
    /// A condition without the parts that are known: <c>true</c>, <c>false</c>, or what is left. <c>1 &gt; 1 or in.channels != 64</c>
    /// becomes <c>in.channels != 64</c>.
    /// </summary>
    public static string Simplify(string condition)
    {
        var source = new SourceText($"let condition = {condition}");
        return SyntaxTree.Parse(source) is { Findings.IsEmpty: true, Declarations: [StatementDeclaration { Statement: LetStatement { Value: { } value } }] }
            ? Simplify(source, value)
            : condition;
    }

    private static string Simplify(SourceText source, Expression expression)
    {
        switch (expression)
        {
            case ParenthesizedExpression { Inner: var inner } when Simplify(source, inner) is var simple && simple is "true" or "false":
                return simple;
            case ChainExpression { Rest: [{ Operator: "and" or "or" }, ..] } chain:
                var decides = chain.Rest[0].Operator == "or" ? "true" : "false";
                var parts = chain.Rest.Select(link => link.Operand).Prepend(chain.First).Select(part => Simplify(source, part)).ToList();
                var left = parts.Where(part => part is not ("true" or "false")).ToList();
                return parts.Contains(decides) ? decides : left.Count > 0 ? string.Join($" {chain.Rest[0].Operator} ", left) : decides == "true" ? "false" : "true";
            default:
                return IsKnown(expression) && new Evaluator(new FindingBag(source), new Scope()).Evaluate(expression) is Value.Truth truth
                    ? truth.Holds ? "true" : "false"
                    : source[expression.Span];
        }
    }

    private static bool IsKnown(Expression? expression) => expression switch
    {
        NameExpression name => name.Name is "true" or "false",
        ParenthesizedExpression parenthesized => IsKnown(parenthesized.Inner),
        SignExpression sign => IsKnown(sign.Operand),
        ChainExpression chain => IsKnown(chain.First) && chain.Rest.All(link => IsKnown(link.Operand)),
        CallExpression call => call.Operands.All(IsKnown),
        ListExpression list => list.Items.All(item => IsKnown(item.Value)),
        _ => expression is not null,
    };
}
