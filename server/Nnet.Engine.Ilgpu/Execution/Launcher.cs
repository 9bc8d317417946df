using ILGPU.Runtime;
using Nnet.Engine.Ilgpu.Backends;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>
/// Starts kernels, one behind the other. A step of training starts the same ones with the same arguments again and again (what changes from
/// step to step lies in the device's memory: <see cref="PerStep{T}"/>), and where a device can be given many launches at once
/// (<see cref="LaunchGraphs"/>), a step that was seen before is one launch. Nothing is taken for the same that is not: every launch of a step is compared.
/// </summary>
/// <param name="stream">Where kernels are started.</param>
/// <param name="graphs">How a device is given many launches at once; null where it cannot.</param>
internal sealed class Launcher(AcceleratorStream stream, LaunchGraphs? graphs) : IDisposable
{
    // A full batch and the last of an epoch, each with and without what is watched; whoever needs more is started launch by launch.
    private const int MostKnown = 8;

    private readonly List<KnownStep> _known = [];

    // Known steps that begin with the launches of the open step, so many of which were asked for and not yet made.
    private readonly List<KnownStep> _alike = [];
    private int _count;

    // The launches of an open step that is none of the known ones.
    private List<Launch>? _new;

    /// <summary>Where kernels are started.</summary>
    public AcceleratorStream Stream => stream;

    /// <summary>Counts the steps.</summary>
    public long Step { get; private set; }

    /// <summary>Starts a kernel, at the latest when the step ends.</summary>
    /// <param name="kernel">The kernel; always the same object.</param>
    /// <param name="extent">Its threads.</param>
    /// <param name="arguments">Its arguments.</param>
    public void Start<TExtent, TArguments>(Action<AcceleratorStream, TExtent, TArguments> kernel, TExtent extent, TArguments arguments)
        where TExtent : struct
        where TArguments : struct
    {
        if (_alike is [var known, ..])
        {
            for (var i = _alike.Count - 1; i >= 0; i--)
            {
                if (!_alike[i].Has(_count, kernel, extent, arguments))
                {
                    _alike.RemoveAt(i);
                }
            }
            if (_alike.Count > 0)
            {
                _count++;
                return;
            }
            Make(known);
        }
        kernel(stream, extent, arguments);
        _new?.Add(new Launch<TExtent, TArguments>(kernel, extent, arguments));
    }

    /// <summary>Begins a step: launches up to its end may be those of a step that is known.</summary>
    public void BeginStep()
    {
        Step++;
        if (graphs is not null)
        {
            _count = 0;
            _alike.AddRange(_known);
            _new = _known.Count > 0 ? null : [];
        }
    }

    /// <summary>Ends a step; all of its launches are made then.</summary>
    public void EndStep()
    {
        var known = _alike.Find(step => step.Launches.Count == _count);
        if (known is null && _alike is [var longer, ..])
        {
            Make(longer);
        }
        _alike.Clear();
        if (known is not null)
        {
            Repeat(known);
        }
        else if (_new is { Count: > 0 } launches && graphs is not null)
        {
            if (_known.Count == MostKnown)
            {
                _known[0].Graph?.Dispose();
                _known.RemoveAt(0);
            }
            _known.Add(new KnownStep(launches));
        }
        _new = null;
    }

    /// <summary>Makes the launches that were asked for so far, and takes the open step for none that may come again.</summary>
    public void GiveUp()
    {
        if (_alike is [var known, ..])
        {
            Make(known);
            _alike.Clear();
        }
        _new = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var known in _known)
        {
            DriverFault.GiveBack(known.Graph);
        }
        _known.Clear();
    }

    private void Repeat(KnownStep known)
    {
        if (known.Graph is null && graphs is not null)
        {
            known.Graph = graphs.Capture(() => known.Make(known.Launches.Count, stream));
            // Who cannot do it once is not asked again.
            graphs = known.Graph is null ? null : graphs;
        }
        if (known.Graph is { } graph)
        {
            graph.Launch();
        }
        else
        {
            known.Make(known.Launches.Count, stream);
        }
    }

    // The open step is not that one after all.
    private void Make(KnownStep known)
    {
        known.Make(_count, stream);
        _new = known.Launches[.._count];
    }

    private sealed class KnownStep(List<Launch> launches)
    {
        public List<Launch> Launches => launches;

        public LaunchGraph? Graph { get; set; }

        public bool Has<TExtent, TArguments>(int index, Action<AcceleratorStream, TExtent, TArguments> kernel, TExtent extent, TArguments arguments)
            where TExtent : struct
            where TArguments : struct
            => index < launches.Count && launches[index] is Launch<TExtent, TArguments> launch && launch.Is(kernel, extent, arguments);

        public void Make(int count, AcceleratorStream stream)
        {
            for (var i = 0; i < count; i++)
            {
                launches[i].Make(stream);
            }
        }
    }

    private abstract class Launch
    {
        public abstract void Make(AcceleratorStream stream);
    }

    private sealed class Launch<TExtent, TArguments>(Action<AcceleratorStream, TExtent, TArguments> kernel, TExtent extent, TArguments arguments) : Launch
        where TExtent : struct
        where TArguments : struct
    {
        private readonly TExtent _extent = extent;
        private readonly TArguments _arguments = arguments;

        public bool Is(Action<AcceleratorStream, TExtent, TArguments> other, TExtent extent, TArguments arguments)
            => ReferenceEquals(kernel, other) && Alike<TExtent>.Are(extent, _extent) && Alike<TArguments>.Are(arguments, _arguments);

        public override void Make(AcceleratorStream stream) => kernel(stream, _extent, _arguments);
    }
}
