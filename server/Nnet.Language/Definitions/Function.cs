using System.Collections.Immutable;

namespace Nnet.Language.Definitions;

/// <summary>A function of numbers that a calculation can call: <c>max(3, d)</c>.</summary>
public sealed class Function : Definition
{
    private readonly Func<double[], double> _compute;

    private Function(string name, string summary, ImmutableArray<string> parameters, int most, Func<double[], double> compute)
    {
        (Name, Summary, Parameters, Most, _compute) = (name, summary, parameters, most, compute);
    }

    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<Function> All { get; } =
    [
        new("abs", "The number without its sign.", ["x"], 1, operands => Math.Abs(operands[0])),
        new("ceil", "The least whole number that is not less.", ["x"], 1, operands => Math.Ceiling(operands[0])),
        new("exp", "e to the power of the number.", ["x"], 1, operands => Math.Exp(operands[0])),
        new("floor", "The greatest whole number that is not greater.", ["x"], 1, operands => Math.Floor(operands[0])),
        new("log", "The natural logarithm of the number.", ["x"], 1, operands => Math.Log(operands[0])),
        new("max", "The greatest of the numbers.", ["a", "b"], 16, operands => Fold(operands, Math.Max)),
        new("min", "The least of the numbers.", ["a", "b"], 16, operands => Fold(operands, Math.Min)),
        new("round", "The nearest whole number; halves go away from zero.", ["x"], 1, operands => Math.Round(operands[0], MidpointRounding.AwayFromZero)),
        new("sqrt", "The square root of the number.", ["x"], 1, operands => Math.Sqrt(operands[0])),
    ];

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Summary { get; }

    /// <summary>The names of its operands.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>The least number of operands; one always.</summary>
    public int Least => 1;

    /// <summary>The greatest number of operands.</summary>
    public int Most { get; }

    /// <summary>As it is written: <c>max(a, b, …)</c>.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters)}{(Most > Parameters.Length ? ", …" : "")})";

    /// <summary>The function of that name, or null.</summary>
    public static Function? Find(string name) => All.FirstOrDefault(function => function.Name == name);

    /// <summary>Its value.</summary>
    public double Compute(double[] operands) => _compute(operands);

    private static double Fold(double[] operands, Func<double, double, double> join)
    {
        var result = operands[0];
        foreach (var operand in operands.AsSpan(1))
        {
            result = join(result, operand);
        }
        return result;
    }
}

/// <summary>A word with operands that an argument understands: <c>tokens(size)</c>, <c>normal(deviation)</c>.</summary>
/// <param name="Name">The word.</param>
/// <param name="Parameters">The names of its operands.</param>
/// <param name="Doc">What it means, in a sentence.</param>
public sealed record ValueForm(string Name, ImmutableArray<string> Parameters, string Doc)
{
    /// <summary>As it is written.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters)})";
}
