using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding.Models;

/// <summary>
/// Carries out the lines of a model, one after the other, and makes its graph, working out shapes as it goes. A call of a block
/// carries out the lines of the block. Behind an error shapes are unknown, without further findings.
/// </summary>
/// <param name="loader">Knows the errors of all texts.</param>
/// <param name="main">Takes findings about the analysed text.</param>
/// <param name="log">Keeps the meaning of every written line.</param>
/// <param name="isDry">Whether nothing is known of what the lines are fed with: they are read for their words and arguments alone.</param>
internal sealed class ModelBinder(UnitLoader loader, FindingBag main, StepLog log, bool isDry = false)
{
    // Blocks of blocks of blocks multiply without making a single layer.
    private const int MaximalLines = 100_000;
    private const int MaximalDepth = 64;

    private static readonly Add s_add = Catalog<Layer>.Get<Add>();
    private static readonly Argument<int> s_times = Argument.Integer("repeat", "How often.", min: 1);

    private readonly GraphBuilder _graph = new();
    private readonly HashSet<BlockDefinition> _called = [];
    private Frame _frame = null!;
    private Scope _scope = null!;

    // What paths gave that are still to be joined: those of a joint within a joint behind those around it.
    private Flow[] _flows = new Flow[8];
    private int _flowCount;
    private int _lines;
    private bool _misses;
    private bool _hasUnknown;
    private bool _full;

    /// <summary>The blocks that were carried out.</summary>
    public IReadOnlySet<BlockDefinition> Called => _called;

    /// <summary>Makes the graph of a model; its nodes lack facts where something does not fit.</summary>
    /// <param name="unit">The text that declares it.</param>
    /// <param name="declaration">The model.</param>
    /// <param name="caller">Where another text asks for it, or null.</param>
    public LayerGraph Bind(Unit unit, ModelDeclaration declaration, Origin? caller = null)
    {
        var name = declaration.Name?.Text ?? "";
        if (declaration.Parameters.Length > 0)
        {
            BagOf(unit).Add(BindingFindings.Misplaced, declaration.Parameters[0].Name.Span, "A model has no parameters; `let` in its body, or in the file, names its numbers. A `block` has parameters.");
        }
        if (declaration.Body is not { } body)
        {
            return new LayerGraph(name, [], []);
        }
        (_frame, _scope) = (new Frame(unit, declaration, BagOf(unit)) { Caller = caller }, new Scope(unit.Scope));
        log.Expect(_graph.Expect(body));
        Lines(body);
        if (_graph.Nodes.Count == 0 && body.Statements.All(statement => statement is LetStatement) && !HasUnread(unit, body.Span))
        {
            BagOf(unit).Add(BindingFindings.EmptyModel, declaration.HeaderSpan, $"{name} has no layers yet: a model is at least an input and one layer.");
        }
        var graph = _graph.Build(name);
        ReportDeadEnds(graph);
        return graph;
    }

    /// <summary>Reads the lines of a block that nothing calls: its parameters stand for nothing yet.</summary>
    public void Read(Unit unit, BlockDefinition block)
    {
        var scope = new Scope(unit.Scope);
        foreach (var argument in block.Parameters)
        {
            scope.TryDeclare(argument.Name, null);
        }
        (_frame, _scope) = (new Frame(unit, block.Declaration, BagOf(unit)) { Block = block }, scope);
        if (block.Declaration.Body is { } body)
        {
            Lines(body);
        }
    }

    // What feeds the next line.
    private Flow Flow
    {
        get => new(_graph.Edge, _graph.IsUnknown);
        set => (_graph.Edge, _graph.IsUnknown) = (value.Edge, value.IsUnknown);
    }

    // The node that feeds the next line, if it is known to be that one.
    private int? Known => _graph.IsUnknown ? null : _graph.Edge;

    private FindingBag Bag => _frame.Bag;

    private FindingBag BagOf(Unit unit) => unit.IsForeign ? unit.Bag : main;

    private ArgumentBinder Arguments => new(Bag, _scope, _graph);

    private Evaluator Values => new(Bag, _scope, _graph);

    private void Lines(Body body)
    {
        foreach (var statement in body.Statements)
        {
            if (Bag.IsFull || _full)
            {
                return;
            }
            Line(statement);
        }
    }

