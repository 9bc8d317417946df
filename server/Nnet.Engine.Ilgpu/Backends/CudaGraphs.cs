using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>
/// CUDA's graphs (CUDA Driver API, "Graph Management"): launches are taken down once and made at once from then on. ILGPU does not know them, so the
/// driver is asked directly. It has to show on two small launches that it makes what was taken down before it is trusted; a driver that
/// is too old for them (before 11.4), or refuses, leaves every launch to be made by itself.
/// </summary>
internal sealed unsafe class CudaGraphs : LaunchGraphs
{
    // What other threads do meanwhile is their business (CU_STREAM_CAPTURE_MODE_RELAXED).
    private const int Relaxed = 2;

    private readonly CudaStream _stream;
    private readonly delegate* unmanaged<nint, int, int> _beginCapture;
    private readonly delegate* unmanaged<nint, nint*, int> _endCapture;
    private readonly delegate* unmanaged<nint*, nint, ulong, int> _instantiate;
    private readonly delegate* unmanaged<nint, nint, int> _launch;
    private readonly delegate* unmanaged<nint, int> _destroyGraph;
    private readonly delegate* unmanaged<nint, int> _destroy;

    private CudaGraphs(CudaStream stream, nint driver)
    {
        _stream = stream;
        _beginCapture = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(driver, "cuStreamBeginCapture_v2");
        _endCapture = (delegate* unmanaged<nint, nint*, int>)NativeLibrary.GetExport(driver, "cuStreamEndCapture");
        _instantiate = (delegate* unmanaged<nint*, nint, ulong, int>)NativeLibrary.GetExport(driver, "cuGraphInstantiateWithFlags");
        _launch = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(driver, "cuGraphLaunch");
        _destroyGraph = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(driver, "cuGraphDestroy");
        _destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(driver, "cuGraphExecDestroy");
    }

    /// <summary>Those of a card, or null.</summary>
    /// <param name="card">The card.</param>
    /// <param name="stream">Where it is told what to do: one of its own, as launches of the default one cannot be taken down.</param>
    public static CudaGraphs? Find(CudaAccelerator card, CudaStream stream)
    {
        try
        {
            return NativeLibraries.Load("cuda") is { } driver && new CudaGraphs(stream, driver) is var found && found.Agrees(card) ? found : null;
        }
        catch (Exception problem) when (problem is EntryPointNotFoundException || DriverFault.In(problem) is not null)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override LaunchGraph? Capture(Action launches)
    {
        using var binding = _stream.BindScoped();
        nint graph = 0, instance = 0;
        if (_beginCapture(_stream.StreamPtr, Relaxed) != 0)
        {
            return null;
        }
        var isTaken = false;
        try
        {
            launches();
            isTaken = true;
        }
        catch (AcceleratorException)
        {
            // One of them is none that can be taken down.
        }
        finally
        {
            isTaken &= _endCapture(_stream.StreamPtr, &graph) == 0;
        }
        isTaken = isTaken && graph != 0 && _instantiate(&instance, graph, 0) == 0;
        if (graph != 0)
        {
            _ = _destroyGraph(graph);
        }
        return isTaken ? new Graph(this, instance) : null;
    }

    // Of two launches, the second reads what the first has written.
    private bool Agrees(CudaAccelerator card)
    {
        var twice = card.LoadAutoGroupedKernel<Index1D, ArrayView<int>>(Double);
        using var number = card.Allocate1D<int>([1]);
        // Compiled and loaded before anything is taken down.
        twice(_stream, 1, number.View.BaseView);
        using var graph = Capture(() =>
        {
            twice(_stream, 1, number.View.BaseView);
            twice(_stream, 1, number.View.BaseView);
        });
        if (graph is null || number.GetAsArray1D(_stream) is not [2])
        {
            return false;
        }
        graph.Launch();
        graph.Launch();
        return number.GetAsArray1D(_stream) is [32];
    }

    private static void Double(Index1D index, ArrayView<int> numbers) => numbers[index] *= 2;

    private sealed class Graph(CudaGraphs graphs, nint instance) : LaunchGraph
    {
        private nint _instance = instance;

        public override void Launch()
        {
            using var binding = graphs._stream.BindScoped();
            var answer = graphs._launch(_instance, graphs._stream.StreamPtr);
            if (answer != 0)
            {
                throw new CudaException((CudaError)answer);
            }
        }

        public override void Dispose()
        {
            if (_instance != 0)
            {
                using var binding = graphs._stream.BindScoped();
                // A card that is gone has nothing to give back.
                _ = graphs._destroy(_instance);
                _instance = 0;
            }
        }
    }
}
