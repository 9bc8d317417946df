using System.Runtime.CompilerServices;
using ILGPU;
using ILGPU.Runtime;
using Nnet.Engine.Execution;
using Nnet.Engine.Ilgpu.Backends;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>What is taken of a device's memory.</summary>
internal sealed class MemoryLedger
{
    /// <summary>Bytes.</summary>
    public long Bytes { get; set; }
}

/// <summary>
/// The device's memory. Whatever lies in the processor's memory has the same place in a twin of it on the device, so that the addresses
/// that a compiled program is full of mean the same there.
/// </summary>
internal sealed unsafe class DeviceMemory(Accelerator accelerator, AcceleratorStream stream, MemoryLedger ledger) : IDisposable
{
    private readonly List<Region> _regions = [];
    private readonly List<MemoryBuffer> _buffers = [];
    private readonly Dictionary<string, SharedMemory> _shared = [];
    private readonly Dictionary<Aim<float>, Rows> _outputs = [];
    private readonly Dictionary<Aim<float>, ArrayView<float>> _losses = [];
    private Rows? _inputs;
    private Rows? _targets;

    /// <summary>Rows of the samples, when an instruction reads them.</summary>
    public Rows? InputRows => _inputs;

    /// <summary>Rows of the targets, when an instruction reads them.</summary>
    public Rows? TargetRows => _targets;

    /// <summary>Rows of the outputs that have an aim, or null when no instruction writes them.</summary>
    public Rows? OutputRows(Aim<float> aim) => _outputs.GetValueOrDefault(aim);

    /// <summary>Takes a twin of some of the processor's memory.</summary>
    /// <param name="memory">It.</param>
    /// <param name="isKept">Whether what is there goes to the device and back; otherwise it only has its place.</param>
    public void Add(AlignedMemory<float> memory, bool isKept)
    {
        if (memory.Length > 0)
        {
            _regions.Add(new Region(memory.Pointer, memory.Length, Allocate<float>(memory.Length), isKept));
        }
    }

    /// <summary>A twin of what never changes.</summary>
    public ArrayView<T> Constant<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var buffer = Allocate<T>(Math.Max(1, values.Length));
        if (values.Length > 0)
        {
            buffer.View.BaseView.CopyFromCPU(stream, values.ToArray());
        }
        return buffer.View.BaseView;
    }

    /// <summary>Memory that only the device sees, all zero.</summary>
    public ArrayView<T> Own<T>(long length)
        where T : unmanaged
    {
        var buffer = Allocate<T>(Math.Max(1, length));
        buffer.MemSetToZero(stream);
        return buffer.View.BaseView;
    }

    /// <summary>Memory that kernels take turns to use, none keeping anything there: as much as the one that needs most.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="length">Numbers.</param>
    public SharedMemory Shared(string name, long length)
    {
        if (!_shared.TryGetValue(name, out var shared))
        {
            _shared[name] = shared = new SharedMemory();
        }
        shared.Length = Math.Max(shared.Length, length);
        return shared;
    }

    /// <summary>Takes what is shared, once all kernels have said what they need.</summary>
    public void TakeShared()
    {
        foreach (var shared in _shared.Values)
        {
            shared.View = Allocate<float>(shared.Length).View.BaseView;
        }
    }

    /// <summary>Where numbers lie on the device that have this place in the processor's memory.</summary>
    public ArrayView<float> View(float* place, long length)
    {
        if (length == 0)
        {
            return ArrayView<float>.Empty;
        }
        foreach (var region in _regions)
        {
            if (place >= region.Host && place < region.Host + region.Length)
            {
                var offset = place - region.Host;
                return region.Buffer.View.BaseView.SubView(offset, Math.Min(length, region.Length - offset));
            }
        }
        throw new InvalidOperationException("A kernel asked for numbers that lie in none of the memories that the device has a twin of.");
    }

    /// <summary>The twin of memory that an instruction has of its own; it begins with what is there.</summary>
    public ArrayView<float> View(AlignedMemory<float> own)
    {
        if (own.Length > 0 && !_regions.Any(region => region.Host == own.Pointer))
        {
            Add(own, isKept: false);
            _regions[^1].Buffer.View.BaseView.CopyFromCPU(stream, ref Unsafe.AsRef<float>(own.Pointer), own.Length);
        }
        return View(own.Pointer, own.Length);
    }

    /// <summary>Rows of the samples.</summary>
    public ArrayView<float> Inputs(int perSample, int capacity) => (_inputs ??= new Rows(Allocate<float>((long)perSample * capacity), perSample)).View;

    /// <summary>Rows of the targets.</summary>
    public ArrayView<float> Targets(int perSample, int capacity) => (_targets ??= new Rows(Allocate<float>((long)perSample * capacity), perSample)).View;

    /// <summary>Rows of the outputs that have an aim.</summary>
    public ArrayView<float> Outputs(Aim<float> aim, int perSample, int capacity) => (_outputs.TryGetValue(aim, out var rows) ? rows : _outputs[aim] = new Rows(Allocate<float>((long)perSample * capacity), perSample)).View;

    /// <summary>What each sample adds to the loss of an aim.</summary>
    public ArrayView<float> Losses(Aim<float> aim, int capacity) => _losses.TryGetValue(aim, out var losses) ? losses : _losses[aim] = Own<float>(capacity);

    /// <summary>Brings what is kept to the device.</summary>
    public void Upload()
    {
        foreach (var region in _regions.Where(region => region.IsKept))
        {
            region.Buffer.View.BaseView.CopyFromCPU(stream, ref Unsafe.AsRef<float>(region.Host), region.Length);
        }
    }

    /// <summary>Brings what is kept back.</summary>
    public void Download()
    {
        foreach (var region in _regions.Where(region => region.IsKept))
        {
            region.Buffer.View.BaseView.CopyToCPU(stream, ref Unsafe.AsRef<float>(region.Host), region.Length);
        }
    }

    /// <summary>Brings some numbers to their place in the processor's memory.</summary>
    public void Download(float* place, long length) => View(place, length).CopyToCPU(stream, ref Unsafe.AsRef<float>(place), length);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            ledger.Bytes -= buffer.LengthInBytes;
            DriverFault.GiveBack(buffer);
        }
        _buffers.Clear();
    }

    private MemoryBuffer1D<T, Stride1D.Dense> Allocate<T>(long length)
        where T : unmanaged
    {
        var buffer = accelerator.Allocate1D<T>(length);
        _buffers.Add(buffer);
        ledger.Bytes += buffer.LengthInBytes;
        return buffer;
    }

    private sealed record Region(nint Place, long Length, MemoryBuffer1D<float, Stride1D.Dense> Buffer, bool IsKept)
    {
        public Region(float* host, long length, MemoryBuffer1D<float, Stride1D.Dense> buffer, bool isKept)
            : this((nint)host, length, buffer, isKept)
        {
        }

        public float* Host => (float*)Place;
    }

    /// <summary>Memory that kernels take turns to use.</summary>
    public sealed class SharedMemory
    {
        /// <summary>Numbers.</summary>
        public long Length { get; set; }

        /// <summary>Where it lies, once it is there.</summary>
        public ArrayView<float> View { get; set; }
    }

    /// <summary>Numbers sample after sample, as the caller has them.</summary>
    /// <param name="Buffer">The device's.</param>
    /// <param name="PerSample">Numbers in each.</param>
    public sealed record Rows(MemoryBuffer1D<float, Stride1D.Dense> Buffer, int PerSample)
    {
        /// <summary>All of them.</summary>
        public ArrayView<float> View => Buffer.View.BaseView;
    }
}
