using System.Text;
using Nnet.Language.Editing;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp.Protocol;
using TextEdit = Nnet.Language.Text.TextEdit;

namespace Nnet.Editor.CodeActions.Refactorings;

/// <summary>Writes the lines of a block in the place of its call, with the values of the call for its parameters.</summary>
internal static class InlineBlock
{
    /// <summary>What can be done with the call at the cursor.</summary>
    public static IEnumerable<Offer> At(ActionSite site)
    {
        if (LineRun.At(site.Tree, site.Selection.Start) is not { } at || CallOf(at.Lines.Single()) is not { } call || !call.CallSpan.Touches(site.Selection.Start)
            || site.Symbols.SymbolAt(call.Word.Span.Start) is not { Kind: NameKind.Block } block)
        {
            return [];
        }
        var inlining = new Inlining(site, at, call, block);
        return [new Offer($"Inline {block.Name}", CodeActionKind.RefactorInline) { Disabled = inlining.Obstacle(), Edits = () => [inlining.Edit()] }];
    }

    private static StepStatement? CallOf(Statement line) => line switch
    {
        StepStatement step => step,
        RepeatStatement { Step: { } step } => step,
        _ => null,
    };

    /// <summary>One call that is to be replaced by the lines of its block.</summary>
    /// <param name="site">The text.</param>
    /// <param name="at">The line of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="block">What it calls.</param>
    private sealed class Inlining(ActionSite site, LineRun at, StepStatement call, Symbol block)
    {
        private readonly LayerBlockDeclaration? _declaration = site.Tree.Declarations.OfType<LayerBlockDeclaration>().FirstOrDefault(declaration => declaration.Name?.Span == block.Span);
        private Dictionary<string, string>? _values;

        // Parameters by name, as they are to be written; made when they are needed.
        private Dictionary<string, string> Values => _values ??= ReadValues();

        private SourceText Source => site.Source;

        private Body Body => _declaration!.Body!;

        /// <summary>Why it cannot be done, or null.</summary>
        public string? Obstacle()
        {
            if (block.Foreign is { } file)
            {
                return $"{block.Name} is declared in {Path.GetFileName(file.Path)}, whose other names are not known here.";
            }
            if (_declaration?.Body is not { Statements: [.., var last] } body)
            {
                return $"{block.Name} has no lines.";
            }
            if (at.Owner == _declaration)
            {
                return $"{block.Name} calls itself here.";
            }
            if (call.Condition is not null)
            {
                return "The call has a condition, and lines that follow each other cannot share one.";
            }
            if (call.Label is not null && (at.Lines.Single() is RepeatStatement || last is not StepStatement { Label: null, Word.Text: not "path" }))
            {
                return $"`{call.Label.Text}` names what the call gives, and the last line of {block.Name} cannot bear that name.";
            }
            if (_declaration.Parameters.FirstOrDefault(parameter => !Values.ContainsKey(parameter.Name.Text)) is { } missing)
            {
                return $"The call lacks a value for `{missing.Name.Text}`.";
            }
            if (call.Arguments.FirstOrDefault(argument => CommonArguments.OfBlocks.Any(common => common.Name == argument.Name?.Text) && !Values.ContainsKey(argument.Name!.Text)) is { } common)
            {
                return $"`{Source[common.Span]}` is about all layers of {block.Name}: write it on their lines first.";
            }
            return Clash(body) ?? NoWord() ?? (!IsAlone && site.Tree.HasComment(body.Inside) ? $"{block.Name} has comments, so its lines need lines of their own: put the call on one first." : null);
        }

        /// <summary>The call replaced by the lines.</summary>
        public TextEdit Edit()
        {
            var lines = Text(LinesSpan, withConditions: true);
            if (call.Label is { } label)
            {
                lines = WithLabel(lines, label.Text);
            }
            var line = at.Lines.Single();
            var indent = Source.IndentAt(line.Span.Start);
            if (line is RepeatStatement repeat)
            {
                var head = Source[Span.FromBounds(repeat.Span.Start, call.Span.Start)].TrimEnd();
                return new TextEdit(repeat.Span, lines.Contains('\n', StringComparison.Ordinal) && IsAlone
                    ? $"{head} {{\n{indent}{LineText.Step}{LineText.Indented(lines, BodyIndent, indent + LineText.Step)}\n{indent}}}"
                    : IsOneStep(lines) ? $"{head} {OneLine(lines)}" : $"{head} {{ {OneLine(lines)} }}");
            }
            return new TextEdit(line.Span, IsAlone ? LineText.Indented(lines, BodyIndent, indent) : OneLine(lines));
        }