    private void Line(Statement statement)
    {
        if (++_lines > MaximalLines)
        {
            TooMany("carries out more than 100,000 lines");
            return;
        }
        switch (statement)
        {
            case LetStatement let:
                Lets.Declare(Bag, _scope, let, _graph);
                Note(let.Name);
                break;
            case RepeatStatement repeat:
                Repeat(repeat, null, default);
                break;
            case StepStatement step:
                _ = Step(step);
                break;
        }
    }

    // What a line of the analysed text calls, for the editor.
    private void Note(StepStatement step, Call? call)
    {
        if (!_frame.Unit.IsForeign)
        {
            log.Add(step, _frame.Owner, call, isDry);
        }
    }

    // What a name of the analysed text stands for, for the editor.
    private void Note(Name name)
    {
        if (!_frame.Unit.IsForeign && _scope.TryFind(name.Text, out var value))
        {
            log.Add(name, value);
        }
    }

    // Lines, or the paths of a joint with what they are all fed with.
    private void Repeat(RepeatStatement repeat, Join? join, Flow entry)
    {
        // Mostly it is written, and then there is nothing to work out.
        var written = repeat.WrittenRounds is > 0 and < int.MaxValue and var rounds ? rounds : (int?)null;
        double times = written ?? 1;
        foreach (var count in written is null ? repeat.Counts : [])
        {
            if (Values.Evaluate(count, s_times) is not { } value)
            {
                if (isDry)
                {
                    continue;
                }
                _graph.IsUnknown = true;
                return;
            }
            // None at all makes sense where a parameter says so, and is a slip where it is written.
            if (value is Value.Number { Amount: 0 } && count is not NumberLiteral)
            {
                times = 0;
            }
            else if (s_times.Convert(value) is int number)
            {
                times *= number;
            }
            else
            {
                Bag.Add(BindingFindings.WrongValue, count.Span, $"repeat takes {s_times.Expectation}, but this is `{Bag.Source[count.Span]}`.");
                return;
            }
        }
        var (outer, errors) = (_scope, loader.Errors.Count);
        for (var i = 0; i < times && !_full; i++)
        {
            var nodes = _graph.Nodes.Count;
            _scope = new Scope(outer);
            if (join is not null)
            {
                Paths(join, repeat.Body?.Statements ?? (repeat.Step is { } path ? [path] : []), entry);
            }
            else if (repeat.Body is { } body)
            {
                Lines(body);
            }
            else if (repeat.Step is { } step)
            {
                _ = Step(step);
            }
            _scope = outer;
            // A repetition that adds no layer would never reach the greatest size, and an error need not be said twice.
            if (isDry || loader.Errors.Count > errors || _graph.Nodes.Count == nodes)
            {
                return;
            }
        }
    }

    // Carries out a line and returns what it gives on: for a path its end, while the next line goes on from its beginning.
    private Flow Step(StepStatement step)
    {
        if (_full)
        {
            return Flow;
        }
        var first = _graph.Nodes.Count;
        var plain = step.Meaning as PlainCall;
        var origin = plain is not null && _frame.Caller is null && !_frame.Unit.IsForeign ? plain.Origin : new Origin(step.Span, step.Word.Span) { Foreign = _frame.Unit.IsForeign ? Bag.Source : null, Caller = _frame.Caller };
        var word = plain is not null ? (ModelWord)plain.Bound.Call.Definition : WordFinder.Find(_frame, _scope, step);
        var holds = step.Condition is null ? true : Condition(step.Condition);
        Flow given;
        if (word is null)
        {
            Unknown(step);
            given = Flow;
        }
        else if (holds == false && !isDry)
        {
            Skip(step, word, origin);
            given = Flow;
        }
        else
        {
            given = Carry(step, word, origin);
            if (holds is null)
            {
                (_graph.IsUnknown, given) = (true, given with { IsUnknown = true });
            }
        }
        if (step.Label is { } label)
        {
            Label(label, given, Math.Min(first, _graph.Nodes.Count - 1));
        }
        return given;
    }

    private void Label(Name label, Flow given, int first)
    {
        if (!_scope.TryDeclareLabel(label.Text, given is { Edge: { } edge, IsUnknown: false } ? new Value.Edge(label.Text, edge, first) : null))
        {
            Bag.Add(BindingFindings.DuplicateName, label.Span, $"The label `{label.Text}` is taken: a name stands for one thing.");
        }
        else if (given.Edge is { } named)
        {
            _graph.Label(named, label.Text);
        }
    }

