using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Language.Training;

/// <summary>An output of a model with the loss that it learns by. What training makes small is the weighted sum of all.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Loss">The loss with its arguments.</param>
/// <param name="Output">The node whose values are compared.</param>
/// <param name="IsMain">Whether it is the model's last line, which metrics, pictures and answers are about.</param>
public sealed record Objective(string Name, Call Loss, Node Output, bool IsMain)
{
    /// <summary>The loss's declaration.</summary>
    public Loss Definition => (Loss)Loss.Definition;

    /// <summary>What the loss is multiplied by in the sum.</summary>
    public double Weight => Loss.Get(Training.Loss.Weight);

    /// <summary>What the loss is called among the figures of a run: <c>loss</c> is the sum of all, <c>age_loss</c> that of the output <c>age</c>.</summary>
    public string Figure => FigureOf(Name);

    /// <summary>What the loss of an output is called among the figures of a run.</summary>
    public static string FigureOf(string output) => output + "_loss";

    /// <summary>The loss of the last line of a model.</summary>
    public static Objective Main(LayerGraph model, Call loss) => new(model.NameOf(model.Output!), loss, model.Output!, IsMain: true);
}
