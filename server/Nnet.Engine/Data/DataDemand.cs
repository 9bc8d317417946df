using System.Collections.Immutable;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Data;

/// <summary>What a training wants of its data: what goes into which input of its model, and what each of its outputs learns.</summary>
/// <param name="Main">What the model's last line learns.</param>
/// <param name="Inputs">The inputs in the model's order; empty where there is one, which is fed with all that the block gives.</param>
/// <param name="Others">The other outputs that have a loss.</param>
public sealed record DataDemand(OutputDemand Main, ImmutableArray<InputDemand> Inputs, ImmutableArray<OutputDemand> Others)
{
    /// <summary>One input and one target, with nothing else to arrange.</summary>
    public static DataDemand Plain(TargetEncoding encoding) => new(new OutputDemand("", encoding, IsScaled: true), [], []);

    /// <summary>What a train block wants; its model and its losses are known.</summary>
    public static DataDemand Of(TrainSpec spec)
    {
        var inputs = spec.Model!.Inputs.Select(node => new InputDemand(node.Name, node.Facts!.Output.Domain.Kind == DomainKind.Tokens)).ToImmutableArray();
        var isPlain = inputs is [{ IsTokens: false }] && !spec.Data!.NamesInputs;
        var others = spec.Objectives.Where(objective => !objective.IsMain).Select(OutputDemand.Of).ToImmutableArray();
        // Where there is one output, normalising a target that has no scale is a mistake to be told of.
        var main = OutputDemand.Of(Objective.Main(spec.Model, spec.Loss!)) with { Name = "" };
        return new DataDemand(others.IsEmpty ? main with { IsScaled = true } : main, isPlain ? [] : inputs, others);
    }
}

/// <summary>An input of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsTokens">Whether it takes categories by their number, as an embedding wants them.</param>
public sealed record InputDemand(string Name, bool IsTokens);

/// <summary>An output of a model that has a loss.</summary>
/// <param name="Name">Its name; empty for the model's last line.</param>
/// <param name="Encoding">How the loss takes targets: whole numbers are classes, or values.</param>
/// <param name="IsScaled">Whether its targets are values, which <c>normalize target=</c> brings to a scale.</param>
public sealed record OutputDemand(string Name, TargetEncoding Encoding, bool IsScaled)
{
    /// <summary>What the loss of an output wants.</summary>
    public static OutputDemand Of(Objective objective)
        => new(objective.Name, objective.Definition.Encoding, objective.Definition is { Encoding: TargetEncoding.Values, TakesProbabilities: false });
}

/// <summary>What an output learns, as it lies in the targets of a sample.</summary>
/// <param name="Output">The output's name; empty for the model's last line.</param>
/// <param name="Facts">What is to be predicted.</param>
/// <param name="Normalization">How it was mapped; what is told of it is mapped back.</param>
/// <param name="ClassValues">The number that the source has for each class, where a class is not its own place.</param>
/// <param name="Offset">The first of its numbers.</param>
/// <param name="Width">How many they are.</param>
public sealed record OutputTarget(string Output, Nnet.Language.Data.TargetFacts Facts, Normalization Normalization, ImmutableArray<int> ClassValues, int Offset, int Width);