        private bool IsAlone => site.Tree.IsAlone(at.Span);

        private string BodyIndent => Source.IndentAt(LinesSpan.Start);

        // From the first line to the last, with the comments between and behind them.
        private Span LinesSpan
        {
            get
            {
                var lines = Span.Cover(Body.Statements[0].Span, Body.Statements[^1].Span);
                var first = Source.LineAt(Body.Span.Start) + 1;
                // Comments above the first line belong to it.
                var start = Source.LineAt(lines.Start) > first ? Source.LineSpan(first).Start + Source.IndentAt(Source.LineSpan(first).Start).Length : lines.Start;
                return site.Tree.WithComment(Span.FromBounds(Math.Min(start, lines.Start), lines.End)) is var all && all.End <= Body.Inside.End ? all : lines;
            }
        }

        // A name means one thing in each of the two bodies, and has to mean the same in both.
        private string? Clash(Body body)
        {
            var owner = site.Symbols.Declared.FirstOrDefault(symbol => symbol.Span == at.Owner.Name?.Span);
            var theirs = site.Symbols.Declared.Where(symbol => symbol.Owner == owner && symbol.Owner is not null).Select(symbol => symbol.Name).ToHashSet();
            var ours = site.Symbols.Declared.Where(symbol => symbol.Owner == block && Contains(body.Span, symbol.Span)).Select(symbol => symbol.Name).ToList();
            if (ours.FirstOrDefault(theirs.Contains) is { } twice)
            {
                return $"`{twice}` is declared in {block.Name} and in {at.Owner.Name?.Text}: rename one of them first.";
            }
            var used = site.Symbols.Occurrences.Where(name => Contains(body.Span, name.Span) && name.Symbol.Owner != block).Select(name => name.Symbol.Name);
            if (used.FirstOrDefault(theirs.Contains) is { } hidden)
            {
                return $"`{hidden}` is another thing in {at.Owner.Name?.Text} than in {block.Name}: rename one of them first.";
            }
            var given = site.Symbols.Occurrences.Where(name => Contains(call.CallSpan, name.Span)).Select(name => name.Symbol.Name);
            return given.FirstOrDefault(ours.Contains) is { } captured ? $"`{captured}` is another thing in {block.Name} than in the call: rename one of them first." : null;
        }

        // A parameter may stand where only a word can: as a line, or as the label before a dot.
        private string? NoWord()
        {
            foreach (var name in Uses(Body.Span))
            {
                var next = Source[name.Span.End];
                var isLine = Body.Steps().Any(step => step.Word.Span == name.Span);
                if ((isLine || next == '.') && !IsWord(Values[name.Symbol.Name]))
                {
                    return $"{block.Name} uses `{name.Symbol.Name}` as {(isLine ? "a layer" : "a label")}, which {Values[name.Symbol.Name]} is not.";
                }
            }
            return null;
        }

        private IEnumerable<Occurrence> Uses(Span span) => site.Symbols.Occurrences.Where(name => Contains(span, name.Span) && name.Symbol is { Kind: NameKind.Parameter } parameter && parameter.Owner == block && !name.IsDeclaration);

        private Dictionary<string, string> ReadValues()
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            var places = new Queue<string>(_declaration!.Parameters.Select(parameter => parameter.Name.Text));
            foreach (var argument in call.Arguments.Where(argument => argument.Value is not null))
            {
                if ((argument.Name?.Text ?? (places.TryDequeue(out var place) ? place : null)) is { } name && _declaration.Parameters.Any(parameter => parameter.Name.Text == name))
                {
                    values[name] = Source[argument.Value!.Span];
                }
            }
            _values = values;
            foreach (var parameter in _declaration.Parameters.Where(parameter => parameter.Default is not null && !values.ContainsKey(parameter.Name.Text)))
            {
                // A default may be made of the parameters before it.
                values[parameter.Name.Text] = Text(parameter.Default!.Span, withConditions: false);
            }
            return values;
        }

