using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Antlr4.Runtime;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Syntax.Generated;
using Nnet.Language.Text;

namespace Nnet.Language.Syntax.Parsing;

/// <summary>
/// Recognises what people bring along from other languages, such as <c>Dense(64, activation="relu")</c>, <c>kernel: 3</c>,
/// <c>dropout 0,5</c> or <c>epochs = 5</c>, and says how it is written here. It is asked where a line cannot be read.
/// </summary>
/// <param name="source">The text.</param>
/// <param name="findings">Takes what is found.</param>
internal sealed partial class Habits(SourceText source, LineFindings findings)
{
    // No person writes longer ones by hand, and whoever looks at a line for each of its errors should not look at a long one.
    private const int LongestLine = 500;

    private const int LongestList = 50;

    /// <summary>Says how the line is written here, if it is written as in another language.</summary>
    /// <param name="parser">The parser where it stands.</param>
    /// <param name="found">What it cannot read.</param>
    /// <param name="previous">What stands before that.</param>
    /// <param name="isSetting">Whether the line is one of a data or train block.</param>
    public bool Recognize(NnetParser parser, IToken found, IToken? previous, bool isSetting)
    {
        if (found.Type == TokenConstants.EOF || previous is null || found.StopIndex < found.StartIndex || source.LineSpan(source.LineAt(found.StartIndex)).Length > LongestLine)
        {
            return false;
        }
        var part = PartAround(found.StartIndex);
        var text = source[part];
        return Statement(part, text)
            || Call(part, text)
            || Arrow(part, text)
            || List(parser, found, text)
            || NumberWithComma(parser, found, previous, text)
            || BlockComment(found, part)
            || Comment(found, previous, part)
            || Assignment(found, previous, part, text, isSetting)
            || WordWithColon(found, previous, part, text)
            || Colon(found, previous, part, text)
            || Item(found, part, text)
            || Shares(part, text)
            || BarePath(part, text, isSetting)
            || Sum(part, text, isSetting)
            || Dash(parser, found, previous);
    }

    private bool Say(Span span, string message, string title, string written, params ImmutableArray<Fix> others)
    {
        findings.Add(SyntaxFindings.OtherSyntax, span, message, [new Fix(title, new TextEdit(span, written)), .. others]);
        return true;
    }

    // The statement around a place: what lies between the semicolons, braces and comments of its line.
    private Span PartAround(int offset)
    {
        var line = source.LineSpan(source.LineAt(offset));
        var text = source[line];
        var at = Math.Clamp(offset - line.Start, 0, text.Length);
        var start = at == 0 ? -1 : text.LastIndexOfAny([';', '{', '}'], at - 1);
        var end = text.IndexOfAny([';', '{', '}', '#'], at);
        var part = text[(start + 1)..(end < 0 ? text.Length : end)];
        var blank = part.Length - part.TrimStart().Length;
        return new Span(line.Start + start + 1 + blank, part.Trim().Length);
    }

    // for i in range(3):
    private bool Statement(Span part, string text)
    {
        var word = FirstWord().Match(text).Value;
        if (!ForeignWords.IsStatement(word) || text.Length == word.Length || text[word.Length] == '=')
        {
            return false;
        }
        findings.Add(SyntaxFindings.OtherSyntax, part with { Length = word.Length }, ForeignWords.Remedy(word)!);
        return true;
    }

    // Dense(64, activation="relu"), self.fc = nn.Linear(784, 64), model.add(Flatten()), optimizer Adam(lr=0.001)
    private bool Call(Span part, string text)
        => CallShape().Match(text) is { Success: true } match && CallText.Of(match.Groups["call"].Value) is { } written
            && (match.Groups["word"].Value + " " + written).TrimStart() is var line
            && Say(part, $"Values follow a word without parentheses and commas: `{line}`.", $"Write {line}", line);

    // input 784 -> dense 64 -> relu
    private bool Arrow(Span part, string text)
        => ArrowSign().IsMatch(text) && ArrowSign().Replace(text, "; ") is var lines
            && Say(part, $"A line feeds the next one without an arrow: give every layer a line of its own, or put `;` between them, `{lines}`.", "Put ; between the layers", lines);

