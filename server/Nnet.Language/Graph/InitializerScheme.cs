using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Graph;

/// <summary>A rule for the first values of a layer's weights, as <c>init=</c> names it.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Make">The initialiser for a weight whose units sum so many inputs, and whose inputs reach so many units.</param>
public sealed record InitializerScheme(string Name, Func<int, int, Initializer> Make)
{
    private static readonly ImmutableArray<InitializerScheme> s_named =
    [
        new("he_normal", (fanIn, _) => new Initializer.Normal(Math.Sqrt(2.0 / fanIn), "He normal")),
        new("he_uniform", (fanIn, _) => new Initializer.Uniform(Math.Sqrt(6.0 / fanIn), "He uniform")),
        new("glorot_normal", (fanIn, fanOut) => new Initializer.Normal(Math.Sqrt(2.0 / ((double)fanIn + fanOut)), "Glorot normal")),
        new("glorot_uniform", (fanIn, fanOut) => new Initializer.Uniform(Math.Sqrt(6.0 / ((double)fanIn + fanOut)), "Glorot uniform")),
        new("lecun_normal", (fanIn, _) => new Initializer.Normal(Math.Sqrt(1.0 / fanIn), "LeCun normal")),
        new("lecun_uniform", (fanIn, _) => new Initializer.Uniform(Math.Sqrt(3.0 / fanIn), "LeCun uniform")),
        new("orthogonal", (_, _) => new Initializer.Orthogonal()),
        new("zeros", (_, _) => new Initializer.Constant(0)),
        new("ones", (_, _) => new Initializer.Constant(1)),
    ];

    /// <summary>The schemes that go by a word alone.</summary>
    public static ImmutableArray<string> Words { get; } = [.. s_named.Select(scheme => scheme.Name)];

    /// <summary>The scheme that a value means, or null when it means none.</summary>
    public static InitializerScheme? Of(Value value) => value switch
    {
        Value.Word word => s_named.FirstOrDefault(scheme => scheme.Name == word.Name),
        Value.Number number => new(number.ToString(), (_, _) => new Initializer.Constant(number.Amount)),
        Value.Application { Name: "normal", Operands: [Value.Number { Amount: > 0 } deviation] } => new(value.ToString(), (_, _) => new Initializer.Normal(deviation.Amount, "normal")),
        Value.Application { Name: "uniform", Operands: [Value.Number { Amount: > 0 } limit] } => new(value.ToString(), (_, _) => new Initializer.Uniform(limit.Amount, "uniform")),
        _ => null,
    };
}
