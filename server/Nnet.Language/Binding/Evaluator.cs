using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Works out the values of expressions. Null means that there is none, which has been reported.</summary>
/// <param name="bag">Takes findings.</param>
/// <param name="scope">What names stand for.</param>
/// <param name="edges">What lines carry, for <c>in.channels</c>; null outside of models.</param>
internal sealed class Evaluator(FindingBag bag, Scope scope, IEdges? edges = null)
{
    // What a parameter of a block may stand for, since it is passed on to some argument of a layer.
    private static readonly Lazy<HashSet<string>> s_words = new(() => Catalog<Layers.Layer>.All.SelectMany(layer => layer.Arguments.SelectMany(argument => argument.Words).Append(layer.Name)).ToHashSet(StringComparer.Ordinal));

    /// <summary>The value of an expression.</summary>
    /// <param name="expression">What is written.</param>
    /// <param name="target">The argument that it is for, which decides what a bare word means; null for <c>let</c>.</param>
    public Value? Evaluate(Expression expression, Argument? target = null) => expression switch
    {
        NumberLiteral number => new Value.Number(number.Value, number.IsInteger),
        PercentLiteral percent => new Value.Percent(percent.Fraction),
        QuantityLiteral quantity => new Value.Quantity(quantity.Amount, quantity.Unit),
        DimensionsLiteral dimensions => new Value.Dimensions(dimensions.Axes),
        TextLiteral text => new Value.Text(text.Content),
        NameExpression name => Name(name, target),
        ParenthesizedExpression parenthesized => Evaluate(parenthesized.Inner, target),
        ListExpression list => List(list, target),
        SignExpression sign => Sign(sign, target),
        ChainExpression chain => Chain(chain, target),
        CallExpression call => Call(call, target),
        _ => null,
    };

