using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>A model without a bend is to part classes that no line parts.</summary>
public sealed class LinearModel : TrainRule
{
    /// <inheritdoc/>
    public override FindingKind Kind { get; } = new("linear-model", Severity.Warning, "A linear model on data that no line parts",
        "Weighted sums alone draw one straight line between two classes, however many of them follow each other; circle, xor and spiral need a line that bends.");

    /// <inheritdoc/>
    protected override void Check(RuleContext context, TrainSpec train)
    {
        if (train is not { Model: { IsComplete: true } model, Data: { IsComplete: true, Source: { Definition: PlaygroundSource } source } data }
            || Shape(source.Get(PlaygroundSource.Set)) is not { } shape
            || data.Find<FeaturesSetting>()?.Get(FeaturesSetting.Expressions).Any(feature => !IsLinear(feature)) == true
            || model.Head() is not { } head
            || !model.Nodes.All(node => node == head || node == model.LastThatActs() || IsLinear(node)))
        {
            return;
        }
        var hidden = model.Nodes.LastOrDefault(node => node.Layer is Dense && node != head && node.Origin.Foreign is null);
        context.Report(Kind, model, head, new Problem(
            head.Call.NameSpan,
            $"Nothing in {model.Name} bends: it parts the plane by one straight line, but {shape}, which no line parts. A hidden layer with an activation bends it.",
            () => [hidden is null ? Fixes.InsertStepBefore(context.Source, head.Call, "dense 8 activation=tanh") : Fixes.SetArgument(hidden.Call, Dense.Activation, "tanh")]));
    }

    private static string? Shape(string set) => set switch
    {
        "circle" => "one class of circle lies inside the other",
        "xor" => "the classes of xor lie in opposite corners",
        "spiral" => "the arms of spiral are wound round each other",
        _ => null,
    };

    private static bool IsLinear(Node node)
        => node.Layer is Input or Dense or Convolution or AvgPool or GlobalAvgPool or Add or Concat || node.PassesValues() || node.Normalizes();

    // Sums and multiples of columns give a line as the columns do; anything else may be the bend that is needed.
    private static bool IsLinear(Formula formula) => formula switch
    {
        Formula.Apply { Operation: "+" or "-" or "neg" } sum => sum.Operands.All(IsLinear),
        Formula.Apply { Operation: "*" or "/" } product => product.Operands.Count(operand => operand.Variables.Any()) <= 1 && IsLinear(product.Operands[0]) && product.Operands[1..].All(IsLinear) && !(product.Operation == "/" && product.Operands[1].Variables.Any()),
        Formula.Apply apply => !apply.Variables.Any(),
        _ => true,
    };
}
