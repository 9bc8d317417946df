using System.Collections.Frozen;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>Rewrites the call of a layer as Keras and PyTorch have it: <c>nn.Conv2d(1, 32, kernel_size=3)</c> becomes <c>Conv2d 32 kernel_size=3</c>.</summary>
internal static class CallText
{
    // PyTorch tells these the size of their input first, which follows from the line above here.
    private static readonly FrozenSet<string> s_toldInput = new[]
    {
        "Linear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "RNN", "GRU", "LSTM", "MultiheadAttention",
        "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "LayerNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "RMSNorm",
    }.ToFrozenSet(StringComparer.Ordinal);

    // What follows from the line above.
    private static readonly FrozenSet<string> s_following = new[] { "in", "in_channels", "in_features", "input_size", "input_shape", "input_dim", "num_features", "normalized_shape" }.ToFrozenSet(StringComparer.Ordinal);

    // What has no counterpart.
    private static readonly FrozenSet<string> s_needless = new[] { "inplace", "name", "batch_first", "dim", "axis", "dtype", "device" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why an argument of other frameworks is left out here, as the end of a sentence; null for one that is not.</summary>
    public static string? WhyNeedless(string argument)
        => s_following.Contains(argument) ? "what comes in follows from the line above" : s_needless.Contains(argument) ? "it needs none here" : null;

    /// <summary>The call as a line of this language; null when it is none, or holds what is not understood.</summary>
    public static string? Of(string call)
    {
        var open = call.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || Parts(call[(open + 1)..]) is not { } parts)
        {
            return null;
        }
        var path = call[..open].Split('.');
        var name = path[^1];
        // model.add(Dense(10))
        if (path.Length > 1 && name is "add" or "append")
        {
            return parts is [var added] && added.EndsWith(')') ? Of(added) : null;
        }
        if (name.Length == 0)
        {
            return null;
        }
        var (values, named) = (new List<string>(), new List<string>());
        foreach (var part in parts)
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            var isNamed = sign > 0 && part.AsSpan(0, sign).Trim().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") < 0;
            if (Value(isNamed ? part[(sign + 1)..].Trim() : part) is not { } value)
            {
                continue;
            }
            if (!isNamed)
            {
                values.Add(value);
            }
            else if (part[..sign].Trim() is var argument && WhyNeedless(argument) is null)
            {
                named.Add($"{argument}={value}");
            }
        }
        if (s_toldInput.Contains(name) && values.Count > 0)
        {
            values.RemoveAt(0);
        }
        if (name.StartsWith("Conv", StringComparison.Ordinal))
        {
            // Behind the filters stand the window and its step.
            string[] behind = ["kernel", "stride", "padding"];
            for (var i = 1; i < values.Count; i++)
            {
                named.Insert(i - 1, i <= behind.Length ? $"{behind[i - 1]}={values[i]}" : values[i]);
            }
            values.RemoveRange(Math.Min(1, values.Count), Math.Max(0, values.Count - 1));
        }
        return string.Join(' ', [name, .. values, .. named]);
    }

    // What stands between the commas, up to the closing parenthesis, which has to be the last sign; null where brackets do not match.
    private static List<string>? Parts(string text)
    {
        var (parts, start, depth, quote) = (new List<string>(), 0, 0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var sign = text[i];
            if (quote != '\0')
            {
                quote = sign == quote ? '\0' : quote;
                continue;
            }
            switch (sign)
            {
                case '"' or '\'':
                    quote = sign;
                    break;
                case '(' or '[':
                    depth++;
                    break;
                case ')' when depth == 0:
                    Take(i);
                    return i == text.Length - 1 ? parts : null;
                case ')' or ']':
                    depth--;
                    break;
                case ',' when depth == 0:
                    Take(i);
                    start = i + 1;
                    break;
            }
        }
        return null;

        void Take(int end)
        {
            if (text[start..end].Trim() is { Length: > 0 } part)
            {
                parts.Add(part);
            }
        }
    }

    // A value as it is written here; null for what stands for nothing.
    private static string? Value(string text)
    {
        if (text is "None" or "")
        {
            return null;
        }
        if (text is "True" or "False")
        {
            return text.ToLowerInvariant();
        }
        if (text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0])
        {
            var content = text[1..^1];
            return content.Length > 0 && content.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_') && !char.IsAsciiDigit(content[0]) ? content : $"\"{content}\"";
        }
        if (text[0] is '(' or '[' && Parts(text[1..^1] + ")") is { Count: > 0 } items && text[^1] is ')' or ']')
        {
            return items.TrueForAll(item => item == items[0]) ? Value(items[0]) : $"[{string.Join(", ", items)}]";
        }
        if (text[^1] == ')' && text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && char.IsAsciiLetter(text[0]))
        {
            return text[..open].Split('.')[^1];
        }
        return text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '%' or '-') && text[0] != '-' ? text : $"({text})";
    }
}
