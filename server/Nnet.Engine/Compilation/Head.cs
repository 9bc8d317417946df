using Nnet.Engine.Losses;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Compilation;

/// <summary>An objective in a program.</summary>
/// <param name="Objective">The output with its loss.</param>
/// <param name="Engine">Computes the loss.</param>
/// <param name="Node">Id of the layer whose values it takes.</param>
/// <param name="IsLinked">Whether the output's own layer, a softmax or sigmoid, is computed together with the loss.</param>
internal sealed record Head(Objective Objective, LossEngine Engine, int Node, bool IsLinked)
{
    /// <summary>Shape of the output.</summary>
    public Shape Shape => Objective.Output.Facts!.Output.Shape;

    /// <summary>Numbers in one sample's output.</summary>
    public int OutputLength => (int)Shape.Count;

    /// <summary>Numbers in one sample's target.</summary>
    public int TargetLength => Engine.TargetsPerSample(Shape);
}
