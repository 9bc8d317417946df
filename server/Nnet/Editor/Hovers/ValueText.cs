using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Editor.Hovers;

/// <summary>Values of arguments, as people read them.</summary>
internal static class ValueText
{
    /// <summary>A value that an argument was given, in its own type.</summary>
    public static string Of(object value) => value switch
    {
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        double number => Value.Number.Write(number),
        bool flag => flag ? "true" : "false",
        Definition definition => definition.Name,
        Shape shape => shape.ToSource(),
        InitializerScheme scheme => scheme.Name,
        ImmutableArray<int> numbers => numbers is [var one] ? one.ToString(CultureInfo.InvariantCulture) : $"[{string.Join(", ", numbers)}]",
        ImmutableArray<string> names => names is [var one] ? one : $"[{string.Join(", ", names)}]",
        _ => value.ToString() ?? "",
    };
}
