using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Syntax.Parsing;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Schedules;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Symbols;

/// <summary>
/// Goes through a text once, in its order. What is declared later than it is named is looked up at the end, so that an error of order
/// still leads to its declaration; words of lines that could not be read are looked up by themselves.
/// </summary>
internal sealed class SymbolReader
{
    private readonly SyntaxTree _tree;
    private readonly ISourceFiles? _files;
    private readonly LexicalScope _foreign;
    private readonly LexicalScope _file;
    private readonly NamesByKind _known = new();
    private readonly List<Symbol> _order = [];
    private readonly List<Symbol> _hidden = [];

    // Lines of which some words may not be in the tree, in the order of the text, and where words stand in them that are.
    private readonly Span[] _loose;
    private readonly HashSet<int> _read = [];
    private readonly Remembered _remembered;
    private NamesPart _part;
    private BlockDeclaration? _declaration;
    private Symbol? _owner;

    public SymbolReader(SyntaxTree tree, ISourceFiles? files, Remembered remembered)
    {
        (_tree, _files, _remembered) = (tree, files, remembered);
        var span = new Span(0, tree.Source.Length);
        _foreign = new LexicalScope(span);
        _file = new LexicalScope(span, _foreign);
        _loose = tree.Findings.IsEmpty || tree.Lines is not { } lines ? [] : LooseLines(lines);
        _part = new NamesPart(_file);
    }

