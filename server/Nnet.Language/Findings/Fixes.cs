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

    /// <summary>Takes a whole step out, with its line when nothing else stands on it.</summary>
    public static Fix RemoveStep(string title, SourceText source, Span step)
    {
        var line = source.LineAt(step.Start);
        var whole = source.LineSpan(line);
        if (string.IsNullOrWhiteSpace(source[Span.FromBounds(whole.Start, step.Start)]) && string.IsNullOrWhiteSpace(source[Span.FromBounds(step.End, whole.End)]))
        {
            return new Fix(title, new TextEdit(Span.FromBounds(whole.Start, line + 1 < source.LineCount ? source.LineSpan(line + 1).Start : whole.End), ""));
        }

        // On a shared line the separator goes with the step: the one behind it, or the one before it at the end of the line.
        var (start, end) = (step.Start, step.End);
        while (end < whole.End && source[end] is ' ' or '\t')
        {
            end++;
        }
        if (end < whole.End && source[end] == ';')
        {
            end++;
            while (end < whole.End && source[end] == ' ')
            {
                end++;
            }
            return new Fix(title, new TextEdit(Span.FromBounds(start, end), ""));
        }
        while (start > whole.Start && source[start - 1] is ' ' or '\t' or ';')
        {
            start--;
        }
        return new Fix(title, new TextEdit(Span.FromBounds(start, step.End), ""));
    }

    /// <summary>Takes a given argument out, with the space before it.</summary>
    public static Fix RemoveArgument(string title, SourceText source, Call call, Argument argument) => new(title, Cut(source, call.Values[argument].Span));

    /// <summary>Takes a part of a line out, with the space before it.</summary>
    public static TextEdit Cut(SourceText source, Span span)
    {
        var start = span.Start;
        while (start > 0 && source[start - 1] is ' ' or '\t')
        {
            start--;
        }
        return new TextEdit(Span.FromBounds(start, span.End), "");
    }

    // A step begins at its label, which stands before the call's own span.
    private static int StepStart(SourceText source, int callStart)
    {
        var start = callStart;
        while (start > 0 && source[start - 1] is not ('\n' or '\r' or ';' or '{'))
        {
            start--;
        }
        while (start < callStart && char.IsWhiteSpace(source[start]))
        {
            start++;
        }
        return start;
    }
}
