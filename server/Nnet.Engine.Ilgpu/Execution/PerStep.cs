using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>
/// What a kernel is told anew in every step, such as the factors of an optimizer: it lies in the device's memory, so that the kernel's own arguments
/// stay what they are (<see cref="Launcher"/>).
/// </summary>
/// <typeparam name="T">What it is.</typeparam>
internal sealed class PerStep<T>
    where T : unmanaged
{
    private readonly Launcher _launcher;
    private readonly Action<AcceleratorStream, Index1D, Writing> _write;
    private T _value;
    private long _step = -1;

    /// <summary>Takes room for it.</summary>
    public PerStep(Launcher launcher, KernelLoader loader, DeviceMemory memory)
        => (_launcher, _write, View) = (launcher, loader.Each<Writing>(Writing.Run), memory.Own<T>(1));

    /// <summary>Where kernels read it.</summary>
    public ArrayView<T> View { get; }

    /// <summary>Says what it is from now on, and where that is.</summary>
    public ArrayView<T> Say(T value)
    {
        if (_step < 0 || !MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in _value))))
        {
            if (_step == _launcher.Step)
            {
                // Who reads it in this step is to read what it was before.
                _launcher.GiveUp();
            }
            _write(_launcher.Stream, 1, new Writing(View, value));
            _value = value;
        }
        _step = _launcher.Step;
        return View;
    }

    internal readonly record struct Writing(ArrayView<T> Target, T Value)
    {
        public static void Run(Index1D index, Writing a) => a.Target[index] = a.Value;
    }
}
