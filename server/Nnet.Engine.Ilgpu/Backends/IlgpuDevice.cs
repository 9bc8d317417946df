using System.Reflection;
using ILGPU;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.Runtime;
using Nnet.Engine.Devices;
using Nnet.Engine.Execution;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Kernels;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Ilgpu.Backends;

/// <summary>A device that ILGPU has opened.</summary>
internal sealed class IlgpuDevice : Engine.Devices.Device
{
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly KernelLoader _loader;
    private readonly AcceleratorStream _stream;
    private readonly ProductLibrary? _library;

    static IlgpuDevice()
    {
        // The branch for double precision is never taken where numbers are single; but whoever compiles kernels looks into it.
        var exact = typeof(Elementary).GetMethod(nameof(Elementary.ExactNormalCumulative), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(typeof(float), typeof(Lane));
        var same = typeof(IlgpuDevice).GetMethod(nameof(Same), BindingFlags.Static | BindingFlags.NonPublic)!;
        RemappedIntrinsics.AddRemapping(exact, (ref InvocationContext context) => context.Method = same);
    }

    /// <summary>Opens a device.</summary>
    /// <param name="info">What it is.</param>
    /// <param name="context">Its context; the device's from now on.</param>
    /// <param name="accelerator">It; the device's from now on.</param>
    /// <param name="stream">Where it is told what to do; the device's from now on.</param>
    /// <param name="library">Multiplies large matrices; the device's from now on. Null where kernels do all the work.</param>
    /// <param name="graphs">Gives it many launches at once. Null where that cannot be done.</param>
    public IlgpuDevice(DeviceInfo info, Context context, Accelerator accelerator, AcceleratorStream stream, ProductLibrary? library = null, LaunchGraphs? graphs = null)
        => (Info, _context, _accelerator, _stream, _loader, _library, Graphs) = (info, context, accelerator, stream, new KernelLoader(accelerator), library, graphs);

    public override DeviceInfo Info { get; }

    /// <summary>What networks have taken of its memory.</summary>
    public MemoryLedger Ledger { get; } = new();

    /// <summary>Gives it many launches at once, or null.</summary>
    public LaunchGraphs? Graphs { get; }

    /// <summary>What was compiled for it.</summary>
    public KernelLoader Loader => _loader;

    /// <summary>A context in which kernels are compiled as they want it.</summary>
    /// <param name="with">Adds the devices.</param>
    // O1 would emit loads that do not know what memory they read.
    public static Context NewContext(Action<Context.Builder> with) => Context.Create(builder =>
    {
        builder.Optimize(OptimizationLevel.O2).EnableAlgorithms();
        with(builder);
    });

    internal override Executor<float> Load(Program<float> program) => new DeviceExecutor(program, _accelerator, new Launcher(_stream, Graphs), _loader, _library, Ledger, Info);

    internal override bool IsFault(Exception problem) => DriverFault.In(problem) is not null;

    internal override string WordsOf(Exception problem) => DriverFault.WordsOf(problem);

    public override void Dispose()
    {
        DriverFault.GiveBack(_library);
        DriverFault.GiveBack(_accelerator);
        DriverFault.GiveBack(_context);
    }

    private static Lane Same(Lane x) => x;
}
