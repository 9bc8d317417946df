using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Runs.Pictures;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Engine.Runs.Events;

/// <summary>
/// Something that happens in a run. The editor, the terminal, the tests and the run folder all read these; as JSON they
/// are documented in docs/events.md. Lines and columns count from 1.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Fetching), "fetching")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(BatchDone), "batch")]
[JsonDerivedType(typeof(EpochDone), "epoch")]
[JsonDerivedType(typeof(FindingSeen), "finding")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Continued), "continued")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(PictureDrawn), "picture")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(FoldsDone), "folds")]
[JsonDerivedType(typeof(RateTried), "rate")]
[JsonDerivedType(typeof(RateFound), "rate_found")]
[JsonDerivedType(typeof(BatchLearnt), "batch_learnt")]
public abstract record RunEvent
{
    private protected RunEvent()
    {
    }
}

/// <summary>A file of a named set is being fetched, before the run begins.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="Total">All bytes, or null where the server does not tell.</param>
public sealed record Fetching(string File, long Bytes, long? Total) : RunEvent;

/// <summary>The first event of a run that begins.</summary>
public sealed record Started : RunEvent
{
    /// <summary>Version of this schema.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name of the run, which is its folder's.</summary>
    public required string Run { get; init; }

    /// <summary>The .nnet file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the train block.</summary>
    public required string Train { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the data block.</summary>
    public required string Data { get; init; }

    /// <summary>Line of the train block.</summary>
    public required int Line { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string RunDir { get; init; }

    /// <summary>Fixes everything random.</summary>
    public required int Seed { get; init; }

    /// <summary>Threads that the network may use.</summary>
    public required int Threads { get; init; }

    /// <summary>Width of the vector registers in bits.</summary>
    public required int Simd { get; init; }

    /// <summary>What computes the network: <c>cpu</c>, or the kind of another device and its name.</summary>
    public string Device { get; init; } = DeviceCatalog.Processor;

    /// <summary>Trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Samples in each part.</summary>
    public required SampleCounts Samples { get; init; }

    /// <summary>Samples per step.</summary>
    public required int Batch { get; init; }

    /// <summary>Epochs at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps in an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>Name of the loss.</summary>
    public required string Loss { get; init; }

    /// <summary>Name of the optimizer.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Names of the metrics that every epoch gives.</summary>
    public required ImmutableArray<string> Metrics { get; init; }

    /// <summary>The figure that tells which epoch is best.</summary>
    public required string Monitor { get; init; }

    /// <summary>The lines of the model.</summary>
    public required ImmutableArray<LayerLine> Layers { get; init; }

    /// <summary>Where an earlier run goes on, or null for one that begins. The epochs before it are told once more.</summary>
    public Resumed? Resumed { get; init; }

    /// <summary>Which fold of its data is watched, or null for a run that stands alone.</summary>
    public Fold? Fold { get; init; }
}

/// <summary>Where an earlier run goes on.</summary>
/// <param name="Epoch">The epoch that goes on, from 1.</param>
/// <param name="Step">Steps done before.</param>
/// <param name="Problem">Why the last checkpoint was no good, if the one before it had to be taken; otherwise null.</param>
public sealed record Resumed(int Epoch, long Step, string? Problem);

/// <summary>Samples in each part.</summary>
public sealed record SampleCounts(int Train, int Validation, int Test);

/// <summary>A line of the model.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Name">Its label, or its kind and number.</param>
/// <param name="Kind">The layer's word.</param>
/// <param name="Output">Shape of what it gives: <c>6×28×28</c>.</param>
/// <param name="Parameters">What it learns.</param>
public sealed record LayerLine(int Line, string Name, string Kind, string Output, long Parameters);

/// <summary>Where a run is within an epoch; at most 20 a second.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps done since the run began.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="SamplesPerSecond">Training speed of the epoch so far.</param>
/// <param name="SecondsLeft">Until the last epoch would end.</param>
public sealed record BatchDone(int Epoch, long Step, double Loss, double SamplesPerSecond, double SecondsLeft) : RunEvent;

/// <summary>An epoch is over.</summary>
public sealed record EpochDone : RunEvent
{
    /// <summary>From 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Loss and metrics of the training part, averaged over the epoch's steps.</summary>
    public required IReadOnlyDictionary<string, double> Train { get; init; }

    /// <summary>Loss and metrics of the validation part, or null.</summary>
    public required IReadOnlyDictionary<string, double>? Validation { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>What it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Until the last epoch would end.</summary>
    public required double SecondsLeft { get; init; }

    /// <summary>Training speed, validation not counted.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Whether it is the best so far.</summary>
    public required bool Best { get; init; }

    /// <summary>The lines that learn.</summary>
    public required ImmutableArray<LayerHealth> Layers { get; init; }
}

/// <summary>How a line of the model that learns is doing.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Name">Its label, or its kind and number.</param>
/// <param name="GradientNorm">Norm of its gradient in the epoch's last step.</param>
/// <param name="DeadShare">Share of units behind its relu that gave 0 for every sample of the epoch; null without a relu.</param>
/// <param name="WeightNorm">Norm of its weights after the epoch; null in runs of an earlier version.</param>
/// <param name="UpdateShare">By how much of that norm the epoch's last step changed them; null in runs of an earlier version.</param>
/// <param name="SaturatedShare">Share of the values behind its sigmoid or tanh that lay where the slope is next to nothing, in the epoch's last step; null without one.</param>
public sealed record LayerHealth(int Line, string Name, double GradientNorm, double? DeadShare, double? WeightNorm = null, double? UpdateShare = null, double? SaturatedShare = null);

/// <summary>Something is wrong with the run, at a place of the text.</summary>
/// <param name="Code">Its kind.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c>, <c>information</c> or <c>hint</c>.</param>
/// <param name="Line">First line.</param>
/// <param name="Column">First column, in UTF-16 code units.</param>
/// <param name="EndLine">Last line.</param>
/// <param name="EndColumn">Column behind the last.</param>
/// <param name="Message">What was seen with its numbers, why, and what to do.</param>
/// <param name="Epoch">When; 0 before the first epoch.</param>
/// <param name="Fixes">Edits that mend it.</param>
public sealed record FindingSeen(string Code, string Severity, int Line, int Column, int EndLine, int EndColumn, string Message, int Epoch, ImmutableArray<FindingFix> Fixes) : RunEvent;

/// <summary>A way to mend a finding.</summary>
/// <param name="Title">What it does, as an instruction.</param>
/// <param name="Edits">The edits, which do not overlap.</param>
public sealed record FindingFix(string Title, ImmutableArray<FindingEdit> Edits)
{
    /// <summary>A fix in lines and columns.</summary>
    public static FindingFix Of(SourceText source, Fix fix) => new(fix.Title, [.. fix.Edits.Select(edit => FindingEdit.Of(source, edit))]);
}

/// <summary>Replaces a stretch of the text.</summary>
/// <param name="Line">First line.</param>
/// <param name="Column">First column.</param>
/// <param name="EndLine">Last line.</param>
/// <param name="EndColumn">Column behind the last.</param>
/// <param name="NewText">What stands there then.</param>
public sealed record FindingEdit(int Line, int Column, int EndLine, int EndColumn, string NewText)
{
    /// <summary>An edit in lines and columns.</summary>
    public static FindingEdit Of(SourceText source, TextEdit edit)
    {
        var (start, end) = (source.PositionAt(edit.Span.Start), source.PositionAt(edit.Span.End));
        return new FindingEdit(start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1, edit.NewText);
    }
}

/// <summary>The run waits between two steps. Everything that it needs is in its folder.</summary>
/// <param name="Epoch">The epoch that it is in, from 1.</param>
/// <param name="Step">Steps done since the run began.</param>
public sealed record Paused(int Epoch, long Step) : RunEvent;

/// <summary>The run goes on after a pause, or with more epochs than before.</summary>
/// <param name="Epoch">The epoch that it is in, from 1.</param>
/// <param name="Epochs">Epochs at most, from now on.</param>
/// <param name="Changes">What its new text changed, a sentence each.</param>
public sealed record Continued(int Epoch, int Epochs, ImmutableArray<string> Changes) : RunEvent;

/// <summary>The run stays paused: its new text changes what cannot be changed any more.</summary>
/// <param name="Message">What that is, and what can be done.</param>
/// <param name="Line">The line to blame, from 1, or null.</param>
public sealed record Refused(string Message, int? Line) : RunEvent;

/// <summary>A picture of the task, as the network solves it now. It is told to whoever looks, and not kept with the events.</summary>
/// <param name="Epoch">Epochs that were complete.</param>
/// <param name="Picture">What there is to see.</param>
public sealed record PictureDrawn(int Epoch, Picture Picture) : RunEvent;

/// <summary>The last event of a run that began.</summary>
public sealed record Done : RunEvent
{
    /// <summary><c>completed</c>, <c>early_stopped</c>, <c>stopped</c> or <c>diverged</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Epochs that were completed.</summary>
    public required int Epochs { get; init; }

    /// <summary>The best of them, from 1; 0 when none was completed.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Loss and metrics of the test part with the weights that are kept, or null without a test part.</summary>
    public required IReadOnlyDictionary<string, double>? Test { get; init; }

    /// <summary>What the run took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string RunDir { get; init; }
}

/// <summary>The run could not begin, or broke off.</summary>
/// <param name="Message">One clear sentence or two.</param>
/// <param name="Line">The line to blame, from 1, or null.</param>
public sealed record Failed(string Message, int? Line) : RunEvent;
