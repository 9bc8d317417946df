using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Makes the graph of one model, working out shapes as it goes; behind an error shapes are unknown, without further findings.</summary>
internal sealed class ModelBinder(FindingBag bag, Scope fileScope, IReadOnlySet<string> blocks, ModelDeclaration declaration)
{
    private const int MaximalNodes = 10_000;

    private static readonly Argument<int> s_times = Argument.Integer("repeat", "How often.", min: 1);
    private static readonly ImmutableArray<Shape> s_usualInputs = [Shape.Of(1, 28, 28), Shape.Of(784)];

    private Scope _scope = new(fileScope);
    private readonly ImmutableArray<Node>.Builder _nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly List<BoundStep> _steps = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _taken = [];
    private bool _missesInput;
    private bool _unknown;
    private bool _full;

    /// <summary>The written lines with their meaning.</summary>
    public IReadOnlyList<BoundStep> Steps => _steps;

    /// <summary>The names that the model declares with <c>let</c>.</summary>
    public Scope Scope => _scope;

    /// <summary>The graph; its nodes lack facts where something does not fit.</summary>
    public LayerGraph Bind()
    {
        var name = declaration.Name?.Text ?? "";
        if (declaration.Parameters.Length > 0)
        {
            bag.Add(BindingFindings.Misplaced, declaration.Parameters[0].Name.Span, "A model has no parameters; `let` in its body, or in the file, names its numbers.");
        }
        if (declaration.Body is not { } body)
        {
            return new LayerGraph(name, [], []);
        }
        ReserveLabels(body);
        Statements(body);
        if (_nodes.Count == 0 && _steps.Count == 0)
        {
            bag.Add(BindingFindings.EmptyModel, declaration.HeaderSpan, $"{name} has no layers yet: a model is at least an input and one layer.");
        }
        var nodes = InitializerResolver.Resolve(_nodes.ToImmutable());
        return new LayerGraph(name, nodes, nodes.IsEmpty ? [] : [nodes.Length - 1]);
    }

    // Automatic names keep clear of labels, wherever those stand.
    private void ReserveLabels(Body body)
    {
        foreach (var statement in body.Statements)
        {
            if (statement is StepStatement { Label: { } label } && !_names.Add(label.Text))
            {
                bag.Add(BindingFindings.DuplicateName, label.Span, $"The label `{label.Text}` is taken: a label names one layer.");
            }
        }
    }

    private void Statements(Body body)
    {
        foreach (var statement in body.Statements)
        {
            if (bag.IsFull)
            {
                return;
            }
            Statement(statement);
        }
    }

    private void Statement(Statement statement)
    {
        switch (statement)
        {
            case LetStatement let:
                Lets.Declare(bag, _scope, let);
                break;
            case RepeatStatement repeat:
                Repeat(repeat);
                break;
            case StepStatement step:
                Step(step);
                break;
        }
    }

    private void Repeat(RepeatStatement repeat)
    {
        var times = 1.0;
        foreach (var count in repeat.Counts)
        {
            var value = new Evaluator(bag, _scope).Evaluate(count, s_times);
            if (value is null)
            {
                return;
            }
            if (s_times.Convert(value) is not int number)
            {
                bag.Add(BindingFindings.WrongValue, count.Span, $"repeat takes {s_times.Expectation}, but this is `{bag.Source[count.Span]}`.");
                return;
            }
            times *= number;
        }
        var (outer, findings) = (_scope, bag.Findings.Count);
        for (var i = 0; i < times && !_full; i++)
        {
            var nodes = _nodes.Count;
            _scope = new Scope(outer);
            if (repeat.Body is { } body)
            {
                Statements(body);
            }
            else if (repeat.Step is { } step)
            {
                Step(step);
            }
            _scope = outer;
            // A repetition that adds no layer would never reach the greatest size, and an error need not be said twice.
            if (_nodes.Count == nodes || bag.Findings.Count > findings)
            {
                return;
            }
        }
    }

    private void Step(StepStatement step)
    {
        if (_full)
        {
            return;
        }
        if (step.Condition is { } condition)
        {
            bag.Add(BindingFindings.CannotBuild, condition.Span, "This version of nnet builds every line of a model: `when` is for the paths of blocks, which it cannot build.");
        }
        if (FindLayer(step) is not { } layer)
        {
            _steps.Add(new BoundStep(step, declaration, null, []));
            AddUnknown(step);
            return;
        }
        if (step.Body is { } body)
        {
            bag.Add(BindingFindings.Misplaced, body.Span with { Length = 1 }, $"{layer.Name} takes no lines in braces.");
        }
        var (call, complete) = new ArgumentBinder(bag, _scope).Bind(layer, step.Word, step.Arguments, step.HasErrors);
        var first = _nodes.Count;
        var origin = new Origin(step.Span, step.Word.Span, bag.Source.LineAt(step.Word.Span.Start));
        CheckInput(layer, call);
        Add(call, step.Label?.Text, origin, complete && step.Condition is null && step.Body is null);
        if (call.Values.TryGetValue(CommonArguments.Activation, out var given) && given.Value is Activation activation)
        {
            Add(new Call(activation, given.ValueSpan, given.ValueSpan, ImmutableDictionary<Argument, GivenValue>.Empty), null, origin, true);
        }
        _steps.Add(new BoundStep(step, declaration, call, [.. Enumerable.Range(first, _nodes.Count - first)]));
    }

