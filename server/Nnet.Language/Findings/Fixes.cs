using Nnet.Language.Definitions;
using Nnet.Language.Text;

namespace Nnet.Language.Findings;

/// <summary>The edits that quick fixes are made of, written as a person would write them.</summary>
public static class Fixes
{
    /// <summary>Puts a step on a line of its own before the call, or before it on the same line where <c>;</c> parts the steps.</summary>
    public static Fix InsertStepBefore(SourceText source, Call call, string step)
    {
        var start = StepStart(source, call.Span.Start);
        var line = source.LineSpan(source.LineAt(start));
        var indent = source[Span.FromBounds(line.Start, start)];
        var text = string.IsNullOrWhiteSpace(indent) ? $"{step}\n{indent}" : $"{step}; ";
        return new Fix($"Insert {step}", new TextEdit(new Span(start, 0), text));
    }

    /// <summary>Puts a step behind the call.</summary>
    public static Fix InsertStepAfter(SourceText source, Call call, string step)
    {
        var start = StepStart(source, call.Span.Start);
        var line = source.LineSpan(source.LineAt(start));
        var indent = source[Span.FromBounds(line.Start, start)];
        var text = string.IsNullOrWhiteSpace(indent) ? $"\n{indent}{step}" : $"; {step}";
        return new Fix($"Insert {step}", new TextEdit(new Span(call.Span.End, 0), text));
    }

    /// <summary>Replaces a span.</summary>
    public static Fix Replace(string title, Span span, string text) => new(title, new TextEdit(span, text));

    /// <summary>Gives an argument another value, or adds it.</summary>
    public static Fix SetArgument(Call call, Argument argument, string text)
        => call.Values.TryGetValue(argument, out var given)
            ? new Fix($"Change {argument.Name} to {text}", new TextEdit(given.ValueSpan, text))
            : new Fix($"Add {argument.Name}={text}", new TextEdit(new Span(call.Span.End, 0), $" {argument.Name}={text}"));

    // A step begins at its label, which stands before the call's own span.
    private static int StepStart(SourceText source, int callStart)
    {
        var start = callStart;
        while (start > 0 && source.Content[start - 1] is not ('\n' or '\r' or ';' or '{'))
        {
            start--;
        }
        while (start < callStart && char.IsWhiteSpace(source.Content[start]))
        {
            start++;
        }
        return start;
    }
}
