using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Trials;

/// <summary>A model and a loss without what makes learning by heart harder: dropout, noise, label smoothing.</summary>
internal static class PlainModel
{
    /// <summary>The model with no layer that disturbs its values.</summary>
    public static LayerGraph Of(LayerGraph model) => model with { Nodes = [.. model.Nodes.Select(node => node.Layer.Disturbance is { } argument ? node with { Call = Without(node.Call, argument) } : node)] };

    /// <summary>The loss that comes to nothing where every answer is right.</summary>
    public static Call Of(Call loss) => ((Loss)loss.Definition).LabelSmoothingShare is { } argument ? Without(loss, argument) : loss;

    private static Call Without(Call call, Argument<double> argument) => call with { Values = call.Values.With(argument, new GivenValue(0.0, call.NameSpan, call.NameSpan)) };
}
