using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Text;
using Nnet.Language.Training.Settings;

namespace Nnet.Language.Training;

/// <summary>A <c>train</c> block: which model learns from which data, and how.</summary>
/// <param name="Name">The block's name, which is its model's.</param>
/// <param name="Span">The whole block.</param>
/// <param name="HeaderSpan">Its first line up to the brace.</param>
/// <param name="Model">The model, or null when its name is not known.</param>
/// <param name="Data">The data, or null when its name is not known.</param>
/// <param name="Settings">Its lines, as far as they could be bound.</param>
public sealed record TrainSpec(string Name, Span Span, Span HeaderSpan, LayerGraph? Model, DataSpec? Data, ImmutableArray<Call> Settings)
{
    /// <summary>The output that it is about, where only one of several is looked at; empty for the last line.</summary>
    public string Output { get; private init; } = "";

    /// <summary>The same as if an output that has a loss were the model's last line.</summary>
    public TrainSpec Only(Objective objective)
    {
        var (model, at) = (Model!, Model!.Outputs.IndexOf(objective.Output.Id));
        return objective.IsMain ? this : this with
        {
            Output = objective.Name,
            Model = model with { Outputs = model.Outputs.RemoveAt(at).Add(objective.Output.Id), OutputNames = model.OutputNames.RemoveAt(at).Add(objective.Name) },
            Data = Data?.Only(objective.Name),
            Settings = Settings.RemoveAll(call => call.Definition is MetricsSetting || (call.Definition is LossSetting && call.Choice != objective.Loss)),
        };
    }

    /// <summary>The line of that setting, or null.</summary>
    public Call? Find<T>()
        where T : TrainSetting
        => Settings.FirstOrDefault(call => call.Definition is T);

    /// <summary>The loss of the model's last line with its arguments, or null.</summary>
    public Call? Loss => Losses.FirstOrDefault(IsMain);

    /// <summary>All losses with their arguments, as they are written.</summary>
    public IEnumerable<Call> Losses => Settings.Where(call => call.Definition is LossSetting && call.Choice is not null).Select(call => call.Choice!);

    /// <summary>The outputs of the model that have a loss, the main one first; empty as long as that has none.</summary>
    public ImmutableArray<Objective> Objectives => Model is { Output: not null } && Loss is { } main
        ? [Objective.Main(Model, main), .. Losses.Where(loss => !IsMain(loss)).Select(ObjectiveOf).OfType<Objective>()]
        : [];

    private bool IsMain(Call loss) => loss.Get(Training.Loss.Output) is var output && (output.Length == 0 || (Model?.Output is { } last && Model.NameOf(last) == output));

    private Objective? ObjectiveOf(Call loss)
        => Model!.FindOutput(loss.Get(Training.Loss.Output)) is { } output ? new Objective(loss.Get(Training.Loss.Output), loss, output, IsMain: false) : null;

    /// <summary>The optimizer with its arguments, or null.</summary>
    public Call? Optimizer => Find<OptimizerSetting>()?.Choice;

    /// <summary>The schedule with its arguments, or null for a constant rate.</summary>
    public Call? Schedule => Find<ScheduleSetting>()?.Choice;

    /// <summary>The metrics.</summary>
    public ImmutableArray<Call> Metrics => Find<MetricsSetting>()?.Choices ?? [];

    /// <summary>How weights are averaged, or null when they are not.</summary>
    public Call? Average => Find<AverageSetting>()?.Choice;

    /// <summary>Greatest length of all gradients together, or null.</summary>
    public double? ClipNorm => Find<ClipSetting>() is { } clip ? clip.Get(ClipSetting.Norm) ?? (clip.Has(ClipSetting.Value) ? null : 1) : null;

    /// <summary>Greatest size of each gradient, or null.</summary>
    public double? ClipValue => Find<ClipSetting>()?.Get(ClipSetting.Value);

    /// <summary>Batches whose gradients make one step.</summary>
    public int Accumulate => Find<AccumulateSetting>()?.Get(AccumulateSetting.Batches) ?? 1;

    /// <summary>Samples per batch.</summary>
    public int Batch => Find<BatchSetting>()?.Get(BatchSetting.Size) ?? BatchSetting.DefaultSize;

    /// <summary>Passes over the training part.</summary>
    public int Epochs => Find<EpochsSetting>()?.Get(EpochsSetting.Count) ?? 1;

    /// <summary>Fixes everything random.</summary>
    public int Seed => Find<SeedSetting>()?.Get(SeedSetting.Number) ?? 1;
}