    // True, false, or null when it cannot be known.
    private bool? Condition(Expression condition)
    {
        switch (Values.Evaluate(condition))
        {
            case null:
                return null;
            case Value.Truth truth:
                return truth.Holds;
            case var value:
                Bag.Add(BindingFindings.NoCondition, condition.Span, $"`when` wants something true or false, such as `stride > 1`, but this is {value}.");
                return null;
        }
    }

    private void Unknown(StepStatement step)
    {
        Note(step, null);
        if (_graph.Edge is null)
        {
            MissesInput(step.Word.Span, null);
        }
        (_graph.IsUnknown, _hasUnknown) = (true, true);
        if (step.Body is { } body && !isDry)
        {
            ReadOnly(body);
        }
    }

    // A line whose condition fails lets its input through; its words are still read, for the editor.
    private void Skip(StepStatement step, ModelWord word, Origin origin)
    {
        if (!_frame.Unit.IsForeign && !log.Knows(step))
        {
            _ = Quiet().Carry(step, word, origin);
        }
        _graph.Place(new Call(word, step.CallSpan, step.Word.Span, ArgumentValues.Empty), origin, Known, _graph.Nodes.Count, _graph.Edge);
        if (word is BlockDefinition block)
        {
            _called.Add(block);
        }
    }

    private void ReadOnly(Body body) => Quiet().Lines(body);

    // One who reads lines here for their words alone.
    private ModelBinder Quiet()
    {
        var bag = new FindingBag(Bag.Source);
        return new ModelBinder(loader, bag, log, isDry: true) { _frame = _frame with { Bag = bag }, _scope = new Scope(_scope) };
    }

    // Carries out a line whose condition holds, and returns what it gives on.
    private Flow Carry(StepStatement step, ModelWord word, Origin origin)
    {
        Flow end = default;
        var (input, first) = (Known, _graph.Nodes.Count);
        var (call, complete) = Bind(step, word);
        Note(step, call);
        CheckBody(step, word);
        switch (word)
        {
            case BlockDefinition block:
                Expand(step, block, call, origin);
                break;
            case Branch:
                var entry = Flow;
                Body(step);
                // What is half typed on the line of a path is its condition.
                (end, Flow) = (Flow with { IsUnknown = Flow.IsUnknown || step.HasErrors }, entry);
                break;
            case Residual:
                Join(step, s_add, call, complete, origin);
                break;
            case Join join:
                Join(step, join, call, complete, origin);
                break;
            case From when complete && call.Get(From.Label) is [var source, ..]:
                Flow = new Flow(source, false);
                break;
            case Output when complete:
                foreach (var node in call.Get(Output.Labels) is { IsEmpty: false } given ? given : _graph.Edge is { } edge ? [edge] : [])
                {
                    _graph.Return(node);
                }
                break;
            case Layer layer:
                Layer(step, layer, call, complete, origin);
                break;
            default:
                _graph.IsUnknown |= word is From or Output;
                break;
        }
        end = word is Branch ? end : Flow;
        _graph.Place(call, origin, input, first, end.Edge ?? _graph.Edge, PlainOf(step, call, origin));
        return end;
    }

    // What the line calls, as it is kept with the line or found out now.
    private BoundCall Bind(StepStatement step, ModelWord word)
    {
        if (step.Meaning is PlainCall plain && (plain.Fed is null || TensorType.AreSame(plain.Fed, _graph.Current)))
        {
            return plain.Bound;
        }
        var (scope, fed, asked, before) = (_scope, _graph.Current, _graph.QuestionsOfInput, (_scope.Questions, _graph.Questions, Bag.Said));
        var bound = Arguments.Bind(word, step.Word, step.Arguments, step.HasErrors);
        if (word.Name == step.Word.Text && word is not BlockDefinition && before == (scope.Questions, _graph.Questions, Bag.Said) && (fed is not null || asked == _graph.QuestionsOfInput))
        {
            step.Meaning = new PlainCall(bound, new Origin(step.Span, step.Word.Span), asked == _graph.QuestionsOfInput ? null : fed);
        }
        return bound;
    }

    // What keeps what the line made, if it calls the same as before.
    private static PlainCall? PlainOf(StepStatement step, Call call, Origin origin) => step.Meaning is PlainCall plain && ReferenceEquals(plain.Bound.Call, call) && ReferenceEquals(plain.Origin, origin) ? plain : null;

