using System.Collections.Immutable;

namespace Nnet.Language.Definitions;

/// <summary>An expression over named columns, evaluated once per row.</summary>
public abstract record Formula
{
    private Formula()
    {
    }

    /// <summary>A fixed number.</summary>
    public sealed record Constant(double Value) : Formula;

    /// <summary>The value of a column.</summary>
    public sealed record Variable(string Name) : Formula;

    /// <summary>An operation: <c>+ - * / ^</c>, unary <c>neg</c>, or a function <c>sin cos tan exp log sqrt abs tanh</c>.</summary>
    public sealed record Apply(string Operation, ImmutableArray<Formula> Operands) : Formula;

    /// <summary>As it was written.</summary>
    public string Source { get; init; } = "";

    /// <inheritdoc/>
    public sealed override string ToString() => Source;

    /// <summary>The functions that can be called, and what they compute.</summary>
    public static IReadOnlyDictionary<string, Func<double, double>> Functions { get; } = new Dictionary<string, Func<double, double>>
    {
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["tanh"] = Math.Tanh,
        ["exp"] = Math.Exp,
        ["log"] = Math.Log,
        ["sqrt"] = Math.Sqrt,
        ["abs"] = Math.Abs,
    };

    /// <summary>The columns that it reads.</summary>
    public IEnumerable<string> Variables => this switch
    {
        Variable variable => [variable.Name],
        Apply apply => apply.Operands.SelectMany(operand => operand.Variables).Distinct(),
        _ => [],
    };

    /// <summary>Its value for one row.</summary>
    /// <param name="column">Gives the value of a column.</param>
    public double Evaluate(Func<string, double> column) => this switch
    {
        Constant constant => constant.Value,
        Variable variable => column(variable.Name),
        Apply { Operation: "+" } sum => sum.Operands.Sum(operand => operand.Evaluate(column)),
        Apply { Operation: "*" } product => product.Operands.Aggregate(1.0, (left, operand) => left * operand.Evaluate(column)),
        Apply { Operation: "-" } difference => difference.Operands[0].Evaluate(column) - difference.Operands[1].Evaluate(column),
        Apply { Operation: "/" } quotient => quotient.Operands[0].Evaluate(column) / quotient.Operands[1].Evaluate(column),
        Apply { Operation: "^" } power => Math.Pow(power.Operands[0].Evaluate(column), power.Operands[1].Evaluate(column)),
        Apply { Operation: "neg" } negative => -negative.Operands[0].Evaluate(column),
        Apply call => Functions[call.Operation](call.Operands[0].Evaluate(column)),
        _ => throw new InvalidOperationException($"A formula cannot be a {GetType().Name}."),
    };
}
