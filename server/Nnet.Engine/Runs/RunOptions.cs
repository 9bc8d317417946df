using Nnet.Engine.Data;
using Nnet.Engine.Devices;
using Nnet.Engine.Runs.Control;

namespace Nnet.Engine.Runs;

/// <summary>What a run takes from the command line rather than from the text.</summary>
public sealed record RunOptions
{
    /// <summary>Folder of the run; null for a new one beside the file.</summary>
    public string? RunDir { get; init; }

    /// <summary>In place of the train block's seed, or null.</summary>
    public int? Seed { get; init; }

    /// <summary>The fold of the data to watch, in place of the block's validation part; null for that.</summary>
    public Fold? Fold { get; init; }

    /// <summary>Who looked at the data before, so that nothing is read twice; null for nobody.</summary>
    public DataProbe? Probe { get; init; }

    /// <summary>Most threads to use; 0 for one per core.</summary>
    public int Threads { get; init; }

    /// <summary>What is to compute the network: one of <see cref="DeviceCatalog.Words"/>.</summary>
    public string Device { get; init; } = DeviceCatalog.Processor;

    /// <summary>Least seconds between two checkpoints in the middle of an epoch; at the end of one they may be closer.</summary>
    public double CheckpointSeconds { get; init; } = 30;

    /// <summary>The way into the run from outside, or null. With one, the run draws pictures of its task.</summary>
    public RunControl? Control { get; init; }

    /// <summary>Epochs in all for a run that goes on, in place of those that its text says; null for those.</summary>
    public int? Epochs { get; init; }
}