        // The text of a span of the block with values for parameters; conditions that are then known go.
        private string Text(Span span, bool withConditions)
        {
            var edits = Uses(span).Where(use => Values.ContainsKey(use.Symbol.Name)).Select(use => new TextEdit(use.Span, ValueAt(use))).ToList();
            foreach (var step in withConditions ? Body.Steps().Where(step => step.Condition is not null && Contains(span, step.Span)) : [])
            {
                var condition = Conditions.Simplify(Text(step.Condition!.Span, withConditions: false));
                var edit = condition switch
                {
                    "true" => new TextEdit(Span.FromBounds(step.CallSpan.End, step.Condition.Span.End), ""),
                    // What is never carried out lets its input through, as an empty path does.
                    "false" when step.Word.Text == "path" => new TextEdit(Span.FromBounds(step.Word.Span.End, step.Span.End), " { }"),
                    "false" when step.Label is null => Fixes.RemoveStep("", Source, step.Span).Edits[0],
                    _ => new TextEdit(step.Condition.Span, condition),
                };
                edits.RemoveAll(other => Contains(edit.Span, other.Span));
                if (!edits.Any(other => Contains(other.Span, edit.Span)))
                {
                    edits.Add(edit);
                }
            }
            var first = Source.IndexOf(span.Start);
            var text = new StringBuilder(Source[span]);
            foreach (var edit in edits.OrderByDescending(edit => edit.Span.Start))
            {
                var (start, end) = (Source.IndexOf(Math.Max(edit.Span.Start, span.Start)) - first, Source.IndexOf(Math.Min(edit.Span.End, span.End)) - first);
                text.Remove(start, end - start).Insert(start, edit.NewText);
            }
            return text.ToString().TrimEnd();
        }

        // A calculation stands in parentheses where its neighbours could take a part of it.
        private string ValueAt(Occurrence use)
        {
            var value = Values[use.Symbol.Name];
            if (IsAtom(value))
            {
                return value;
            }
            var before = site.Tree.TokensIn(Span.FromBounds(Body.Span.Start, use.Span.Start)).LastOrDefault();
            var behind = site.Tree.TokensIn(Span.FromBounds(use.Span.End, Body.Span.End)).FirstOrDefault();
            var isWhole = before is not null && Source[before.Span] is "=" or "(" or "[" or ","
                && behind is not null && (behind.Kind is not TokenKind.Sign || Source[behind.Span] is ")" or "]" or "," or "}");
            return isWhole ? value : $"({value})";
        }

        // The last line of the text bears the label of the call.
        private string WithLabel(string lines, string label)
        {
            var last = Body.Statements[^1].Span;
            var tail = Text(Span.FromBounds(last.Start, LinesSpan.End), withConditions: true);
            return $"{lines[..^tail.Length]}{label}: {tail}";
        }

        private static bool IsOneStep(string lines) => Parsed(lines) is { Declarations: [StatementDeclaration { Statement: StepStatement }] };

        private static SyntaxTree Parsed(string text) => SyntaxTree.Parse(new SourceText(text));

        private static string OneLine(string lines)
        {
            var tree = Parsed(lines);
            var text = new StringBuilder();
            var (end, brackets) = (0, 0);
            foreach (var token in tree.Tokens)
            {
                var word = token.Kind == TokenKind.NewLine ? (brackets > 0 ? "" : ";") : tree.Source[token.Span];
                var beginsLine = text.Length == 0 || text[^1] is ';' or '{';
                brackets += word is "(" or "[" ? 1 : word is ")" or "]" ? -1 : 0;
                if (word == "}" && text[^1] == ';')
                {
                    text.Length--;
                }
                if (word.Length > 0 && !(word == ";" && beginsLine))
                {
                    text.Append(text.Length > 0 && word != ";" && (token.Span.Start > end || beginsLine || word == "}") ? " " : "").Append(word);
                }
                end = token.Span.End;
            }
            return text.ToString().TrimEnd(';', ' ');
        }

        private static bool IsAtom(string value) => Parsed($"x {value}") is { Findings.IsEmpty: true, Declarations: [StatementDeclaration { Statement: StepStatement { Arguments: [{ Name: null }] } }] };

        private static bool IsWord(string value) => Parsed($"x {value}") is { Findings.IsEmpty: true, Declarations: [StatementDeclaration { Statement: StepStatement { Arguments: [{ Name: null, Value: NameExpression { Name: var name } }] } }] } && !name.Contains('.', StringComparison.Ordinal);

        private static bool Contains(Span outer, Span inner) => outer.Start <= inner.Start && inner.End <= outer.End;
    }
}
