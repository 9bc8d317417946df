using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Engine.Losses;
using Nnet.Engine.Runs.Files;
using Nnet.Engine.Runs.Metrics;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs;

/// <summary>A run's network with its weights, to be used on its own data and on other.</summary>
public sealed class SavedRun : IDisposable
{
    private const int Batch = 256;

    private readonly Network<float> _network;

    private SavedRun(string folder, RunText text, Network<float> network)
        => (Folder, Manifest, Spec, Blocks, _network) = (folder, text.Manifest, text.Spec, text.Data, network);

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>What is known of the run.</summary>
    public RunManifest Manifest { get; }

    /// <summary>The train block.</summary>
    public TrainSpec Spec { get; }

    /// <summary>The data blocks of its text.</summary>
    public ImmutableArray<DataSpec> Blocks { get; }

    /// <summary>The part to judge it by: the one for tests, or else the one that it was watched with, or else what it learnt.</summary>
    public string BestPart => Manifest.Started.Samples switch { { Test: > 0 } => "test", { Validation: > 0 } => "validation", _ => "train" };

    /// <summary>How the loss takes its targets.</summary>
    public TargetEncoding Encoding => ((Loss)Spec.Loss!.Definition).Encoding;

    /// <summary>Numbers in one sample's output.</summary>
    public int OutputLength => _network.OutputLength;

    /// <summary>Where the classes lie in a sample's outputs, for a loss that compares classes.</summary>
    public ClassAxis ClassAxis => ClassAxis.Of(_network.Graph.Output!.Facts!.Output.Shape);

