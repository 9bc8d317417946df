using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Editing;

/// <summary>Reads the tokens before a place: which block, which line of it, which argument.</summary>
internal sealed class CursorReader(Analysis analysis, int offset)
{
    private readonly ImmutableArray<Token> _tokens = analysis.Syntax.TokensLeadingTo(offset);

    /// <summary>What could be written there.</summary>
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
                    return IgnoreComments.ChoicesAt(analysis.Source, last.Span, offset) is var (word, choices)
                        ? new CursorContext.IgnoreWord(word, choices)
                        : new CursorContext.Nothing(replace);
                case TokenKind.Text when offset < last.Span.End:
                case TokenKind.UnclosedText:
                    return InText(last, count - 1);
                case TokenKind.Word or TokenKind.Keyword:
                    (replace, count) = (last.Span, count - 1);
                    break;
                case TokenKind.Number:
                    // A number is typed, not chosen.
                    return new CursorContext.Nothing(last.Span);
            }
        }
        return Read(CursorLine.Before(analysis, _tokens, count), replace);
    }

    /// <summary>The call that is being written there, or null.</summary>
    public CursorCall? ReadCall()
    {
        var count = CountBefore(offset);
        if (count > 0 && _tokens[count - 1] is { Kind: TokenKind.Comment } comment && comment.Span.End >= offset)
        {
            return null;
        }
        // What touches the cursor is still being written: it counts as the value that is due.
        var isTyping = count > 0 && _tokens[count - 1] is { Kind: TokenKind.Word or TokenKind.Keyword or TokenKind.Number or TokenKind.Text or TokenKind.UnclosedText } last && last.Span.End >= offset;
        var line = CursorLine.Before(analysis, _tokens, isTyping ? count - 1 : count);
        if (line.Tokens.Any(token => TextOf(token) == "when"))
        {
            return Function(line.Tokens) is { } inCondition ? new CursorCall(null, null, inCondition.Name, inCondition.Operand) : null;
        }
        if (Function(line.Tokens) is { } function)
        {
            var at = Read(line, new Span(offset, 0)) as CursorContext.ArgumentValue;
            return new CursorCall(at?.Definition, at?.Argument, function.Name, function.Operand);
        }
        if (line.Bodies.IsEmpty)
        {
            return null;
        }
        return Read(line, new Span(offset, 0)) switch
        {
            CursorContext.Choice { Value: { } value } => new CursorCall(value.Owner, value.Argument, null, 0),
            CursorContext.Choice choice => new CursorCall(choice.Setting, null, null, 0),
            CursorContext.ArgumentStart start when isTyping && NamedByWord(start) is { } named => new CursorCall(start.Definition, named, null, 0),
            CursorContext.ArgumentStart start => new CursorCall(start.Definition, start.Positional, null, 0),
            CursorContext.ArgumentValue value => new CursorCall(value.Definition, value.Argument, null, 0),
            _ => null,
        };
    }

    // The argument whose name is being typed, or was typed and is followed by its value.
    private Argument? NamedByWord(CursorContext.ArgumentStart start)
    {
        var token = _tokens[CountBefore(offset) - 1];
        var typed = TextOf(token);
        return token.Kind is TokenKind.Word or TokenKind.Keyword
            ? start.Free.FirstOrDefault(argument => argument.Name == typed)
                ?? (start.Positional is null ? start.Free.FirstOrDefault(argument => argument.Name.StartsWith(typed, StringComparison.Ordinal)) : null)
            : null;
    }

    // The innermost word with an open parenthesis right behind it.
    private (string Name, int Operand)? Function(ImmutableArray<Token> tokens)
    {
        var (depth, commas) = (0, 0);
        for (var i = tokens.Length - 1; i > 0; i--)
        {
            switch (TextOf(tokens[i]))
            {
                case ")" or "]":
                    depth++;
                    break;
                case "," when depth == 0:
                    commas++;
                    break;
                case "(" or "[" when depth > 0:
                    depth--;
                    break;
                case "(" when tokens[i - 1].Kind == TokenKind.Word && tokens[i - 1].Span.End == tokens[i].Span.Start:
                    return (TextOf(tokens[i - 1]), commas);
                case "(" or "[":
                    commas = 0;
                    break;
            }
        }
        return null;
    }

    private int CountBefore(int place) => Ordered.FirstFrom(_tokens.AsSpan(), place, static token => token.Span.Start);

    private string TextOf(Token token) => analysis.Source[token.Span];

    private CursorContext Read(CursorLine line, Span replace)
    {
        if (line.Tokens is [.., { Kind: TokenKind.Word } head, { Kind: TokenKind.Sign } dot] && TextOf(dot) == "." && head.Span.End == dot.Span.Start)
        {
            return new CursorContext.Property(replace, TextOf(head));
        }
        return line.Bodies.IsEmpty ? AtFile(line.Tokens, replace) : InBody(line.Bodies[^1], line.Tokens, replace);
    }

    private CursorContext AtFile(ImmutableArray<Token> statement, Span replace)
    {
        if (statement.IsEmpty)
        {
            return new CursorContext.DeclarationStart(replace);
        }
        return (TextOf(statement[0]), statement.Length) switch
        {
            ("train", 1) => new CursorContext.ModelReference(replace),
            ("train", 2) => TextOf(statement[1]) == "on" ? new CursorContext.DataReference(replace) : new CursorContext.OnKeyword(replace),
            ("train", 3) when TextOf(statement[2]) == "on" => new CursorContext.DataReference(replace),
            ("let", > 2) => InCalculation(statement, 3, replace),
            ("block", > 3) when statement.Any(token => TextOf(token) == "=") && ExpectsOperand(statement[^1]) && TextOf(statement[^1]) != "," => new CursorContext.Calculation(replace),
            _ => new CursorContext.Nothing(replace),
        };
    }

    private CursorContext InBody(BodyKind kind, ImmutableArray<Token> statement, Span replace)
    {
        if (statement.Length > 0 && TextOf(statement[0]) == "let")
        {
            return statement.Length > 2 ? InCalculation(statement, 3, replace) : new CursorContext.Nothing(replace);
        }
        var line = CursorLine.WithoutPrefix(analysis, statement);
        if (line.IsEmpty)
        {
            return new CursorContext.StatementStart(replace, kind, Fitting(kind), statement.IsEmpty);
        }
        if (TextOf(line[0]) == "repeat")
        {
            return InCalculation(line, 1, replace);
        }
        var repeated = statement.Length > line.Length && TextOf(statement[0]) == "repeat" ? statement.Length - line.Length : 0;
        if (repeated > 0 && CloseOfBracketsIsMissing(statement[..repeated]))
        {
            return InCalculation(statement, 1, replace);
        }
        if (Find(kind, TextOf(line[0])) is not { } definition)
        {
            return new CursorContext.Nothing(replace);
        }
        var rest = line[1..];
        if (definition is Setting { Options.IsEmpty: false } setting)
        {
            var chosen = rest.Select(TextOf).ToArray();
            if (rest.IsEmpty || setting.ChoosesMany)
            {
                var choice = new CursorContext.Choice(replace, setting, [.. setting.Options.Where(option => !chosen.Contains(option.Name))]);
                var last = Array.FindLastIndex(chosen, word => setting.Options.Any(option => option.Name == word));
                // Behind a choice that takes values, either one of those or the next choice.
                return last < 0 ? choice : InArguments(setting.Options.First(option => option.Name == chosen[last]), rest[(last + 1)..], replace) switch
                {
                    CursorContext.ArgumentValue value => value,
                    CursorContext.ArgumentStart { Positional: { } argument } start => choice with { Value = (start.Definition, argument) },
                    _ => choice,
                };
            }
            if (setting.Options.FirstOrDefault(option => option.Name == chosen[0] || option.Aliases.Contains(chosen[0], StringComparer.OrdinalIgnoreCase)) is not { } option)
            {
                return new CursorContext.Nothing(replace);
            }
            (rest, definition) = (rest[1..], option);
        }
        return InArguments(definition, rest, replace);
    }

    // What is due in the calculation that begins at an index.
    private CursorContext InCalculation(ImmutableArray<Token> tokens, int first, Span replace)
        => tokens.Length <= first || ExpectsOperand(tokens[^1])
            ? new CursorContext.Calculation(replace)
            : new CursorContext.Nothing(replace);

    private bool ExpectsOperand(Token last) => IsOperator(last) || TextOf(last) is "(" or "[" or "," or "=" or "when" or "repeat";

    private bool CloseOfBracketsIsMissing(ImmutableArray<Token> tokens) => tokens.Sum(token => TextOf(token) switch { "(" or "[" => 1, ")" or "]" => -1, _ => 0 }) > 0;

    private CursorContext InArguments(Definition definition, ImmutableArray<Token> tokens, Span replace)
    {
        var positional = definition.Arguments.Where(argument => argument.IsPositional).ToArray();
        var place = 0;
        for (var i = 0; i < tokens.Length;)
        {
            if (TextOf(tokens[i]) == "when")
            {
                return ExpectsOperand(tokens[^1]) ? new CursorContext.Calculation(replace) : new CursorContext.Conjunction(replace);
            }
            var named = i + 1 < tokens.Length && TextOf(tokens[i + 1]) == "=";
            if (!named)
            {
                place += SkipsName(positional, place, tokens, i) ? 1 : 0;
            }
            var target = named
                ? definition.Arguments.FirstOrDefault(argument => argument.Name == TextOf(tokens[i]) || argument.Aliases.Contains(TextOf(tokens[i])))
                : place < positional.Length ? positional[place] : null;
            i += named ? 2 : 0;
            // The value is still to come, an operator waits for its operand, or a bracket is open.
            var open = i >= tokens.Length || IsOpen(tokens, i, named, out i);
            if (open)
            {
                return target is null ? new CursorContext.Nothing(replace) : new CursorContext.ArgumentValue(replace, definition, target, IsOperand(tokens));
            }
            place += named || (target?.IsVariadic ?? true) ? 0 : 1;
        }
        place += place < positional.Length && positional[place].Kind == ArgumentKind.NewName ? 1 : 0;
        var given = Given(definition, tokens);
        return new CursorContext.ArgumentStart(
            replace,
            definition,
            place < positional.Length && !tokens.Any(token => TextOf(token) == "=") ? positional[place] : null,
            [.. definition.Arguments.Where(argument => !given.Contains(argument.Name) && Array.IndexOf(positional, argument) is var index && (index < 0 || index >= place))]);
    }

    // A value that is no new word is left to the next argument.
    private static bool SkipsName(Argument[] positional, int place, ImmutableArray<Token> tokens, int index)
        => place < positional.Length && positional[place].Kind == ArgumentKind.NewName && tokens[index].Kind != TokenKind.Word;

    // Inside parentheses, or behind an operator.
    private bool IsOperand(ImmutableArray<Token> tokens)
    {
        var depth = 0;
        for (var i = tokens.Length - 1; i >= 0; i--)
        {
            switch (TextOf(tokens[i]))
            {
                case ")" or "]":
                    depth++;
                    break;
                case "(" when depth == 0:
                    return true;
                case "[" when depth == 0:
                    return IsOperator(tokens[^1]);
                case "(" or "[":
                    depth--;
                    break;
            }
        }
        return tokens.Length > 0 && IsOperator(tokens[^1]);
    }

    // Steps over one value; whether it is still open at the end of the tokens.
    private bool IsOpen(ImmutableArray<Token> tokens, int start, bool named, out int end)
    {
        end = CursorLine.EndOfAtom(analysis, tokens, start);
        // A call's parenthesis stands right behind its word.
        if (end < tokens.Length && TextOf(tokens[end]) == "(" && tokens[end - 1].Span.End == tokens[end].Span.Start)
        {
            end = CursorLine.EndOfAtom(analysis, tokens, end);
        }
        while (named && end < tokens.Length && (IsOperator(tokens[end]) || TextOf(tokens[end]) == "("))
        {
            end += IsOperator(tokens[end]) ? 1 : 0;
            if (end >= tokens.Length)
            {
                return true;
            }
            end = CursorLine.EndOfAtom(analysis, tokens, end);
        }
        return CloseOfBracketsIsMissing(tokens[start..end]);
    }

    private bool IsOperator(Token token) => TextOf(token) is "+" or "-" or "*" or "/" or "//" or "%" or "^" or "and" or "or" or "==" or "!=" or "<" or "<=" or ">" or ">=";

    // Names that stand on the line, before the cursor and behind it.
    private HashSet<string> Given(Definition definition, ImmutableArray<Token> before)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i < before.Length; i++)
        {
            if (TextOf(before[i]) == "=")
            {
                names.Add(TextOf(before[i - 1]));
            }
        }
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
        var line = CursorLine.Before(analysis, _tokens, index);
        if (line.Bodies.IsEmpty)
        {
            return line.Tokens is [var first] && TextOf(first) == "use" ? new CursorContext.PathText(inside, null, typed) : new CursorContext.Nothing(inside);
        }
        var argument = InBody(line.Bodies[^1], line.Tokens, inside) switch
        {
            CursorContext.ArgumentStart start => start.Positional,
            CursorContext.ArgumentValue value => value.Argument,
            _ => null,
        };
        return argument?.Kind == ArgumentKind.Path ? new CursorContext.PathText(inside, argument, typed) : new CursorContext.Nothing(inside);
    }

    private Definition? Find(BodyKind kind, string word) => kind switch
    {
        BodyKind.Data => Catalog<DataSetting>.Find(word) ?? Catalog<DataSetting>.FindAlias(word),
        BodyKind.Train => Catalog<TrainSetting>.Find(word) ?? Catalog<TrainSetting>.FindAlias(word),
        _ => Catalog<ModelWord>.Find(word) ?? analysis.Blocks.FirstOrDefault(block => block.Name == word) ?? Catalog<ModelWord>.FindAlias(word),
    };

    // Settings that the block has already are not offered again.
    private ImmutableArray<Definition> Fitting(BodyKind kind)
    {
        switch (kind)
        {
            case BodyKind.Paths:
                return [Catalog<ModelWord>.Get<Branch>()];
            case BodyKind.Model or BodyKind.Block:
                return [.. Catalog<ModelWord>.All, .. analysis.Blocks];
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