    private void CheckInput(Layer layer, Call call)
    {
        if (layer is Input && _nodes.Count > 0)
        {
            bag.Add(BindingFindings.SecondInput, call.NameSpan, _missesInput
                ? "The input is the first line of a model: every line feeds the next one."
                : $"{declaration.Name?.Text} has its input in line {_nodes[0].Origin.Line + 1} already; a second one would cut the model in two.");
        }
        else if (layer is not Input && _nodes.Count == 0)
        {
            MissesInput(call.NameSpan, call);
        }
    }

    private void MissesInput(Span at, Call? first)
    {
        if (_missesInput)
        {
            return;
        }
        _missesInput = true;
        // An input further down is reported where it stands.
        if (!declaration.Body!.Statements.OfType<StepStatement>().Any(step => Catalog<Layer>.Find(step.Word.Text) is Input))
        {
            bag.Add(BindingFindings.MissingInput, at, $"{declaration.Name?.Text} begins without an input, so no shape can be known. Its first line says the shape of one sample, such as `input 784` or `input 1x28x28`.",
                new Fix($"Insert {LineFor(first)}", BlockEdits.InsertFirstLine(bag.Source, declaration.Body, LineFor(first))));
        }
    }

    // An input that the first layer can take.
    private string LineFor(Call? first)
    {
        foreach (var shape in s_usualInputs)
        {
            if (first is null || ((Layer)first.Definition).Arguments.Any(argument => argument.IsRequired && !first.Has(argument)) || ((Layer)first.Definition).Infer(new LayerSite(bag.Source, first, [new TensorType(shape)], _ => { })) is not null)
            {
                return $"input {shape.ToSource()}";
            }
        }
        return $"input {s_usualInputs[0].ToSource()}";
    }


    private Layer? FindLayer(StepStatement step)
    {
        var (word, span) = (step.Word.Text, step.Word.Span);
        if (Catalog<Layer>.Find(word) is { } layer)
        {
            return layer;
        }
        if (blocks.Contains(word) || word is "add" or "concat" or "multiply" or "residual" or "path")
        {
            bag.Add(BindingFindings.CannotBuild, span, $"This version of nnet builds chains of layers; `{word}` {(blocks.Contains(word) ? "is a block" : "joins paths")}, which it cannot build. Write its layers out.");
            return null;
        }
        if (Catalog<Layer>.FindAlias(word) is { } alias)
        {
            bag.Add(BindingFindings.OtherSpelling, span, $"`{word}` is written `{alias.Name}` here.", Fixes.Replace($"Change to {alias.Name}", span, alias.Name));
            return alias;
        }
        if (Catalog<Setting>.Find(word) is { } setting)
        {
            bag.Add(BindingFindings.Misplaced, span, $"`{word}` is no layer: it belongs in a `{(setting is Data.DataSetting ? "data" : "train")}` block.");
            return null;
        }
        if (step.HasErrors && step.Arguments.IsEmpty)
        {
            return null;
        }
        var nearest = Spelling.Nearest(word, Catalog<Layer>.All.Select(candidate => candidate.Name).Concat(Catalog<Layer>.All.SelectMany(candidate => candidate.Aliases)));
        nearest = nearest is null ? null : (Catalog<Layer>.Find(nearest) ?? Catalog<Layer>.FindAlias(nearest))!.Name;
        bag.Add(BindingFindings.UnknownWord, span, $"There is no layer `{word}`.{Spelling.Suggest(nearest)}", nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]);
        return null;
    }

    // A line that is not understood hides what comes behind it.
    private void AddUnknown(StepStatement step)
    {
        if (_nodes.Count == 0)
        {
            MissesInput(step.Word.Span, null);
        }
        _unknown = true;
    }

    private void Add(Call call, string? label, Origin origin, bool complete)
    {
        if (_nodes.Count >= MaximalNodes)
        {
            _full = true;
            bag.Add(BindingFindings.TooManyLayers, origin.NameSpan, $"{declaration.Name?.Text} has more than {MaximalNodes:#,0} layers; the rest is not built.");
            return;
        }
        var layer = (Layer)call.Definition;
        var previous = _nodes.Count > 0 && layer is not Input ? _nodes[^1] : null;
        LayerFacts? facts = null;
        if (complete && (layer is Input || (previous?.Facts is not null && !_unknown)))
        {
            facts = layer.Infer(new LayerSite(bag.Source, call, previous is null ? [] : [previous.Facts!.Output], bag.Add));
            _unknown = false;
        }
        _nodes.Add(new Node(_nodes.Count, UniqueName(label, layer), call, previous is null ? [] : [previous.Id], origin, facts));
    }

    private string UniqueName(string? label, Layer layer)
    {
        // A repeated line gives its label to the first of its layers.
        if (label is not null && _taken.Add(label))
        {
            return label;
        }
        string name;
        do
        {
            var count = _counts[layer.Name] = _counts.GetValueOrDefault(layer.Name) + 1;
            name = $"{layer.Name}_{count}";
        }
        while (!_names.Add(name));
        return name;
    }
}