    private string Title(StepStatement step) => Bag.Source[step.CallSpan];

    private void CheckBody(StepStatement step, ModelWord word)
    {
        if (step.Body is { } body && word.Body == BodyUse.None)
        {
            Bag.Add(BindingFindings.Misplaced, body.Span with { Length = 1 }, $"{word.Name} takes no lines in braces.");
            ReadOnly(body);
        }
    }

    // The lines of a path or residual; labels in it are those of the body around.
    private void Body(StepStatement step)
    {
        if (step.Body is { } body)
        {
            var outer = _scope;
            _scope = new Scope(outer, isPath: true);
            Lines(body);
            _scope = outer;
        }
    }

    private void Join(StepStatement step, Join join, Call call, bool complete, Origin origin)
    {
        var (entry, from) = (Flow, _flowCount);
        var isResidual = call.Definition is Residual;
        if (step.Body is null || isResidual)
        {
            Give(entry);
        }
        if (isResidual)
        {
            // Of values in the place of lines it is said that they stand in braces.
            if (step.Body is not { Statements.Length: > 0 } && step.Arguments.IsEmpty && !step.HasErrors)
            {
                Bag.Add(BindingFindings.MissingBody, step.Word.Span, "residual is about the lines in braces behind it: `residual { dense 64; relu; dense 64 }` adds its input to what they make of it.");
            }
            Body(step);
            Give(Flow);
        }
        else if (step.Body is { } paths)
        {
            var outer = _scope;
            _scope = new Scope(outer, isPath: true);
            Paths(join, paths.Statements, entry);
            _scope = outer;
        }
        var labels = isResidual ? [] : call.Get(Layers.Joins.Join.Labels);
        var (most, count, isUnknown) = (_flowCount - from + labels.Length, 0, entry.IsUnknown);
        Span<int> inputs = most <= 8 ? stackalloc int[8] : new int[most];
        for (var i = from; i < _flowCount; i++)
        {
            isUnknown |= _flows[i].IsUnknown;
            if (_flows[i].Edge is { } edge)
            {
                inputs[count++] = edge;
            }
        }
        labels.CopyTo(inputs[count..]);
        inputs = inputs[..(count + labels.Length)];
        if (entry.Edge is null)
        {
            MissesInput(call.NameSpan, null);
        }
        else if (!isResidual && complete && !step.HasErrors && !isUnknown && inputs.Length == 1 && !isDry)
        {
            Bag.Add(BindingFindings.MissingBody, step.Word.Span, $"{join.Name} has nothing to join {(step.Body is null ? "the line above" : "its one path")} with: name the label of a line above, `{join.Name} skip`, or give it {(step.Body is null ? "paths" : "another path")} in braces, `{join.Name} {{ path {{ … }}; path {{ … }} }}`. An empty path lets its input through.");
        }
        // A word of structure is carried out by the layer that it stands for.
        var plain = PlainOf(step, call, origin);
        AddNode(plain?.JoinOf(join) ?? call with { Definition = join }, step.Label?.Text, inputs, complete && !isUnknown && inputs.Length > 1, origin, plain, new Joint(step, entry, from));
        _flowCount = from;
    }

    // Keeps what a path gave until it is joined.
    private void Give(Flow flow)
    {
        if (_flowCount == _flows.Length)
        {
            Array.Resize(ref _flows, 2 * _flowCount);
        }
        _flows[_flowCount++] = flow;
    }

    // In a block the numbers would be those of one call.
    private ImmutableArray<Fix> Remedy(Joint joint)
        => _frame.Block is null && joint.Step is { } step && _flows[joint.From.._flowCount].Where(flow => flow != joint.Entry).ToArray() is [{ Edge: { } path }] && joint.Entry.Edge is { } shortcut
            ? Projection.Fixes(step, _graph.TypeOf(shortcut), _graph.TypeOf(path))
            : [];