    // 0,5 and 1,000 and 1,28,28
    private bool NumberWithComma(NnetParser parser, IToken found, IToken previous, string text)
    {
        if (found.Type != NnetParser.COMMA || previous.Type != NnetParser.NUMBER || previous.StopIndex + 1 != found.StartIndex)
        {
            return false;
        }
        var (numbers, last) = (new List<string> { previous.Text }, previous);
        for (var i = found.TokenIndex; parser.TokenStream.Get(i).Type == NnetParser.COMMA && parser.TokenStream.Get(i + 1) is { Type: NnetParser.NUMBER or NnetParser.PERCENT } next && next.StartIndex == parser.TokenStream.Get(i).StopIndex + 1; i += 2)
        {
            numbers.Add(next.Text);
            last = next;
        }
        if (numbers.Count == 1)
        {
            return false;
        }
        var span = Span.FromBounds(previous.StartIndex, last.StopIndex + 1);
        if (numbers.Count > 2 || text.StartsWith("input", StringComparison.Ordinal))
        {
            return Say(span, $"Dimensions are joined by the letter x: `{string.Join('x', numbers)}`.", $"Write {string.Join('x', numbers)}", string.Join('x', numbers));
        }
        var isThousands = numbers[1].Length == 3 && numbers[0].Length <= 3 && numbers[0] != "0";
        var written = string.Join(isThousands ? "" : ".", numbers);
        return Say(span, isThousands
            ? $"Numbers have no separators: `{written}`. (A fraction has a point: {numbers[0]}.{numbers[1]}.)"
            : $"A fraction has a point, not a comma: `{written}`.", $"Write {written}", written);
    }

