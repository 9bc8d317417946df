using ILGPU;
using ILGPU.Runtime;
using Nnet.Engine.Compilation;
using Nnet.Engine.Execution;
using Nnet.Engine.Ilgpu.Kernels;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>What the kernels of a program share: the device, where things lie in its memory, and the batch.</summary>
internal sealed unsafe class Scene(Accelerator accelerator, Launcher launcher, KernelLoader loader, ProductLibrary? library, DeviceMemory memory, Batch<float> batch)
{
    private readonly Each<Clearing<float>> _clear = new(launcher, loader.Each<Clearing<float>>(Clearing<float>.Run));
    private readonly Each<Clearing<int>> _clearCounts = new(launcher, loader.Each<Clearing<int>>(Clearing<int>.Run));
    private readonly Each<Copying> _copy = new(launcher, loader.Each<Copying>(Copying.Run));

    /// <summary>Threads of a group in kernels that work in groups.</summary>
    public const int GroupThreads = 64;

    // More would leave too few registers to each.
    private const int WantedThreads = 256;

    /// <summary>Threads of a group in kernels that take as many as there are.</summary>
    public int MostThreads { get; } = Math.Min(WantedThreads, accelerator.MaxNumThreadsPerGroup);

    /// <summary>The batch.</summary>
    public Batch<float> Batch => batch;

    /// <summary>The library for a product of that size, or null where a kernel is better.</summary>
    public ProductLibrary? LibraryFor(long rows, long columns, long depth) => library is not null && library.Wants(rows, columns, depth) ? library : null;

    /// <summary>Whether the batch is one that the device takes from data that it holds.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether the targets of the batch are known.</summary>
    public bool KnowsTargets => IsQueued || batch.Targets != null;

    /// <summary>Set on the device by the first loss that is not finite: 1, and from then on no parameter moves.</summary>
    public ArrayView<int> Halt { get; } = memory.Own<int>(1);

    /// <summary>The device's memory.</summary>
    public DeviceMemory Memory => memory;

    /// <summary>Starts kernels.</summary>
    public Launcher Launcher => launcher;

    /// <summary>Where the device is told what to do.</summary>
    public AcceleratorStream Stream => launcher.Stream;

    /// <summary>The samples of the batch as they lie now.</summary>
    public SampleLanes Samples => new(batch.Count, batch.Lanes);

    /// <summary>The samples' rows as the caller gave them: what all inputs take, one behind the other.</summary>
    public ArrayView<float> Inputs => memory.Inputs(batch.InputStride, batch.Capacity);

    /// <summary>The targets' rows as the caller gave them: those of all outputs, one behind the other.</summary>
    public ArrayView<float> Targets => memory.Targets(batch.TargetStride, batch.Capacity);

    /// <summary>Where the rows of an output go.</summary>
    /// <param name="aim">The output's aim.</param>
    /// <param name="perSample">Numbers in each.</param>
    public ArrayView<float> Outputs(Aim<float> aim, int perSample) => memory.Outputs(aim, perSample, batch.Capacity);

    /// <summary>What each sample adds to the loss of an output.</summary>
    public ArrayView<float> LossesOf(Aim<float> aim) => memory.Losses(aim, batch.Capacity);

    /// <summary>What each sample of the batch counts in the loss of an output.</summary>
    public float ShareOf(Aim<float> aim) => aim.SampleWeights[0];

    /// <summary>Numbers of a value that each sample has.</summary>
    public int FeaturesOf(Slot<float> slot) => checked((int)(slot.Size / batch.Lanes));

    /// <summary>Where a value lies.</summary>
    public ArrayView<float> View(Slot<float> slot) => memory.View(slot.At(0), slot.Size);

    /// <summary>Where the first counting feature of some places lies.</summary>
    public ArrayView<float> View(PlaceView<float> places) => View(places.Slot).SubView((long)places.From * batch.Lanes);

    /// <summary>Where the first counting feature of some places lies, four samples at a time.</summary>
    public ArrayView<Quad> Quads(PlaceView<float> places) => View(places).Cast<Quad>();

    /// <summary>Where rows lie: those of the samples as they were given, or a copy that an instruction makes.</summary>
    public ArrayView<float> View(RowView<float> rows) => rows.Slots is [var copy] ? View(copy) : Inputs;

    /// <summary>The twin of memory that an instruction has of its own.</summary>
    public ArrayView<float> View(AlignedMemory<float> own) => memory.View(own);

    /// <summary>Where numbers lie on the device that have this place in the processor's memory.</summary>
    public ArrayView<float> View(float* place, long length) => memory.View(place, length);

    /// <summary>A kernel that runs once for every index.</summary>
    public Each<TArguments> Each<TArguments>(Action<Index1D, TArguments> kernel)
        where TArguments : struct
        => new(launcher, loader.Each(kernel));

    /// <summary>A kernel that works in groups of <see cref="GroupThreads"/> threads.</summary>
    public Groups<TArguments> Groups<TArguments>(Action<TArguments> kernel)
        where TArguments : struct
        => new(launcher, loader.Groups(kernel));

    /// <summary>What a kernel is told anew in every step.</summary>
    public PerStep<T> PerStep<T>()
        where T : unmanaged
        => new(launcher, loader, memory);

    /// <summary>Sets numbers to zero.</summary>
    public void Clear(ArrayView<float> view) => _clear.Start((int)view.Length, new(view));

    /// <summary>Sets counts to zero.</summary>
    public void Clear(ArrayView<int> view) => _clearCounts.Start((int)view.Length, new(view));

    /// <summary>Copies numbers.</summary>
    public void Copy(ArrayView<float> source, ArrayView<float> target) => _copy.Start((int)source.Length, new(source, target));

    /// <summary>Has a library multiply.</summary>
    public void Multiply(ProductLibrary library, PlainProduct product) => launcher.Start(library.Kernel, default(Index1D), product);
}

/// <summary>How the samples of a batch lie in a value: for each feature a stretch of lanes, the first of which are used.</summary>
/// <param name="Count">Samples.</param>
/// <param name="Lanes">Lanes.</param>
internal readonly record struct SampleLanes(int Count, int Lanes)
{
    /// <summary>Samples with those that fill up the last four. What the lanes of these hold is nobody's, and any kernel may leave there what it likes.</summary>
    public int Filled => (Count + 3) / 4 * 4;

    /// <summary>Where the number of that index lies, counting those of all samples feature by feature.</summary>
    public int At(int index) => (index / Count * Lanes) + (index % Count);
}

/// <summary>A kernel that runs once for every index.</summary>
internal readonly struct Each<TArguments>(Launcher launcher, Action<AcceleratorStream, Index1D, TArguments> run)
    where TArguments : struct
{
    /// <summary>Starts it for the indices below <paramref name="count"/>.</summary>
    public void Start(int count, TArguments arguments)
    {
        if (count > 0)
        {
            launcher.Start(run, (Index1D)count, arguments);
        }
    }
}

/// <summary>A kernel that works in groups of threads; <see cref="Scene.GroupThreads"/> where nothing else is said.</summary>
internal readonly struct Groups<TArguments>(Launcher launcher, Action<AcceleratorStream, KernelConfig, TArguments> run)
    where TArguments : struct
{
    /// <summary>Starts it with so many groups.</summary>
    public void Start(int x, int y, int z, TArguments arguments, int threads = Scene.GroupThreads)
    {
        if (x > 0 && y > 0 && z > 0)
        {
            launcher.Start(run, new KernelConfig(new Index3D(x, y, z), new Index3D(threads, 1, 1)), arguments);
        }
    }
}
