using System.Collections.Immutable;
using Nnet.Engine.Layers;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Engine.Tests.Support;

/// <summary>Builds graphs without text, each node read by the next unless said otherwise.</summary>
internal sealed class GraphBuilder
{
    private readonly List<Node> _nodes = [];

    public static GraphBuilder Input(params ReadOnlySpan<int> shape)
        => Input(new Shape([.. shape]));

    public static GraphBuilder Input(Shape shape) => new GraphBuilder().Add<Input>((Language.Layers.Input.Shape, shape));

    public static GraphBuilder Tokens(Shape shape, int vocabulary)
        => new GraphBuilder().Add<Input>((Language.Layers.Input.Shape, shape), (Language.Layers.Input.Domain, Domain.Tokens(vocabulary)));

    public static GraphBuilder Sequence(params ReadOnlySpan<int> shape)
        => Input(new Shape([.. shape], ["seq", .. Enumerable.Repeat<string?>(null, shape.Length - 1)]));

    /// <summary>The graph of a use of a layer.</summary>
    public static LayerGraph Of(LayerSample sample)
    {
        var builder = sample.Vocabulary > 0 ? Tokens(sample.Input, sample.Vocabulary) : Input(sample.Input);
        foreach (var other in sample.Others)
        {
            builder.Add(other.Call, 0);
        }
        return builder.Add(sample.Call, [0, .. Enumerable.Range(1, sample.Others.Length)]).Build();
    }

    public GraphBuilder Add<TLayer>(params ReadOnlySpan<(Argument Argument, object Value)> arguments)
        where TLayer : Layer
        => Add(CallOf(Catalog<Layer>.Get<TLayer>(), arguments));

    public GraphBuilder Add(Call call, params ImmutableArray<int> inputs)
    {
        var id = _nodes.Count;
        var sources = call.Definition is Input ? [] : inputs.IsEmpty ? [id - 1] : inputs;
        var problems = new List<string>();
        var site = new LayerSite(new SourceText(""), call, [.. sources.Select(source => _nodes[source].Facts!.Output)], finding => problems.Add(finding.Message));
        var facts = ((Layer)call.Definition).Infer(site);
        Assert.True(facts is not null, string.Join("\n", problems));
        var name = $"{call.Definition.Name}_{1 + _nodes.Count(node => node.Layer == call.Definition)}";
        _nodes.Add(new Node(id, name, call, sources, new Origin(default, default), facts));
        return this;
    }

    public GraphBuilder Dense(int units, bool bias = true) => Add<Dense>((Language.Layers.Dense.Units, units), (Language.Layers.Dense.Bias, bias));

    public LayerGraph Build() => new("Test", [.. _nodes], [_nodes.Count - 1]);

    public static Call CallOf(Definition definition, params ReadOnlySpan<(Argument Argument, object Value)> arguments)
    {
        var values = ArgumentValues.Empty;
        foreach (var (argument, value) in arguments)
        {
            values = values.With(argument, new GivenValue(value, default, default));
        }
        return new Call(definition, default, default, values);
    }
}
