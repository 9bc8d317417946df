using Nnet.Engine.Execution;
using Nnet.Language.Graph;

namespace Nnet.Engine.Devices;

/// <summary>A device beside the processor that is open to compute networks.</summary>
public abstract class Device : IDisposable
{
    /// <summary>What it is.</summary>
    public abstract DeviceInfo Info { get; }

    /// <summary>Makes a program ready to run there.</summary>
    /// <exception cref="DeviceException">It has an instruction that the device has no kernel for, or needs more memory than there is.</exception>
    internal abstract Executor<float> Load(Program<float> program);

    /// <summary>Whether a problem that came up while it computed is its own or its driver's, and not a fault of this program.</summary>
    internal virtual bool IsFault(Exception problem) => false;

    /// <summary>What its driver said, in words that can be looked up.</summary>
    internal virtual string WordsOf(Exception problem) => (problem.InnerException ?? problem).Message;

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A device as it is told to people.</summary>
/// <param name="Kind">The word that asks for it: <c>cuda</c>.</param>
/// <param name="Name">As its maker calls it.</param>
/// <param name="Memory">Its memory in bytes.</param>
/// <param name="Details">What else is worth a few words: driver, units.</param>
/// <param name="IsProcessor">Whether it is the processor in the clothes of a device, such as an OpenCL driver for processors: nothing to train faster on, so it is taken only where it is asked for.</param>
public sealed record DeviceInfo(string Kind, string Name, long Memory, string Details, bool IsProcessor = false);

/// <summary>A device cannot do what was asked of it.</summary>
/// <param name="message">What was seen, why, and what to do.</param>
/// <param name="node">The layer that it cannot do, or null.</param>
public sealed class DeviceException(string message, Node? node = null) : NotSupportedException(message)
{
    /// <summary>The layer that it cannot do, or null.</summary>
    public Node? Node => node;
}