    private Value? Name(NameExpression name, Argument? target)
    {
        if (target is { Kind: ArgumentKind.NewName or ArgumentKind.Input or ArgumentKind.Output })
        {
            return new Value.Word(name.Name);
        }
        if (name.Name.IndexOf('.') is var dot and > 0)
        {
            // `csv data.csv`
            if (target is { Kind: ArgumentKind.Text or ArgumentKind.Path })
            {
                return InQuotes(name, target);
            }
            return Property(name, name.Name[..dot], name.Name[(dot + 1)..]);
        }
        if (target is { Kind: ArgumentKind.Edges or ArgumentKind.SharedLayer })
        {
            return Label(name, target);
        }
        var words = target?.Words ?? [];
        if (name.Name is "true" or "false" && !words.Contains(name.Name))
        {
            return new Value.Truth(name.Name == "true");
        }
        if (!words.Contains(name.Name) && scope.TryFind(name.Name, out var value))
        {
            return value;
        }
        // Whether the word fits is for the argument to say; it knows what would.
        if (target is { Kind: ArgumentKind.Word or ArgumentKind.Flag or ArgumentKind.Names or ArgumentKind.Columns or ArgumentKind.Domain or ArgumentKind.Initial or ArgumentKind.ClassWeights } || target?.Canonical(name.Name) is not null)
        {
            return words.Contains(name.Name) && name.Name is "true" or "false" ? new Value.Truth(name.Name == "true") : new Value.Word(name.Name);
        }
        if (target is null or { Kind: ArgumentKind.Any } && s_words.Value.Contains(name.Name))
        {
            return new Value.Word(name.Name);
        }
        if (target is { Kind: ArgumentKind.Text or ArgumentKind.Path })
        {
            return InQuotes(name, target);
        }
        var nearest = bag.Nearest(name.Name, scope.Names.Concat(words));
        bag.Add(BindingFindings.UnknownName, name.Span, $"`{name.Name}` stands for nothing here{(target is null or { Kind: ArgumentKind.Any } ? "" : $", and `{target.Name}` takes {target.Expectation}")}.{(nearest is null ? " Names are declared with `let`." : Spelling.Suggest(nearest))}",
            nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", name.Span, nearest)]);
        return null;
    }

    private Value? InQuotes(NameExpression name, Argument target)
    {
        bag.Add(BindingFindings.WrongValue, name.Span, $"`{target.Name}` is {target.Expectation}: \"{name.Name}\".", new Fix("Put it in quotes", new TextEdit(name.Span, $"\"{name.Name}\"")));
        return null;
    }

    // The label of a line above, or a parameter that was given one.
    private Value? Label(NameExpression name, Argument target)
    {
        if (scope.TryFind(name.Name, out var value))
        {
            return value is null or Value.Edge ? value : Fail(BindingFindings.WrongValue, name.Span, $"`{target.Name}` is {target.Expectation}, but `{name.Name}` is {value}.");
        }
        var nearest = bag.Nearest(name.Name, scope.Names.Where(known => scope.TryFind(known, out var other) && other is Value.Edge));
        bag.Add(BindingFindings.UnknownName, name.Span, $"No line above is labelled `{name.Name}`.{(nearest is null ? $" A label stands before its line: `{name.Name}: dense 64`." : Spelling.Suggest(nearest))}",
            nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", name.Span, nearest)]);
        return null;
    }

    // What an edge carries: `in.channels`, `e4.height`.
    private Value? Property(NameExpression name, string head, string property)
    {
        if (edges is null)
        {
            return Fail(BindingFindings.UnknownName, name.Span, $"`{name.Name}` asks what a line of a model carries; here is no model.");
        }
        TensorType? type;
        if (head == "in")
        {
            type = edges.Current;
        }
        else if (scope.TryFind(head, out var value))
        {
            if (value is not (null or Value.Edge))
            {
                return Fail(BindingFindings.UnknownName, name.Span, $"`{head}` is {value}; only a line that has a label, or `in`, has `{property}`.");
            }
            type = value is Value.Edge edge ? edges.TypeOf(edge.Output) : null;
        }
        else
        {
            return Fail(BindingFindings.UnknownName, name.Span, $"No line above is labelled `{head}`; `in` is what the line itself is fed with.");
        }
        return EdgeProperties.IsKnown(property) || type is not null
            ? type is { } known ? EdgeProperties.Of(known.Shape, property) is { } amount ? Number(amount) : Fail(span: name.Span, message: $"`{head}` is {known.Shape} here, which has no {property}. It has {string.Join(", ", EdgeProperties.NamesOf(known.Shape))}.") : null
            : Fail(BindingFindings.UnknownName, name.Span, $"An edge has no `{property}`: it has {string.Join(", ", EdgeProperties.Names)}.");
    }

    private Value? List(ListExpression list, Argument? target)
    {
        var named = target is { Kind: ArgumentKind.Dimensions or ArgumentKind.Order } && list.Items.Any(item => item.Name is not null);
        var items = ImmutableArray.CreateBuilder<Value>(list.Items.Length);
        var whole = true;
        foreach (var item in list.Items)
        {
            if (item.Name is not null && !named)
            {
                bag.Add(BindingFindings.WrongValue, item.Name.Span, $"This list has plain values; `{item.Name.Text}=` means nothing in it.", new Fix($"Remove {item.Name.Text}=", new TextEdit(Span.FromBounds(item.Name.Span.Start, item.Value.Span.Start), "")));
                whole = false;
            }
            else if ((target?.Kind == ArgumentKind.Formulas ? new FormulaBuilder(bag, scope).Column(item.Value) : Evaluate(item.Value, target)) is { } value)
            {
                items.Add(value);
            }
            else
            {
                whole = false;
            }
        }
        return whole ? new Value.List(items.ToImmutable()) { Names = named ? [.. list.Items.Select(item => item.Name?.Text)] : [] } : null;
    }

    private Value? Sign(SignExpression sign, Argument? target)
    {
        var value = Evaluate(sign.Operand, Numeric(target));
        return value switch
        {
            null => null,
            Value.Number number => sign.Negative ? number with { Amount = -number.Amount } : number,
            Value.Percent percent => sign.Negative ? new Value.Percent(-percent.Fraction) : percent,
            Value.Quantity quantity => sign.Negative ? quantity with { Amount = -quantity.Amount } : quantity,
            _ => Fail(sign.Span, $"Only numbers have a sign, and `{value}` is none."),
        };
    }

    private Value? Chain(ChainExpression chain, Argument? target)
    {
        var left = Evaluate(chain.First, Numeric(target));
        var span = chain.First.Span;
        if (chain.Rest.Length > 1 && IsComparison(chain.Rest[1].Operator))
        {
            return Fail(chain.Span, "Comparisons are not chained: join two of them with `and`.");
        }
        foreach (var link in chain.Rest)
        {
            var right = Evaluate(link.Operand, Numeric(target));
            if (left is null || right is null)
            {
                return null;
            }
            left = Apply(link, left, right);
            span = Span.Cover(span, link.Operand.Span);
        }
        return left;
    }

    private Value? Apply(ChainLink link, Value left, Value right)
    {
        if (link.Operator is "and" or "or")
        {
            return (left, right) is (Value.Truth a, Value.Truth b)
                ? new Value.Truth(link.Operator == "and" ? a.Holds && b.Holds : a.Holds || b.Holds)
                : Fail(link.OperatorSpan, $"`{link.Operator}` joins conditions, but this is `{left}` {link.Operator} `{right}`.");
        }
        if (link.Operator is "==" or "!=" && Amount(left) is null)
        {
            return new Value.Truth(left.Equals(right) == (link.Operator == "=="));
        }
        if (Amount(left) is not { } x || Amount(right) is not { } y)
        {
            return Fail(link.OperatorSpan, $"`{link.Operator}` takes numbers, but this is `{left}` {link.Operator} `{right}`.");
        }
        if (IsComparison(link.Operator))
        {
            return new Value.Truth(link.Operator switch { "==" => x == y, "!=" => x != y, "<" => x < y, "<=" => x <= y, ">" => x > y, _ => x >= y });
        }
        if (y == 0 && link.Operator is "/" or "//" or "%")
        {
            return Fail(link.OperatorSpan, $"`{left} {link.Operator} {right}` divides by zero.");
        }
        var result = link.Operator switch
        {
            "+" => x + y,
            "-" => x - y,
            "*" => x * y,
            "/" => x / y,
            "//" => Math.Floor(x / y),
            "%" => x - (y * Math.Floor(x / y)),
            _ => Math.Pow(x, y),
        };
        if (!double.IsFinite(result))
        {
            return Fail(link.OperatorSpan, $"`{left} {link.Operator} {right}` is no finite number.");
        }
        return left is Value.Percent && right is Value.Percent && link.Operator is "+" or "-" ? new Value.Percent(result) : Number(result);
    }

    private Value? Call(CallExpression call, Argument? target)
    {
        if (Function.Find(call.Function.Text) is not { } function)
        {
            if (target is { Kind: ArgumentKind.Domain or ArgumentKind.Initial or ArgumentKind.Any })
            {
                var values = call.Operands.Select(operand => Evaluate(operand)).ToArray();
                return values.All(value => value is not null) ? new Value.Application(call.Function.Text, [.. values.Select(value => value!)]) : null;
            }
            var nearest = Spelling.Nearest(call.Function.Text, Function.All.Select(known => known.Name));
            bag.Add(BindingFindings.UnknownName, call.Function.Span, $"There is no function `{call.Function.Text}`; there are {string.Join(", ", Function.All.Select(known => known.Name))}.{Spelling.Suggest(nearest)}",
                nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", call.Function.Span, nearest)]);
            return null;
        }
        var operands = new double[call.Operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            if (Evaluate(call.Operands[i], Numeric(target)) is not { } value)
            {
                return null;
            }
            if (Amount(value) is not { } amount)
            {
                return Fail(call.Operands[i].Span, $"{call.Function.Text} takes numbers, and `{value}` is none.");
            }
            operands[i] = amount;
        }
        if (operands.Length < function.Least || operands.Length > function.Most)
        {
            return Fail(call.Span, $"{call.Function.Text} takes {(function.Least == function.Most ? $"{function.Least}" : $"from {function.Least}")} number, not {operands.Length}.");
        }
        var result = function.Compute(operands);
        return double.IsFinite(result) ? Number(result) : Fail(call.Span, $"{call.Function.Text}({string.Join(", ", operands)}) is no finite number.");
    }

    private Value? Fail(Span span, string message) => Fail(BindingFindings.Calculation, span, message);

    private Value? Fail(FindingKind kind, Span span, string message)
    {
        bag.Add(kind, span, message);
        return null;
    }

    private static bool IsComparison(string sign) => sign is "==" or "!=" or "<" or "<=" or ">" or ">=";

    private static double? Amount(Value value) => value switch
    {
        Value.Number number => number.Amount,
        Value.Percent percent => percent.Fraction,
        _ => null,
    };

    // 12/2 is as whole as 6.
    private static Value.Number Number(double amount) => new(amount, Math.Abs(amount) < 1L << 53 && amount == Math.Floor(amount));

    // Inside a calculation a bare word is a name, whatever the result is for.
    private static Argument? Numeric(Argument? target) => target is { Kind: ArgumentKind.Integer or ArgumentKind.Number or ArgumentKind.Share or ArgumentKind.PerAxis or ArgumentKind.Order or ArgumentKind.Dimensions } ? target : null;
}