    /// <summary>Opens a run folder.</summary>
    /// <exception cref="InvalidDataException">It is no run folder, or it is damaged.</exception>
    public static SavedRun Open(string folder)
    {
        var text = RunText.Open(folder);
        var network = Network<float>.Compile(text.Spec.Model!, ObjectivesOf(text), null, new NetworkOptions { MaxBatch = Batch });
        try
        {
            WeightsFile.Load(folder, network);
            return new SavedRun(folder, text, network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Samples: <c>train</c>, <c>validation</c> or <c>test</c> for a part of the run's own data, another data block of its text, or a file of the same format.</summary>
    /// <param name="data">Which.</param>
    /// <param name="labels">The file of labels of IDX images, or null.</param>
    /// <exception cref="DataException">They cannot be read, or do not suit the network.</exception>
    public Part Read(string data, string? labels = null)
    {
        if (data is not ("train" or "validation" or "test"))
        {
            var other = new OtherData(Spec.Data!, DataDemand.Of(Spec), new Shape(Manifest.InputShape), Manifest.TableColumns(), Manifest.NamesClasses ? Manifest.Classes : [], Manifest.ClassValues, Manifest.Normalization, Manifest.TargetNormalization, [.. Manifest.Outputs.Select(output => new OutputTarget(output.Name, new TargetFacts(output.Width, 0, 0), output.Normalization, output.ClassValues, output.Offset, output.Width))], Manifest.Vocabulary);
            return Blocks.FirstOrDefault(block => block.Name == data) is { } block ? other.Read(block) : other.Read(data, labels);
        }
        var set = DataSet.Load(Spec.Data!, DataDemand.Of(Spec), Manifest.Started.Fold);
        var count = set.Parts.Sum(part => part.Count);
        var trained = Manifest.Started.Samples;
        if (count != trained.Train + trained.Validation + trained.Test)
        {
            throw new DataException(Language.Findings.DataFindings.WrongFormat, $"The data has {count:N0} samples now, but {trained.Train + trained.Validation + trained.Test:N0} when the network was trained, so its parts are no longer the same. Name a file in place of {data}.");
        }
        if (!set.Normalization.IsSameAs(Manifest.Normalization) || !set.TargetNormalization.IsSameAs(Manifest.TargetNormalization) || !Texts(set.Columns).SequenceEqual(Texts(Manifest.TableColumns())))
        {
            throw new DataException(Language.Findings.DataFindings.WrongFormat, $"The data has other values now than when the network was trained, so its parts are no longer the same. Name a file in place of {data}.");
        }
        return set.Parts.FirstOrDefault(part => part.Name == data)
            ?? throw new DataException(Language.Findings.DataFindings.WrongFormat, $"The run has no {data} part; it has {string.Join(" and ", set.Parts.Select(part => part.Name))}.");
    }

    /// <summary>The network's outputs, sample by sample, in the unit of the targets.</summary>
    public float[] Predict(Part part) => PredictAll(part)[0].Outputs;

    /// <summary>What each output that has a loss gives, the model's last line first.</summary>
    public ImmutableArray<Answer> PredictAll(Part part)
    {
        var all = new float[(long)part.Count * _network.Objectives.Select((_, i) => _network.OutputLengthOf(i)).Sum()];
        _network.Predict(part.ReadInputs(), part.Count, all);
        var answers = ImmutableArray.CreateBuilder<Answer>();
        var start = 0;
        for (var i = 0; i < _network.Objectives.Length; i++)
        {
            var (objective, width) = (_network.Objectives[i], _network.OutputLengthOf(i));
            var (map, classes) = i == 0 ? (Manifest.TargetNormalization, Manifest.Classes) : (Manifest.Outputs[i - 1].Normalization, Manifest.Outputs[i - 1].Classes);
            var outputs = all[start..(start += part.Count * width)];
            var truth = i == 0 || part.TargetSize == 0 ? part.ReadTargets() : part.ReadTargets(Manifest.Outputs[i - 1].Offset, Manifest.Outputs[i - 1].Width);
            map.Invert(outputs);
            map.Invert(truth);
            answers.Add(new Answer(objective.Name, objective.Definition.Encoding, width, outputs, truth, classes));
        }
        return answers.ToImmutable();
    }

    /// <summary>What is true, sample by sample, in the unit of the targets; empty when it is not known.</summary>
    public float[] TruthOf(Part part)
    {
        var targets = part.ReadTargets();
        Manifest.TargetNormalization.Invert(targets);
        return targets;
    }

    /// <summary>A tensor of the network by its name: <c>dense_1.weight</c>.</summary>
    public ReadOnlySpan<float> Tensor(string name) => _network.ValuesOf(_network.Tensors.First(tensor => tensor.Name == name));

    /// <summary>Loss and the run's metrics of samples whose truth is known.</summary>
    /// <param name="part">The samples.</param>
    /// <param name="confusion">Counts which class was taken for which, or null.</param>
    public IReadOnlyDictionary<string, double> Measure(Part part, ConfusionTable? confusion = null)
        => new Evaluator(_network, MetricMeter.AllOf(Spec, Manifest.Started.Metrics), Manifest.TargetNormalization).Measure(part, confusion);

    /// <summary>An empty table of which class is taken for which, where the run's block asks for one; otherwise null.</summary>
    public ConfusionTable? NewConfusion() => Experiment.AsksForConfusion(Spec) && Manifest.Classes.Length > 1
        ? new ConfusionTable(Math.Max(Manifest.Classes.Length, _network.OutputLength))
        : null;

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    // What columns are called and hold, in one row.
    private static IEnumerable<string> Texts(ImmutableArray<TableColumn> columns) => columns.SelectMany(column => column.Categories.Prepend(column.Name));

    // Classes count as much as they did in training, though the data that decided it is not read.
    private static ImmutableArray<Objective> ObjectivesOf(RunText text)
    {
        var objectives = text.Spec.Objectives;
        if (text.Manifest.Outputs.Length != objectives.Length - 1)
        {
            throw new InvalidDataException($"The run has {text.Manifest.Outputs.Length + 1} outputs with a loss, but its text {objectives.Length}: one of the two was changed.");
        }
        return [.. objectives.Select((objective, i) => objective with { Loss = LossOf(objective.Loss, i == 0 ? text.Manifest.ClassWeights : text.Manifest.Outputs[i - 1].ClassWeights) })];
    }

    private static Call LossOf(Call loss, ImmutableArray<double> weights)
        => weights.IsDefaultOrEmpty || ((Loss)loss.Definition).ClassWeights is not { } argument ? loss : ClassCosts.With(loss, argument, new ClassWeights(weights));
}

/// <summary>What an output of a network gives for some samples.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Encoding">How its loss takes targets.</param>
/// <param name="Width">Numbers for each sample.</param>
/// <param name="Outputs">They, sample by sample, in the unit of the targets.</param>
/// <param name="Truth">What is true, sample by sample; empty when it is not known.</param>
/// <param name="Classes">Names of the classes; empty for values.</param>
public sealed record Answer(string Name, TargetEncoding Encoding, int Width, float[] Outputs, float[] Truth, ImmutableArray<string> Classes)
{
    /// <summary>Whether each sample is of one class.</summary>
    public bool IsClass => Encoding switch
    {
        TargetEncoding.ClassIndex => Truth.Length == 0 || Truth.Length == Outputs.Length / Width,
        TargetEncoding.Binary => Width == 1,
        _ => false,
    };

    /// <summary>The name of a class, or its number.</summary>
    public string NameOf(int index) => index < Classes.Length ? Classes[index] : $"{index}";
}
