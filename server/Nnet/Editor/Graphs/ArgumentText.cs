using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Text;

namespace Nnet.Editor.Graphs;

/// <summary>The arguments of a line as it was carried out: as they are written, but with numbers in the place of names and calculations.</summary>
internal static partial class ArgumentText
{
    /// <summary>The arguments of a call, in the order of the text: <c>64 kernel=3 padding=1</c>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="source">The text that it is written in.</param>
    public static string Of(Call call, SourceText source)
        => string.Join(' ', call.Values.OrderBy(given => given.Value.Span.Start).Select(given => Of(given.Key, given.Value, source)));

    private static string Of(Argument argument, GivenValue given, SourceText source)
    {
        var value = Value(argument, given, source);
        return given.Span == given.ValueSpan ? value : $"{argument.Name}={value}";
    }

    private static string Value(Argument argument, GivenValue given, SourceText source)
    {
        var written = Blanks().Replace(source[given.ValueSpan], " ");
        return given.Value switch
        {
            _ when Literal().IsMatch(written) => written,
            bool truth => truth ? "true" : "false",
            int number when argument.Kind == ArgumentKind.Integer => new Value.Number(number, true).ToString(),
            double number => new Value.Number(number, false).ToString(),
            string text when argument.Kind == ArgumentKind.Word => text,
            Definition definition => definition.Name,
            Shape shape => shape.ToSource(),
            Padding padding => padding.IsSame ? "same" : PerAxis(padding.Places),
            ImmutableArray<int> axes when argument.Kind == ArgumentKind.PerAxis => PerAxis(axes),
            ImmutableArray<int> axes when argument.Kind == ArgumentKind.Dimensions => string.Join('x', axes),
            Value plain => plain.ToString()!,
            _ => written,
        };
    }

    private static string PerAxis(ImmutableArray<int> axes) => axes is [var all] ? $"{all}" : $"[{string.Join(", ", axes)}]";

    // A number, a share, dimensions, a text, or a list of those.
    [GeneratedRegex("""^(?:[\d.]+(?:e[+-]?\d+)?%?|\d+(?:x\d+)+|"[^"]*"|\[[^a-zA-Z]*\]|\[.*=.*\])$""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