    private Span[] LooseLines(LexedText lines)
    {
        var spans = new Span[lines.Loose.Count];
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i] = _tree.Source.LineSpan(lines.Loose[i]);
        }
        return spans;
    }

    public SymbolTable Read()
    {
        Symbol?[] symbols = [.. _tree.Declarations.Select(SymbolOf)];
        for (var i = 0; i < symbols.Length; i++)
        {
            Know(_tree.Declarations[i], symbols[i]);
        }
        // Lines outside of any body declare names for the whole file as they come.
        var hasStrays = _tree.Declarations.Any(declaration => declaration is StatementDeclaration { Statement: not LetStatement });
        var parts = new NamesPart[symbols.Length + 1];
        for (var i = 0; i < symbols.Length; i++)
        {
            var (declaration, symbol) = (_tree.Declarations[i], symbols[i]);
            parts[i] = _remembered.Of(declaration, known => !hasStrays && known.Holds(Find), () => Part(declaration, symbol));
        }
        // What could not be told before all was read.
        _part = parts[^1] = new NamesPart(_file);
        foreach (var (_, name, span) in hasStrays ? parts.SelectMany(part => part.Unresolved) : [])
        {
            if (_file.Find(name) is { } symbol)
            {
                Add(symbol, span);
            }
        }
        var ends = new ModelEnds(_tree.Declarations, symbols, parts, _known, _files);
        for (var i = 0; i < symbols.Length; i++)
        {
            foreach (var end in parts[i].Ends)
            {
                if (ends.Find(i, end, out var isMissed) is { } label)
                {
                    // That is no line which refers to it, as rules about labels see it.
                    _part.Occurrences.Add(new Occurrence(label, end.Span, false));
                }
                if (isMissed)
                {
                    _part.Unresolved.Add(new UnresolvedName(_file, end.Name, end.Span));
                }
            }
        }
        ends.FindForeign();
        var table = new SymbolTable(_tree, _file, [.. _order], [.. _hidden], [.. parts], ends);
        ReadLooseWords(table);
        _part.Sort();
        return table;
    }

    private Symbol? SymbolOf(Declaration declaration)
        => FileDeclarations.Declares(declaration) ? _remembered.Of(declaration, _ => true, () => FileDeclarations.Of(declaration, null)!) : null;

    private NamesPart Part(Declaration declaration, Symbol? symbol)
    {
        _part = new NamesPart(new LexicalScope(Span.FromBounds(declaration.HeaderSpan.Start, declaration.Span.End)));
        Declaration(declaration, symbol);
        // A name may stand before its declaration, which is an error of order and leads there all the same.
        var unresolved = _part.Unresolved.ToArray();
        _part.Unresolved.Clear();
        foreach (var (scope, name, span) in unresolved)
        {
            if (scope.Find(name) is { } found)
            {
                Add(found, span);
            }
            else
            {
                _part.Unresolved.Add(new UnresolvedName(_file, name, span));
            }
        }
        _part.Sort();
        return _part;
    }

    // What a name stands for that the file declares: a value, or what has names of its own kind.
    private Symbol? Find(NameKind? kind, string name) => kind is null ? _file.Find(name) : _known.Find(kind, name);

    private Symbol? Find(LexicalScope scope, string name) => scope.Find(name) ?? _part.Asked(null, name, _file.Find(name));

    private Symbol? Find(NameKind kind, string name) => _part.Asked(kind, name, _known.Find(kind, name));

    // What the file declares is known everywhere in it. As in binding, the first of two blocks of one name counts, whichever file it is of,
    // and a value of the file hides one of a used file.
    private void Know(Declaration declaration, Symbol? symbol)
    {
        if (declaration is UseDeclaration { Path: { } path } && UsePath.Of(_tree.Source, path.Content) is { } file && _files?.Read(file) is { } source)
        {
            foreach (var foreign in FileDeclarations.ExportsOf(source))
            {
                Know(foreign, _foreign);
            }
        }
        else if (symbol is not null)
        {
            Know(symbol, _file);
        }
    }

    private void Know(Symbol symbol, LexicalScope values)
    {
        if (symbol.Kind == NameKind.Let)
        {
            Enter(symbol, values);
        }
        else if (_known.TryAdd(symbol.Kind, symbol.Name, symbol))
        {
            _order.Add(symbol);
        }
        else
        {
            _hidden.Add(symbol);
        }
    }

    private void Enter(Symbol symbol, LexicalScope scope)
    {
        if (!scope.Declare(symbol))
        {
            (scope == _file || scope == _foreign ? _hidden : _part.Hidden).Add(symbol);
        }
    }

    private void Declaration(Declaration declaration, Symbol? symbol)
    {
        if (symbol is not null)
        {
            Declare(symbol);
        }
        switch (declaration)
        {
            case StatementDeclaration { Statement: LetStatement let }:
                Value(let.Value, _part.Scope);
                break;
            case StatementDeclaration { Statement: var stray }:
                Statement(stray, _file);
                break;
            case TrainDeclaration train:
                Name(NameKind.Model, train.Name);
                Name(NameKind.Data, train.Data);
                Body(train, [], null);
                break;
            case LayerBlockDeclaration block:
                Body(block, block.Parameters, symbol);
                break;
            case ModelDeclaration model:
                Body(model, model.Parameters, symbol);
                break;
            case BlockDeclaration block:
                Body(block, [], symbol);
                break;
        }
    }

    private void Body(BlockDeclaration block, ImmutableArray<Parameter> parameters, Symbol? symbol)
    {
        (_declaration, _owner) = (block, symbol);
        var scope = _part.Scope;
        for (var i = 0; i < parameters.Length; i++)
        {
            // The parameters of a block whose name is missing belong to nobody, and can be used all the same.
            var parameter = symbol?.Parameters[i] ?? Declared(NameKind.Parameter, parameters[i].Name, parameters[i].Name.Span, scope, value: parameters[i].Default);
            Declare(parameter);
            Value(parameters[i].Default, scope);
            Enter(parameter, scope);
        }
        foreach (var statement in block.Body?.Statements ?? [])
        {
            Statement(statement, scope);
        }
        (_declaration, _owner) = (null, null);
    }

    private void Statement(Statement statement, LexicalScope scope)
    {
        switch (statement)
        {
            case LetStatement let:
                var symbol = Declared(NameKind.Let, let.Name, let.Span, scope, value: let.Value);
                Declare(symbol);
                Value(let.Value, scope);
                Enter(symbol, scope);
                break;
            case RepeatStatement repeat:
                Repeat(repeat, scope);
                break;
            case StepStatement step:
                Step(step, scope);
                break;
        }
    }

    private void Repeat(RepeatStatement repeat, LexicalScope scope)
    {
        foreach (var count in repeat.Counts)
        {
            Value(count, scope);
        }
        if (repeat.Step is { } step)
        {
            Step(step, scope.Open(step.Span));
        }
        else if (repeat.Body is { } body)
        {
            Lines(body, scope.Open(body.Span));
        }
    }

    private void Lines(Body body, LexicalScope scope)
    {
        foreach (var statement in body.Statements)
        {
            Statement(statement, scope);
        }
    }

    private void Step(StepStatement step, LexicalScope scope)
    {
        // A line cannot name itself, so its label counts from behind it.
        Symbol? label = null;
        if (step.Label is { } name)
        {
            label = Declared(NameKind.Label, name, step.Span, scope.OfLabels, step.Span.End);
            Declare(label);
        }
        var definition = LineWords.DefinitionOf(_declaration, step.Word.Text);
        var block = Word(step.Word, definition, scope);
        // Nothing but an input's line declares names among its values.
        var newNames = definition is Input ? new List<Symbol>() : null;
        foreach (var argument in step.Arguments)
        {
            Argument(step, argument, definition, block, scope, newNames);
        }
        Value(step.Condition, scope);
        if (step.Body is { } body)
        {
            Lines(body, scope.Open(body.Span, isPath: true));
        }
        foreach (var symbol in newNames ?? Enumerable.Empty<Symbol>())
        {
            Enter(symbol, scope.OfLabels);
        }
        if (label is not null)
        {
            Enter(label, scope.OfLabels);
        }
    }

    // A word of the language, else a block, else a parameter or `let` that stands for a layer.
    private Symbol? Word(Name word, Definition? definition, LexicalScope scope)
    {
        Claim(word.Span);
        if (_declaration is DataDeclaration or TrainDeclaration || definition?.Name == word.Text)
        {
            return null;
        }
        if (Find(NameKind.Block, word.Text) is { } block)
        {
            Add(block, word.Span);
            return block;
        }
        if (definition is null || Find(scope, word.Text) is not null)
        {
            Name(word.Text, word.Span, scope);
        }
        return null;
    }

    private void Argument(StepStatement step, ArgumentSyntax argument, Definition? definition, Symbol? block, LexicalScope scope, List<Symbol>? newNames)
    {
        if (argument.Name is { } name)
        {
            Claim(name.Span);
            foreach (var parameter in block?.Parameters ?? [])
            {
                if (parameter.Name == name.Text)
                {
                    _part.Occurrences.Add(new Occurrence(parameter, name.Span, false));
                    break;
                }
            }
        }
        if (argument.Value is NameExpression word && LineWords.ChoiceOf(definition, argument) is not null)
        {
            Claim(word.Span);
            return;
        }
        if (newNames is not null && TryDeclareInput(step, argument, scope, newNames))
        {
            return;
        }
        if (definition is Setting && argument is { Name: not null, Value: NameExpression end } && TryNameEnd(end, LineWords.ArgumentOf(definition, step, argument, _ => false)))
        {
            return;
        }
        // The words that an argument takes are those, whatever else has such a name.
        if (definition is not null && argument.Value is NameExpression { Name: var text } && Find(scope, text) is not null
            && LineWords.ArgumentOf(definition, step, argument, _ => false) is { } target && target.Words.Contains(text))
        {
            Claim(argument.Value.Span);
            return;
        }
        Value(argument.Value, scope);
    }

    // `features [city] input=place`, `loss huber output=age`, `early_stopping monitor=val_age_loss`
    private bool TryNameEnd(NameExpression word, Argument? target)
    {
        var (name, start) = target switch
        {
            { Kind: ArgumentKind.Input or ArgumentKind.Output } => (word.Name, 0),
            not null when target == EarlyStoppingSetting.Monitor || target == PlateauSchedule.Monitor => Objective.OutputOf(word.Name),
            _ => ("", 0),
        };
        if (name.Length == 0)
        {
            return false;
        }
        Claim(word.Span);
        _part.Ends.Add(new EndName(name, new Span(word.Span.Start + start, name.Length)));
        return true;
    }

    // `input tokens [seq=1024]` names the input and an axis. A word that stands for a value is its shape.
    private bool TryDeclareInput(StepStatement step, ArgumentSyntax argument, LexicalScope scope, List<Symbol> newNames)
    {
        switch (argument.Value)
        {
            case NameExpression word when IsFor(Input.Label) && !word.Name.Contains('.') && word.Name is not ("true" or "false") && Find(scope, word.Name) is null or { Kind: NameKind.Label } && newNames.All(symbol => symbol.Kind != NameKind.Label):
                NewName(NameKind.Label, new Name(word.Name, word.Span), step.Span);
                return true;
            case ListExpression list when IsFor(Input.Shape):
                foreach (var item in list.Items)
                {
                    if (item.Name is { } axis)
                    {
                        NewName(NameKind.Axis, axis, Span.Cover(axis.Span, item.Value.Span), item.Value);
                    }
                    Value(item.Value, scope);
                }
                return true;
            default:
                return false;
        }

        bool IsFor(Argument target) => argument.Name is null || argument.Name.Text == target.Name;

        void NewName(NameKind kind, Name name, Span declaration, Expression? value = null)
        {
            var symbol = Declared(kind, name, declaration, scope.OfLabels, argument.Span.End, value);
            Declare(symbol);
            newNames.Add(symbol);
        }
    }

    // By recursion: brackets nest no deeper than the parser allows, and chains are flat.
    private void Value(Expression? expression, LexicalScope scope)
    {
        switch (expression)
        {
            case NameExpression name:
                Claim(name.Span);
                var dot = name.Name.IndexOf('.');
                if (dot == 2 && name.Name.StartsWith("in", StringComparison.Ordinal))
                {
                    break;
                }
                Name(dot < 0 ? name.Name : name.Name[..dot], dot < 0 ? name.Span : name.Span with { Length = dot }, scope);
                break;
            case ParenthesizedExpression parenthesized:
                Value(parenthesized.Inner, scope);
                break;
            case SignExpression sign:
                Value(sign.Operand, scope);
                break;
            case ChainExpression chain:
                Value(chain.First, scope);
                foreach (var link in chain.Rest)
                {
                    Value(link.Operand, scope);
                }
                break;
            case CallExpression call:
                Claim(call.Function.Span);
                foreach (var operand in call.Operands)
                {
                    Value(operand, scope);
                }
                break;
            case ListExpression list:
                foreach (var item in list.Items)
                {
                    if (item.Name is { } name)
                    {
                        Claim(name.Span);
                    }
                    Value(item.Value, scope);
                }
                break;
        }
    }

    private void Name(string name, Span span, LexicalScope scope)
    {
        if (name is "in" or "true" or "false")
        {
            return;
        }
        if (Find(scope, name) is { } symbol)
        {
            Add(symbol, span);
        }
        else
        {
            _part.Unresolved.Add(new UnresolvedName(scope, name, span));
        }
    }

    private void Name(NameKind kind, Name? name)
    {
        if (name is null)
        {
            return;
        }
        Claim(name.Span);
        if (Find(kind, name.Text) is { } symbol)
        {
            Add(symbol, name.Span);
        }
    }

    private Symbol Declared(NameKind kind, Name name, Span declaration, LexicalScope scope, int? from = null, Expression? value = null)
        => new() { Kind = kind, Name = name.Text, Span = name.Span, Declaration = declaration, Value = value, Scope = scope.From(from ?? declaration.End), Owner = _owner };

    private void Declare(Symbol symbol)
    {
        Claim(symbol.Span);
        _part.Declared.Add(symbol);
        _part.Occurrences.Add(new Occurrence(symbol, symbol.Span, true));
    }

    private void Add(Symbol symbol, Span span)
    {
        _part.Used.Add(symbol);
        _part.Occurrences.Add(new Occurrence(symbol, span, false));
    }

    private void Claim(Span span)
    {
        var line = Ordered.LastUpTo<Span>(_loose, span.Start, static line => line.Start);
        if (line >= 0 && span.Start < _loose[line].End)
        {
            _read.Add(span.Start);
        }
    }

    // Words of lines that the tree lacks, because they cannot be read: their names still count.
    private void ReadLooseWords(SymbolTable table)
    {
        if (_loose.Length == 0 || _tree.Lines is not { } lines)
        {
            return;
        }
        foreach (var line in lines.Loose)
        {
            Token[] tokens = [.. TokenReader.OfLine(lines, line)];
            for (var i = 0; i < tokens.Length; i++)
            {
                var token = tokens[i];
                if (token.Kind != TokenKind.Word || _read.Contains(token.Span.Start) || Sign(tokens, i - 1) == "." || Sign(tokens, i + 1) is "=" or ":")
                {
                    continue;
                }
                var name = _tree.Source[token.Span];
                if ((table.ScopeAt(token.Span.Start)?.Find(name) ?? _file.At(token.Span.Start).Find(name) ?? _known.Find(NameKind.Block, name)) is { } symbol)
                {
                    Add(symbol, token.Span);
                }
            }
        }
    }

    private string? Sign(Token[] tokens, int index) => index >= 0 && index < tokens.Length && tokens[index] is { Kind: TokenKind.Sign } token ? _tree.Source[token.Span] : null;
}
