using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Editing;

/// <summary>Reads the tokens before a place: which block, which line of it, which argument.</summary>
internal sealed class CursorReader(Analysis analysis, int offset)
{
    private readonly ImmutableArray<Token> _tokens = analysis.Syntax.Tokens;

    public CursorContext Read()
    {
        // Tokens that begin before the offset; the last of them may be the word at the cursor.
        var count = CountBefore(offset);
        var replace = new Span(offset, 0);
        if (count > 0 && _tokens[count - 1] is var last && last.Span.End >= offset)
        {
            switch (last.Kind)
            {
                case TokenKind.Comment:
                    return new CursorContext.Nothing(replace);
                case TokenKind.Text when offset < last.Span.End:
                case TokenKind.UnclosedText:
                    return InText(last, count - 1);
                case TokenKind.Word or TokenKind.Keyword or TokenKind.Number:
                    (replace, count) = (last.Span, count - 1);
                    break;
            }
        }
        var (kind, depth) = BlockBefore(count);
        var statement = StatementBefore(count);
        if (replace.Length > 0 && _tokens[count].Kind == TokenKind.Number)
        {
            // A number is typed, not chosen.
            return new CursorContext.Nothing(replace);
        }
        return depth == 0 ? AtFile(statement, replace) : InBody(kind, statement, replace);
    }

