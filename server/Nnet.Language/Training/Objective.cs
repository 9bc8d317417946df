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
    // What figures of the validation part begin with.
    private const string Validation = "val_";

    /// <summary>The loss's declaration.</summary>
    public Loss Definition => (Loss)Loss.Definition;

    /// <summary>What the loss is multiplied by in the sum.</summary>
    public double Weight => Loss.Get(Training.Loss.Weight);

    /// <summary>What the loss is called among the figures of a run: <c>loss</c> is the sum of all, <c>age_loss</c> that of the output <c>age</c>.</summary>
    public string Figure => FigureOf(Name);

    /// <summary>What the loss of an output is called among the figures of a run.</summary>
    public static string FigureOf(string output) => output + "_loss";

    /// <summary>The output whose loss a figure is, <c>age</c> for <c>val_age_loss</c>, and where that word begins in it; empty for other figures.</summary>
    public static (string Output, int Start) OutputOf(string figure)
    {
        var (start, end) = (figure.StartsWith(Validation, StringComparison.Ordinal) ? Validation.Length : 0, figure.Length - FigureOf("").Length);
        return end > start && figure.EndsWith(FigureOf(""), StringComparison.Ordinal) ? (figure[start..end], start) : ("", 0);
    }

    /// <summary>The loss of the last line of a model.</summary>
    public static Objective Main(LayerGraph model, Call loss) => new(model.NameOf(model.Output!), loss, model.Output!, IsMain: true);
}