    private void Paths(Join join, ImmutableArray<Statement> statements, Flow entry)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case RepeatStatement repeat:
                    Repeat(repeat, join, entry);
                    break;
                case StepStatement line when WordFinder.Find(_frame, _scope, line) is not (null or Branch):
                    Bag.Add(BindingFindings.Misplaced, line.Word.Span, $"{join.Name} joins paths: put the line into one, `path {{ {Bag.Source[line.CallSpan]} }}`.", new Fix("Wrap it in path { }", [new TextEdit(new Span(line.Span.Start, 0), "path { "), new TextEdit(new Span(line.Span.End, 0), " }")]));
                    // It is taken for a path of its own, so that the rest is still checked.
                    Path(line);
                    break;
                case StepStatement path:
                    Path(path);
                    break;
                default:
                    Line(statement);
                    break;
            }
        }

        void Path(StepStatement step)
        {
            Flow = entry;
            Give(Step(step));
            Flow = entry;
        }
    }

    private void Layer(StepStatement step, Layer layer, Call call, bool complete, Origin origin)
    {
        if (layer is not Input && _graph.Edge is null)
        {
            MissesInput(call.NameSpan, call);
        }
        var known = complete && (layer is Input || !_graph.IsUnknown);
        var plain = PlainOf(step, call, origin);
        var named = EdgesOf(call);
        Span<int> inputs = named.IsEmpty ? stackalloc int[1] : new int[named.Length + 1];
        inputs[0] = _graph.Edge ?? 0;
        named.CopyTo(inputs[1..]);
        AddNode(call, step.Label?.Text ?? (layer is Input ? call.Get(Input.Label) : null), layer is Input || _graph.Edge is null ? inputs[1..] : inputs, known, origin, plain);
        if (layer is Input)
        {
            DeclareInput(call);
        }
        if (call.Values.TryGetValue(CommonArguments.Activation, out var given) && given.Value is Activation activation && _graph.Edge is { } outputs)
        {
            var isUnknown = _graph.IsUnknown;
            AddNode(plain?.ActivationOf(given) ?? new Call(activation, given.ValueSpan, given.ValueSpan, ArgumentValues.Empty), null, [outputs], !isUnknown, origin, plain);
        }
    }

    private static ImmutableArray<int> EdgesOf(Call call)
    {
        ImmutableArray<int> edges = [];
        foreach (var argument in Signature.Of(call.Definition).Edges)
        {
            if (call.Values.TryGetValue(argument, out var given))
            {
                edges = edges.AddRange((ImmutableArray<int>)given.Value);
            }
        }
        return edges;
    }

    // An input's name is a label, and the names of its axes stand for their extents.
    private void DeclareInput(Call call)
    {
        if (call.Get(Input.Label) is { } label && !_scope.TryDeclareLabel(label, new Value.Edge(label, _graph.Nodes.Count - 1, _graph.Nodes.Count - 1)))
        {
            Bag.Add(BindingFindings.DuplicateName, call.SpanOf(Input.Label), $"The name `{label}` is taken: a name stands for one thing.");
        }
        if (call.Has(Input.Shape) && call.Get(Input.Shape) is { Names.IsEmpty: false } shape)
        {
            for (var axis = 0; axis < shape.Rank; axis++)
            {
                if (shape.Names[axis] is { } name)
                {
                    _scope.TryDeclareLabel(name, new Value.Number(shape[axis], true));
                }
            }
        }
    }

    private void Expand(StepStatement step, BlockDefinition block, Call call, Origin origin)
    {
        _called.Add(block);
        if (isDry)
        {
            return;
        }
        if (_frame.IsInside(block) || _frame.Depth >= MaximalDepth)
        {
            Bag.Add(BindingFindings.RecursiveBlock, step.Word.Span, _frame.Block == block
                ? $"{block.Name} calls itself, which would never end. `repeat 3 {{ … }}` repeats lines."
                : $"{block.Name} is being carried out already, further out: these blocks call each other without end.");
            (_graph.IsUnknown, _hasUnknown) = (true, true);
            return;
        }
        var unit = _frame.Unit.FindBlock(block.Name)!.Unit;
        var scope = new Scope(unit.Scope);
        var values = new Evaluator(BagOf(unit), scope);
        for (var i = 0; i < block.Parameters.Length; i++)
        {
            var @default = block.Declaration.Parameters[i].Default;
            scope.TryDeclare(block.Parameters[i].Name, call.Values.TryGetValue(block.Parameters[i], out var given) ? (Value)given.Value : @default is null ? null : values.Evaluate(@default, block.Parameters[i]));
        }
        var (outer, outerScope, errors) = (_frame, _scope, loader.Errors.Count);
        _scope = scope;
        _frame = new Frame(unit, block.Declaration, BagOf(unit))
        {
            Caller = origin,
            Block = block,
            Outer = outer,
            Depth = outer.Depth + 1,
            IsFrozen = outer.IsFrozen || call.Get(CommonArguments.Freeze),
            RateFactor = outer.RateFactor * call.Get(CommonArguments.Rate),
            Shared = call.Get(CommonArguments.TieBlock) is { } other ? new SharedCall(other, _graph.Nodes.Count, call.SpanOf(CommonArguments.TieBlock), outer.Bag) : outer.Shared,
        };
        foreach (var parameter in block.Declaration.Parameters)
        {
            Note(parameter.Name);
        }
        if (block.Declaration.Body is { } body)
        {
            Lines(body);
        }
        (_frame, _scope) = (outer, outerScope);
        // Another framework's spelling is a slip of the block's alone, and mended there.
        if (origin.Foreign is null && (outer.Caller is null || outer.Caller.Foreign is not null)
            && loader.Errors.Skip(errors).FirstOrDefault(found => found.Finding.Kind != BindingFindings.OtherSpelling) is ({ } source, { } error))
        {
            var place = ReferenceEquals(source, main.Source) ? $"line {main.LineOf(error.Span.Start) + 1}" : $"`{Path.GetFileName(source.Path)}`, line {source.LineAt(error.Span.Start) + 1}";
            main.Add(new Finding(BindingFindings.BlockCall, step.Word.Span, $"`{Title(step)}` does not work out ({place}): {error.Message}")
            {
                Related = [new RelatedPlace(error.Span, error.Message, ReferenceEquals(source, main.Source) ? null : source)],
            });
        }
    }

    private void AddNode(Call call, string? label, ReadOnlySpan<int> inputs, bool isKnown, Origin origin, PlainCall? plain = null, Joint joint = default)
    {
        if (_graph.Nodes.Count >= GraphBuilder.MaximalNodes)
        {
            TooMany($"has more than {GraphBuilder.MaximalNodes:#,0} layers", origin.Here.NameSpan);
            return;
        }
        // What blocks around say of the weights comes from further away than the inputs.
        plain = _frame is { IsFrozen: false, RateFactor: 1.0, Shared: null } ? plain : null;
        var (facts, fed) = ((LayerFacts?)null, default(ImmutableArray<TensorType>));
        if (isKnown && !isDry && (call.Definition is Input || inputs.Length > 0))
        {
            facts = plain?.FactsOf(call, inputs, _graph) ?? Infer(call, inputs, origin, joint, out fed);
        }
        _graph.Add(call, label, inputs, origin, facts, plain, fed);
    }

    // What a layer makes of its inputs, and their types when nothing was said about it.
    private LayerFacts? Infer(Call call, ReadOnlySpan<int> inputs, Origin origin, Joint joint, out ImmutableArray<TensorType> fed)
    {
        fed = default;
        if (TypesOf(inputs) is not { } types)
        {
            return null;
        }
        var said = Bag.Said;
        // What is found in another file is that file's affair.
        var report = origin.Foreign is not null ? Bag.Noter : joint.Step is null && inputs.Length < 2 ? Bag.Taker : WithPlaces(Bag, [.. inputs], joint);
        if (!Inference.Knows(call, types, out var facts))
        {
            facts = Inference.Ask(new LayerSite(Bag.Source, call, types, report) { Before = inputs.IsEmpty ? [] : WayTo(inputs[0]), LineOf = Bag.LineOf });
        }
        facts = facts is null ? null : WeightOptions.Apply(call, facts, _frame, _graph.Nodes, report);
        fed = said == Bag.Said ? types : default;
        return facts;
    }

    // The lines of this text that lead to a node.
    private IEnumerable<Node> WayTo(int node)
    {
        var source = Bag.Source;
        return _graph.WayTo(node).TakeWhile(before => ReferenceEquals(before.Origin.Foreign ?? main.Source, source));
    }

    // Adds to each finding what mends it in this place, and at a joint what comes together there.
    private Action<Finding> WithPlaces(FindingBag bag, ImmutableArray<int> inputs, Joint joint) => finding => bag.Add(finding with
    {
        Fixes = [.. finding.Fixes, .. Remedy(joint)],
        Related = inputs.Length > 1 ? [.. inputs.Select(WhatIsGiven)] : finding.Related,
    });

    private RelatedPlace WhatIsGiven(int id)
    {
        var node = _graph.Nodes[id];
        return new RelatedPlace(node.Origin.NameSpan, $"{node.Name} gives {node.Facts!.Output.Shape}.", node.Origin.Foreign);
    }

    private ImmutableArray<TensorType>? TypesOf(ReadOnlySpan<int> nodes)
    {
        var types = new TensorType[nodes.Length];
        for (var i = 0; i < types.Length; i++)
        {
            if (_graph.TypeOf(nodes[i]) is not { } type)
            {
                return null;
            }
            types[i] = type;
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(types);
    }

    private void TooMany(string what, Span? at = null)
    {
        if (_full)
        {
            return;
        }
        _full = true;
        var owner = _frame;
        while (owner.Outer is not null)
        {
            owner = owner.Outer;
        }
        main.Add(BindingFindings.TooManyLayers, at ?? owner.Owner.Name?.Span ?? owner.Owner.HeaderSpan, $"{owner.Owner.Name?.Text} {what}; the rest is not built.");
    }

    // Whether a line there could not be read, which may be the one that is missed.
    private static bool HasUnread(Unit unit, Span span) => unit.Tree.Findings.Any(finding => finding.Kind.Severity == Severity.Error && finding.Span.Start > span.Start && finding.Span.Start < span.End);

    private void MissesInput(Span at, Call? first)
    {
        if (_misses || isDry || _frame.Owner is not ModelDeclaration { Body: { } body } declaration)
        {
            return;
        }
        _misses = true;
        if (HasUnread(_frame.Unit, Span.FromBounds(body.Span.Start, at.Start)))
        {
            return;
        }
        // An input further down is reported where it stands.
        var later = body.Statements.OfType<StepStatement>().FirstOrDefault(step => Catalog<ModelWord>.Find(step.Word.Text) is Input);
        if (later is not null)
        {
            Bag.Add(BindingFindings.MissingInput, later.Word.Span, "The input comes first: every line is fed by the line above it.");
            return;
        }
        var line = UsualInputs.LineFor(Bag.Source, first);
        Bag.Add(BindingFindings.MissingInput, at, $"{declaration.Name?.Text} begins without an input, so no shape can be known. Its first line says the shape of one sample, such as `input 784` or `input 1x28x28`.",
            new Fix($"Insert {line}", BlockEdits.InsertFirstLine(Bag.Source, body, line)));
    }

    // Values that no output depends on; silent while something is not understood, which may be what needs them.
    private void ReportDeadEnds(LayerGraph graph)
    {
        if (_hasUnknown || _full || graph.Outputs.IsEmpty || graph.Nodes.Any(node => node.Facts is null))
        {
            return;
        }
        var needed = new bool[graph.Nodes.Length];
        foreach (var output in graph.Outputs)
        {
            needed[output] = true;
        }
        for (var i = graph.Nodes.Length - 1; i >= 0; i--)
        {
            if (needed[i])
            {
                foreach (var input in graph.Nodes[i].Inputs)
                {
                    needed[input] = true;
                }
            }
        }
        foreach (var node in graph.Nodes.Where(node => !needed[node.Id] && graph.ConsumersOf(node).Count == 0))
        {
            main.Add(BindingFindings.DeadEnd, node.Origin.Here.NameSpan, node.Layer is Input
                ? "Nothing is fed by this input: no line below follows from it."
                : $"What {node.Name} gives goes nowhere: no line and no output takes it{(node.Id + 1 < graph.Nodes.Length && graph.Nodes[node.Id + 1].Layer is Input ? ", since the next line begins another input" : "")}. Give the line a label and join it later, write `output` below it, or take it out.");
        }
    }
}

/// <summary>A line at which paths come together.</summary>
/// <param name="Step">The line; null for none.</param>
/// <param name="Entry">What it is fed with.</param>
/// <param name="From">Where what its paths give begins among all that is still to be joined.</param>
internal readonly record struct Joint(StepStatement? Step, Flow Entry, int From);

/// <summary>What a line is fed with.</summary>
/// <param name="Edge">A node, or null before any.</param>
/// <param name="IsUnknown">Whether it is not known to be that one.</param>
internal readonly record struct Flow(int? Edge, bool IsUnknown);
