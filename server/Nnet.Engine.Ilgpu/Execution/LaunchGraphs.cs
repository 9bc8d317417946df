namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>A device's way to be given many launches at once.</summary>
internal abstract class LaunchGraphs
{
    /// <summary>Takes launches down without making them.</summary>
    /// <param name="launches">Asks for them.</param>
    /// <returns>What makes them, as often as it is told to; null where the device cannot do so with these.</returns>
    public abstract LaunchGraph? Capture(Action launches);
}

/// <summary>Many launches that a device makes at once, each when the one before is through.</summary>
internal abstract class LaunchGraph : IDisposable
{
    /// <summary>Makes them.</summary>
    public abstract void Launch();

    /// <inheritdoc/>
    public abstract void Dispose();
}
