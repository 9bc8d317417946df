using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

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
    private readonly Dictionary<(NameKind Kind, string Name), Symbol> _known = [];
    private readonly List<Symbol> _order = [];
    private readonly List<Symbol> _declared = [];
    private readonly List<Symbol> _hidden = [];
    private readonly HashSet<Symbol> _used = [];
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly List<Occurrence> _occurrences = [];
    private readonly List<(LexicalScope Scope, string Name, Span Span)> _unresolved = [];
    private readonly HashSet<int>? _read;
    private BlockDeclaration? _declaration;
    private Symbol? _owner;

    public SymbolReader(SyntaxTree tree, ISourceFiles? files)
    {
        (_tree, _files) = (tree, files);
        var span = new Span(0, tree.Source.Length);
        _foreign = new LexicalScope(span);
        _file = _foreign.Open(span);
        _read = tree.Findings.IsEmpty ? null : [];
    }

    public SymbolTable Read()
    {
        Symbol?[] symbols = [.. FileDeclarations.Of(_tree, null)];
        for (var i = 0; i < symbols.Length; i++)
        {
            Know(_tree.Declarations[i], symbols[i]);
        }
        for (var i = 0; i < symbols.Length; i++)
        {
            Declaration(_tree.Declarations[i], symbols[i]);
        }
        foreach (var (scope, name, span) in _unresolved)
        {
            if (scope.Find(name) is { } symbol)
            {
                Add(symbol, span);
            }
            else
            {
                _unknown.Add(name);
            }
        }
        ReadLooseWords();
        SortOccurrences();
        return new SymbolTable(_tree, _foreign, [.. _order], [.. _declared], [.. _hidden], _used, _unknown, [.. _occurrences]);
    }

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
        else if (_known.TryAdd((symbol.Kind, symbol.Name), symbol))
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
            _hidden.Add(symbol);
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
                Value(let.Value, _file);
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
        var scope = _file.Open(Span.FromBounds(block.HeaderSpan.Start, block.Span.End));
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
        var newNames = new List<Symbol>();
        foreach (var argument in step.Arguments)
        {
            Argument(step, argument, definition, block, scope, newNames);
        }
        Value(step.Condition, scope);
        if (step.Body is { } body)
        {
            Lines(body, scope.Open(body.Span, isPath: true));
        }
        foreach (var symbol in newNames)
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
        if (_known.TryGetValue((NameKind.Block, word.Text), out var block))
        {
            Add(block, word.Span);
            return block;
        }
        if (definition is null || scope.Find(word.Text) is not null)
        {
            Name(word.Text, word.Span, scope);
        }
        return null;
    }

    private void Argument(StepStatement step, ArgumentSyntax argument, Definition? definition, Symbol? block, LexicalScope scope, List<Symbol> newNames)
    {
        if (argument.Name is { } name)
        {
            Claim(name.Span);
            if (block?.Parameters.FirstOrDefault(parameter => parameter.Name == name.Text) is { } parameter)
            {
                _occurrences.Add(new Occurrence(parameter, name.Span, false));
            }
        }
        if (argument.Value is NameExpression word && LineWords.ChoiceOf(definition, argument) is not null)
        {
            Claim(word.Span);
            return;
        }
        if (definition is Input && TryDeclareInput(step, argument, scope, newNames))
        {
            return;
        }
        // The words that an argument takes are those, whatever else has such a name.
        if (definition is not null && argument.Value is NameExpression { Name: var text } && scope.Find(text) is not null
            && LineWords.ArgumentOf(definition, step, argument, _ => false) is { } target && target.Words.Contains(text))
        {
            Claim(argument.Value.Span);
            return;
        }
        Value(argument.Value, scope);
    }

    // `input tokens [seq=1024]` names the input and an axis. A word that stands for a value is its shape.
    private bool TryDeclareInput(StepStatement step, ArgumentSyntax argument, LexicalScope scope, List<Symbol> newNames)
    {
        switch (argument.Value)
        {
            case NameExpression word when IsFor(Input.Label) && !word.Name.Contains('.') && word.Name is not ("true" or "false") && scope.Find(word.Name) is null or { Kind: NameKind.Label } && newNames.All(symbol => symbol.Kind != NameKind.Label):
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
        if (scope.Find(name) is { } symbol)
        {
            Add(symbol, span);
        }
        else
        {
            _unresolved.Add((scope, name, span));
        }
    }

    private void Name(NameKind kind, Name? name)
    {
        if (name is null)
        {
            return;
        }
        Claim(name.Span);
        if (_known.TryGetValue((kind, name.Text), out var symbol))
        {
            Add(symbol, name.Span);
        }
    }

    private Symbol Declared(NameKind kind, Name name, Span declaration, LexicalScope scope, int? from = null, Expression? value = null)
        => new() { Kind = kind, Name = name.Text, Span = name.Span, Declaration = declaration, Value = value, Scope = scope.From(from ?? declaration.End), Owner = _owner };

    private void Declare(Symbol symbol)
    {
        Claim(symbol.Span);
        _declared.Add(symbol);
        _occurrences.Add(new Occurrence(symbol, symbol.Span, true));
    }

    private void Add(Symbol symbol, Span span)
    {
        _used.Add(symbol);
        _occurrences.Add(new Occurrence(symbol, span, false));
    }

    private void Claim(Span span) => _read?.Add(span.Start);

    // Words of lines that the tree lacks, because they cannot be read: their names still count.
    private void ReadLooseWords()
    {
        if (_read is null)
        {
            return;
        }
        for (var i = 0; i < _tree.Tokens.Length; i++)
        {
            var token = _tree.Tokens[i];
            if (token.Kind != TokenKind.Word || _read.Contains(token.Span.Start) || Sign(i - 1) == "." || Sign(i + 1) is "=" or ":")
            {
                continue;
            }
            var name = _tree.Source[token.Span];
            if ((_file.At(token.Span.Start).Find(name) ?? _known.GetValueOrDefault((NameKind.Block, name))) is { } symbol)
            {
                Add(symbol, token.Span);
            }
        }
    }

    private string? Sign(int index) => index >= 0 && index < _tree.Tokens.Length && _tree.Tokens[index] is { Kind: TokenKind.Sign } token ? _tree.Source[token.Span] : null;

    private void SortOccurrences()
    {
        for (var i = 1; i < _occurrences.Count; i++)
        {
            if (_occurrences[i].Span.Start < _occurrences[i - 1].Span.Start)
            {
                _occurrences.Sort(static (left, right) => left.Span.Start.CompareTo(right.Span.Start));
                return;
            }
        }
    }
}