    // kernel=(3, 5), input (1, 28, 28)
    private bool List(NnetParser parser, IToken found, string text)
    {
        if (found.Type != NnetParser.COMMA)
        {
            return false;
        }
        var (open, close, depth) = (found.TokenIndex, found.TokenIndex, 0);
        while (--open >= 0 && found.TokenIndex - open < LongestList && (parser.TokenStream.Get(open).Type is var type && type != NnetParser.NEWLINE && (type != NnetParser.LPAREN || depth > 0)))
        {
            depth += type == NnetParser.RPAREN ? 1 : type == NnetParser.LPAREN ? -1 : 0;
        }
        while (parser.TokenStream.Get(++close).Type is var type && close - found.TokenIndex < LongestList && type is not (TokenConstants.EOF or NnetParser.NEWLINE or NnetParser.RPAREN))
        {
        }
        if (open < 0 || parser.TokenStream.Get(open).Type != NnetParser.LPAREN || parser.TokenStream.Get(close) is not { Type: NnetParser.RPAREN } end || end.StopIndex < end.StartIndex)
        {
            return false;
        }
        var span = Span.FromBounds(parser.TokenStream.Get(open).StartIndex, end.StopIndex + 1);
        var items = source[span][1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var isShape = text.StartsWith("input", StringComparison.Ordinal) && Array.TrueForAll(items, item => int.TryParse(item, out _));
        var written = isShape ? string.Join('x', items) : $"[{string.Join(", ", items)}]";
        return Say(span, isShape ? $"Dimensions are joined by the letter x: `{written}`." : $"A list stands in square brackets: `{written}`.", $"Write {written}", written);
    }

    // flatten // to a vector
    private bool Comment(IToken found, IToken previous, Span part)
    {
        if (found.Type != NnetParser.FLOOR)
        {
            return false;
        }
        var rest = source[Span.FromBounds(found.StopIndex + 1, Math.Max(part.End, found.StopIndex + 1))].Trim();
        // `n // 2` and `n // d` divide; what has several words is told to people.
        if (rest.Length > 0 && (char.IsAsciiDigit(rest[0]) || rest[0] == '(' || (previous.Type == NnetParser.ID && !rest.Contains(' ', StringComparison.Ordinal))))
        {
            return false;
        }
        findings.Add(SyntaxFindings.CommentStyle, found.Span(), "Comments begin with `#`; `//` divides whole numbers.", new Fix("Change // to #", new TextEdit(found.Span(), "#")));
        return true;
    }

    // /* the end */
    private bool BlockComment(IToken found, Span part)
    {
        var rest = source[Span.FromBounds(found.StartIndex, Math.Max(part.End, found.StartIndex))];
        if (!rest.StartsWith("/*", StringComparison.Ordinal))
        {
            return false;
        }
        var span = new Span(found.StartIndex, rest.Length);
        var comment = rest[2..].Replace("*/", "", StringComparison.Ordinal).Trim('*', ' ');
        findings.Add(SyntaxFindings.CommentStyle, span, "Comments begin with `#` and end with their line.", new Fix("Change /* to #", new TextEdit(span, $"# {comment}")));
        return true;
    }

    // epochs = 5, x = relu, rate = 0.1
    private bool Assignment(IToken found, IToken previous, Span part, string text, bool isSetting)
    {
        if (found.Type != NnetParser.ASSIGN || previous.StartIndex != part.Start)
        {
            return false;
        }
        var (name, value) = (previous.Text, text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
        if (value.Length == 0 || value[0] == '=')
        {
            return false;
        }
        // loss = "mse"
        value = QuotedWord().Replace(value.TrimEnd(','), "$1");
        if (isSetting)
        {
            return Say(part, $"A setting and its value are parted by a space: `{name} {value}`.", $"Write {name} {value}", $"{name} {value}");
        }
        // x = a + b
        if (SumOfWords().IsMatch(value) && value.Contains('+', StringComparison.Ordinal))
        {
            var sum = $"{name}: add {PlusSign().Replace(value, " ")}";
            return Say(part, $"A line gets a name with a colon, and what lines give is added by `add`: `{sum}`.", $"Write {sum}", sum);
        }
        // x = in
        if (value == "in")
        {
            return Say(part, $"A line gets a name with a colon, and `identity` gives on what it is fed with: `{name}: identity`.", $"Write {name}: identity", $"{name}: identity");
        }
        var (label, let) = ($"{name}: {value}", $"let {name} = {value}");
        return char.IsAsciiLetter(value[0])
            ? Say(part, $"A line gets a name with a colon, `{label}`; a value gets one with `let {name} = …`.", $"Write {label}", label, new Fix($"Write {let}", new TextEdit(part, let)))
            : Say(part, $"A value gets its name with `let`: `{let}`.", $"Write {let}", let);
    }

    // input: 784, epochs: 5, hidden: 64
    private bool WordWithColon(IToken found, IToken previous, Span part, string text)
    {
        if (previous.Type != NnetParser.COLON || LabelAtStart().Match(text) is not { Success: true } match || match.Index + match.Length + part.Start < previous.StartIndex)
        {
            return false;
        }
        var (word, value) = (match.Groups["word"].Value, text[match.Length..].Trim());
        if (Catalog<ModelWord>.Find(word) is not null || Catalog<Setting>.Find(word) is not null || Catalog<ModelWord>.FindAlias(word) is not null)
        {
            return value.Length > 0
                ? Say(part, $"A word and its values are parted by a space: `{word} {value}`.", $"Write {word} {value}", $"{word} {value}")
                : Say(part, $"`{word}` and its values stand on one line, without a colon.", $"Write {word}", word);
        }
        return value.Length > 0 && value.All(char.IsAsciiDigit)
            && Say(part, $"Behind the name of a line stands its layer, and {value} is none: `{word}: dense {value}`.", $"Write {word}: dense {value}", $"{word}: dense {value}");
    }

    // - dense 64
    private bool Item(IToken found, Span part, string text)
        => found.Type == NnetParser.MINUS && found.StartIndex == part.Start && text[1..].TrimStart() is { Length: > 0 } line && char.IsAsciiLetter(line[0])
            && Say(part, $"Lines stand without a dash: `{line}`.", $"Write {line}", line);

    // split 80/20
    private bool Shares(Span part, string text)
    {
        if (SplitShape().Match(text) is not { Success: true } match)
        {
            return false;
        }
        string[] names = match.Groups["share"].Captures.Count == 2 ? ["train", "validation"] : ["train", "validation", "test"];
        var line = "split " + string.Join(' ', match.Groups["share"].Captures.Zip(names, (share, name) => $"{name}={share.Value}%"));
        return Say(part, $"Shares have names: `{line}`.", $"Write {line}", line);
    }

    // csv data/prices.csv
    private bool BarePath(Span part, string text, bool isSetting)
    {
        if (!isSetting || PathShape().Match(text) is not { Success: true } match)
        {
            return false;
        }
        var path = match.Groups["path"];
        findings.Add(SyntaxFindings.QuoteStyle, new Span(part.Start + path.Index, path.Length), $"A path stands in double quotes: \"{path.Value}\".", new Fix("Put it in quotes", new TextEdit(new Span(part.Start + path.Index, path.Length), $"\"{path.Value}\"")));
        return true;
    }

    // skip + main
    private bool Sum(Span part, string text, bool isSetting)
        => !isSetting && SumOfWords().IsMatch(text) && "add " + PlusSign().Replace(text, " ") is var line
            && Say(part, $"What lines give is added by `add`: `{line}`.", $"Write {line}", line);

    // kernel: 3
    private bool Colon(IToken found, IToken previous, Span part, string text)
        => found.Type == NnetParser.COLON && previous.Type == NnetParser.ID && previous.StartIndex > part.Start && CommaBeforeName().Replace(NamedByColon().Replace(text, "$1="), " ") is var line
            && Say(part, $"A name and its value are joined by `=`: `{line}`.", $"Write {line}", line);

    // model my-net {
    private bool Dash(NnetParser parser, IToken found, IToken previous)
    {
        if (found.Type != NnetParser.MINUS || previous.Type != NnetParser.ID || previous.StopIndex + 1 != found.StartIndex || previous.TokenIndex == 0
            || parser.TokenStream.Get(previous.TokenIndex - 1).Type is not (NnetParser.MODEL or NnetParser.BLOCK or NnetParser.DATA or NnetParser.TRAIN or NnetParser.ON or NnetParser.LET))
        {
            return false;
        }
        var line = source.LineSpan(source.LineAt(previous.StartIndex));
        var name = NameWithDashes().Match(source[Span.FromBounds(previous.StartIndex, line.End)]).Value;
        var written = name.Replace('-', '_');
        return Say(new Span(previous.StartIndex, name.Length), $"A name has letters, digits and underscores: `{written}`.", $"Write {written}", written);
    }

    [GeneratedRegex(@"^(?:[A-Za-z_][\w.]*\s*=\s*|(?<word>[a-z_]+)\s+)?(?<call>[A-Za-z_][\w.]*\(.*\))\s*,?$")]
    private static partial Regex CallShape();

    [GeneratedRegex(@"\s*(?:->|=>|\|>|→)\s*")]
    private static partial Regex ArrowSign();

    [GeneratedRegex(@"(?<=\s)([A-Za-z_]\w*)\s*:\s*(?=\S)")]
    private static partial Regex NamedByColon();

    [GeneratedRegex(@"\s*,\s*(?=[A-Za-z_]\w*=)")]
    private static partial Regex CommaBeforeName();

    [GeneratedRegex(@"^[A-Za-z_]\w*")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"^(?<word>[A-Za-z_]\w*)\s*:")]
    private static partial Regex LabelAtStart();

    [GeneratedRegex(@"^[""']([A-Za-z_]\w*)[""']$")]
    private static partial Regex QuotedWord();

    [GeneratedRegex(@"^[A-Za-z_]\w*(?:\s*\+\s*[A-Za-z_]\w*)+$")]
    private static partial Regex SumOfWords();

    [GeneratedRegex(@"\s*\+\s*")]
    private static partial Regex PlusSign();

    [GeneratedRegex(@"^split\s+(?<share>\d+)\s*%?\s*[/:]\s*(?<share>\d+)\s*%?(?:\s*[/:]\s*(?<share>\d+)\s*%?)?$")]
    private static partial Regex SplitShape();

    [GeneratedRegex(@"^[a-z_]+\s+(?<path>[\w.~-]*(?:[/\\][\w.-]+)+)(?:\s|$)")]
    private static partial Regex PathShape();

    [GeneratedRegex(@"^\w+(?:-\w+)+")]
    private static partial Regex NameWithDashes();
}