    private int CountBefore(int place)
    {
        var (low, high) = (0, _tokens.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tokens[middle].Span.Start < place)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private string TextOf(Token token) => analysis.Source[token.Span];

    // The block that the first `count` tokens leave open. A line that begins a declaration ends whatever was open before.
    private (BodyKind Kind, int Depth) BlockBefore(int count)
    {
        var (kind, depth, lineStart) = (BodyKind.Model, 0, true);
        for (var i = 0; i < count; i++)
        {
            var token = _tokens[i];
            var text = token.Span.Length <= 5 ? TextOf(token) : "";
            if (lineStart && token.Kind == TokenKind.Keyword && text is "model" or "data" or "train" or "block" && i + 1 < _tokens.Length && _tokens[i + 1].Kind == TokenKind.Word)
            {
                (kind, depth) = (text switch { "data" => BodyKind.Data, "train" => BodyKind.Train, _ => BodyKind.Model }, 0);
            }
            depth += text switch { "{" => 1, "}" when depth > 0 => -1, _ => 0 };
            lineStart = token.Kind is TokenKind.NewLine or TokenKind.Semicolon;
        }
        return (kind, depth);
    }

    // The tokens of the line so far; a list may go over several lines.
    private List<Token> StatementBefore(int count)
    {
        var first = count;
        var begin = analysis.StepAt(offset)?.Syntax.Span.Start ?? int.MaxValue;
        while (first > 0)
        {
            var token = _tokens[first - 1];
            var isBreak = token.Kind is TokenKind.Semicolon || (token.Kind == TokenKind.Sign && TextOf(token) is "{" or "}") || (token.Kind == TokenKind.NewLine && token.Span.Start < begin);
            if (isBreak)
            {
                break;
            }
            first--;
        }
        return [.. _tokens.AsSpan()[first..count].ToArray().Where(token => token.Kind is not (TokenKind.NewLine or TokenKind.Comment))];
    }

    private CursorContext AtFile(List<Token> statement, Span replace)
    {
        if (statement.Count == 0)
        {
            return new CursorContext.DeclarationStart(replace);
        }
        return (TextOf(statement[0]), statement.Count) switch
        {
            ("train", 1) => new CursorContext.ModelReference(replace),
            ("train", 2) => TextOf(statement[1]) == "on" ? new CursorContext.DataReference(replace) : new CursorContext.OnKeyword(replace),
            ("train", 3) when TextOf(statement[2]) == "on" => new CursorContext.DataReference(replace),
            ("let", > 2) => new CursorContext.Calculation(replace),
            _ => new CursorContext.Nothing(replace),
        };
    }

    private CursorContext InBody(BodyKind kind, List<Token> statement, Span replace)
    {
        if (statement.Count > 0 && TextOf(statement[0]) == "let")
        {
            return statement.Count > 2 ? new CursorContext.Calculation(replace) : new CursorContext.Nothing(replace);
        }
        SkipPrefix(statement);
        if (statement.Count == 0)
        {
            return new CursorContext.StatementStart(replace, kind, Fitting(kind));
        }
        if (TextOf(statement[0]) == "repeat")
        {
            return new CursorContext.Calculation(replace);
        }
        if (Find(kind, TextOf(statement[0])) is not { } definition)
        {
            return new CursorContext.Nothing(replace);
        }
        statement.RemoveAt(0);
        if (definition is Setting { Options.IsEmpty: false } setting)
        {
            var chosen = statement.Select(TextOf).ToArray();
            if (statement.Count == 0 || setting.ChoosesMany)
            {
                return new CursorContext.Choice(replace, setting, [.. setting.Options.Where(option => !chosen.Contains(option.Name))]);
            }
            if (setting.Options.FirstOrDefault(option => option.Name == chosen[0] || option.Aliases.Contains(chosen[0], StringComparer.OrdinalIgnoreCase)) is not { } option)
            {
                return new CursorContext.Nothing(replace);
            }
            statement.RemoveAt(0);
            definition = option;
        }
        return InArguments(definition, statement, replace);
    }

    // A label and `repeat 3` stand before the word.
    private void SkipPrefix(List<Token> statement)
    {
        while (statement.Count > 1 && TextOf(statement[0]) == "repeat")
        {
            var end = EndOfAtom(statement, 1);
            statement.RemoveRange(0, end);
        }
        if (statement.Count > 1 && TextOf(statement[1]) == ":")
        {
            statement.RemoveRange(0, 2);
        }
    }

    // The index behind the atom that begins at an index.
    private int EndOfAtom(List<Token> tokens, int index)
    {
        var depth = 0;
        do
        {
            depth += TextOf(tokens[index]) switch { "(" or "[" => 1, ")" or "]" => -1, _ => 0 };
            index++;
        }
        while (index < tokens.Count && (depth > 0 || TextOf(tokens[index]) == "." || TextOf(tokens[index - 1]) == "."));
        return index;
    }

    private CursorContext InArguments(Definition definition, List<Token> tokens, Span replace)
    {
        var positional = definition.Arguments.Where(argument => argument.IsPositional).ToArray();
        var place = 0;
        for (var i = 0; i < tokens.Count;)
        {
            if (TextOf(tokens[i]) == "when")
            {
                return new CursorContext.Calculation(replace);
            }
            var named = i + 1 < tokens.Count && TextOf(tokens[i + 1]) == "=";
            var target = named
                ? definition.Arguments.FirstOrDefault(argument => argument.Name == TextOf(tokens[i]) || argument.Aliases.Contains(TextOf(tokens[i])))
                : place < positional.Length ? positional[place] : null;
            i += named ? 2 : 0;
            // The value is still to come, an operator waits for its operand, or a bracket is open.
            var open = i >= tokens.Count || IsOpen(tokens, i, named, out i);
            if (open)
            {
                return target is null ? new CursorContext.Nothing(replace) : new CursorContext.ArgumentValue(replace, definition, target);
            }
            place += named ? 0 : 1;
        }
        var given = Given(definition, tokens);
        return new CursorContext.ArgumentStart(replace, definition, place < positional.Length && !tokens.Any(token => TextOf(token) == "=") ? positional[place] : null, [.. definition.Arguments.Where((argument) => !given.Contains(argument.Name) && Array.IndexOf(positional, argument) is var index && (index < 0 || index >= place))]);
    }

    // Steps over one value; whether it is still open at the end of the tokens.
    private bool IsOpen(List<Token> tokens, int start, bool named, out int end)
    {
        end = EndOfAtom(tokens, start);
        while (named && end < tokens.Count && IsOperator(tokens[end]))
        {
            end++;
            if (end >= tokens.Count)
            {
                return true;
            }
            end = EndOfAtom(tokens, end);
        }
        var depth = 0;
        for (var i = start; i < end; i++)
        {
            depth += TextOf(tokens[i]) switch { "(" or "[" => 1, ")" or "]" => -1, _ => 0 };
        }
        return depth > 0;
    }

    private bool IsOperator(Token token) => TextOf(token) is "+" or "-" or "*" or "/" or "//" or "%" or "^" or "and" or "or" or "==" or "!=" or "<" or "<=" or ">" or ">=" or "(";

    // Names that stand on the line, before the cursor and behind it.
    private HashSet<string> Given(Definition definition, List<Token> before)
    {
        var names = before.Zip(before.Skip(1)).Where(pair => TextOf(pair.Second) == "=").Select(pair => TextOf(pair.First)).ToHashSet();
        if (analysis.StepAt(offset)?.Syntax is { } step)
        {
            names.UnionWith(step.Arguments.Where(argument => argument.Name is { } name && !name.Span.Touches(offset)).Select(argument => argument.Name!.Text));
        }
        foreach (var argument in definition.Arguments)
        {
            if (argument.Aliases.Any(names.Contains))
            {
                names.Add(argument.Name);
            }
        }
        return names;
    }

    private CursorContext InText(Token text, int index)
    {
        var inside = Span.FromBounds(text.Span.Start + 1, text.Kind == TokenKind.Text ? text.Span.End - 1 : Math.Max(offset, text.Span.Start + 1));
        var typed = analysis.Source[Span.FromBounds(inside.Start, offset)];
        var (kind, depth) = BlockBefore(index);
        var statement = StatementBefore(index);
        if (depth == 0)
        {
            return statement.Count == 1 && TextOf(statement[0]) == "use" ? new CursorContext.PathText(inside, null, typed) : new CursorContext.Nothing(inside);
        }
        var argument = InBody(kind, statement, inside) switch
        {
            CursorContext.ArgumentStart start => start.Positional,
            CursorContext.ArgumentValue value => value.Argument,
            _ => null,
        };
        return argument?.Kind == ArgumentKind.Path ? new CursorContext.PathText(inside, argument, typed) : new CursorContext.Nothing(inside);
    }

    private static Definition? Find(BodyKind kind, string word) => kind switch
    {
        BodyKind.Data => Catalog<DataSetting>.Find(word) ?? Catalog<DataSetting>.FindAlias(word),
        BodyKind.Train => Catalog<TrainSetting>.Find(word) ?? Catalog<TrainSetting>.FindAlias(word),
        _ => Catalog<Layer>.Find(word) ?? Catalog<Layer>.FindAlias(word),
    };

    // Settings that the block has already are not offered again.
    private ImmutableArray<Definition> Fitting(BodyKind kind)
    {
        if (kind == BodyKind.Model)
        {
            return ImmutableArray<Definition>.CastUp(Catalog<Layer>.All);
        }
        var present = analysis.Syntax.Declarations.OfType<BlockDeclaration>().FirstOrDefault(block => block.Span.Touches(offset)) is { } owner
            ? analysis.Steps.Where(step => step.Owner == owner && !step.Syntax.Word.Span.Touches(offset)).Select(step => step.Call?.Definition).ToHashSet()
            : [];
        var hasSource = present.Any(definition => definition is DataSource);
        return kind == BodyKind.Data
            ? [.. Catalog<DataSetting>.All.Where(setting => !present.Contains(setting) && !(hasSource && setting is DataSource))]
            : [.. Catalog<TrainSetting>.All.Where(setting => !present.Contains(setting))];
    }
}
