using Nnet.Engine.Compilation;
using Nnet.Engine.Devices;
using Nnet.Engine.Execution;
using Nnet.Engine.Runs;
using Nnet.Engine.Runs.Events;
using Nnet.Engine.Runs.Files;
using Xunit;

namespace Nnet.Engine.Tests.Runs;

/// <summary>A device that goes away in the middle of a run: the run ends with what to do, and the processor goes on from the last checkpoint.</summary>
public sealed class DeviceFaultTests : IDisposable
{
    private const string Data = "playground spiral samples=200 noise=5%\nsplit train=60% validation=20% test=20%";
    private const string Net = "input 2\ndense 16 activation=relu\nbatchnorm\ndropout 10%\ndense 1";
    private const string Train = "loss binary_cross_entropy\noptimizer adam lr=0.02\nbatch 20\nepochs 12";
    private const string Cause = "the driver was shut down";

    private static readonly FragileBackend s_backend = new();

    private readonly TrainingLab _lab = new();

    static DeviceFaultTests() => DeviceCatalog.Add(s_backend);

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(30)]
    [InlineData(61)]
    public void AFaultEndsTheRunWithWhatToDo(int calls)
    {
        s_backend.Calls = calls;
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train), Options());
        var message = Assert.IsType<Failed>(run.Events[^1]).Message;
        Assert.StartsWith($"a device of glass (fragile) has stopped working in the middle of the run: {Cause}. What was saved before is whole", message, StringComparison.Ordinal);
        Assert.Contains("`nnet resume RUN-DIR --device cpu`", message, StringComparison.Ordinal);
        Assert.Single(run.Events.OfType<Failed>());
        Assert.False(RunFolder.IsHeld(run.Folder));
        // Who opens the run later reads why it ended.
        Assert.Equal(message, Assert.IsType<Failed>(RunRecord.Load(run.Folder).Events[^1]).Message);
    }

    [Fact]
    public void TheLastCheckpointGoesOnOnTheProcessor()
    {
        s_backend.Calls = 300;
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train), Options());
        var done = run.Epochs.Length;
        Assert.IsType<Failed>(run.Events[^1]);
        Assert.InRange(done, 1, 11);
        var events = new List<RunEvent>();
        Assert.Equal(12, Assert.IsType<Done>(Trainer.Resume(run.Folder, new RunOptions(), events.Add, default)).Epochs);
        // What the device learnt before is not learnt again.
        var epochs = events.OfType<EpochDone>().ToArray();
        Assert.Equal(12, epochs.Length);
        Assert.Equal(run.Epochs[0].Train["loss"], epochs[0].Train["loss"]);
    }

    [Fact]
    public void ADeviceThatCannotBeOpenedIsRefusedAndItsPlaceTakenWhereNobodyAskedForIt()
    {
        s_backend.Calls = 0;
        var run = _lab.Train(TrainingLab.Text(Data, Net, Train), Options());
        Assert.Equal("a device of glass cannot be opened", Assert.IsType<Failed>(run.Events[^1]).Message);
    }

    [Fact]
    public void AutoDoesNotTakeTheProcessorForADevice()
    {
        s_backend.Calls = 1;
        var opened = s_backend.Opened;
        var work = new StepWork(Operations: 1e15, Bytes: 1e12, Launches: 1, Places: 0, Threads: 1);
        Assert.True(work.IsSurelyForADevice);
        DeviceCatalog.Open(DeviceCatalog.Auto, work)?.Dispose();
        Assert.Equal(opened, s_backend.Opened);
        DeviceCatalog.Open(s_backend.Kind, work)!.Dispose();
        Assert.Equal(opened + 1, s_backend.Opened);
    }

    private static RunOptions Options() => new() { Device = s_backend.Kind, CheckpointSeconds = 0 };

    /// <summary>A back end whose device breaks behind a number of calls. What it computes until then is not looked at: the processor plays instructions that are meant for cards.</summary>
    private sealed class FragileBackend : DeviceBackend
    {
        /// <summary>Calls of the next device that is opened until it breaks.</summary>
        public int Calls { get; set; }

        public override string Kind => "fragile";

        public override DeviceSearch Search() => new(Kind, [new DeviceInfo(Kind, "a device of glass", 1 << 20, "", IsProcessor: true)]);

        /// <summary>Devices that were opened.</summary>
        public int Opened { get; private set; }

        public override Device Open(DeviceInfo device)
        {
            Opened++;
            return Calls > 0 ? new FragileDevice(device, Calls) : throw new DeviceException("a device of glass cannot be opened");
        }
    }

    private sealed class FragileDevice(DeviceInfo info, int calls) : Device
    {
        private int _left = calls;

        public override DeviceInfo Info => info;

        internal override Executor<float> Load(Program<float> program)
        {
            // A device has this memory for itself, so nobody has cleared it.
            program.Arena.Span.Clear();
            return new FragileExecutor(this, new HostExecutor<float>(program));
        }

        internal override bool IsFault(Exception problem) => problem is DriverException;

        public override void Dispose() => GC.SuppressFinalize(this);

        public void Use()
        {
            if (_left-- <= 0)
            {
                throw new DriverException();
            }
        }
    }

    private sealed class DriverException() : Exception(Cause);

    private sealed class FragileExecutor(FragileDevice device, HostExecutor<float> inner) : Executor<float>
    {
        public override int Threads => inner.Threads;

        public override double Run(Modes mode)
        {
            device.Use();
            return inner.Run(mode);
        }

        public override void Differentiate()
        {
            device.Use();
            inner.Differentiate();
        }

        public override void Keep(bool isFirst)
        {
            device.Use();
            inner.Keep(isFirst);
        }

        public override void Update(double share, bool addsKept)
        {
            device.Use();
            inner.Update(share, addsKept);
        }

        public override void Fetch()
        {
            device.Use();
            inner.Fetch();
        }

        public override void Fetch(Slot<float> slot)
        {
            device.Use();
            inner.Fetch(slot);
        }

        // As drivers do: what is lost complains once more when it is given back.
        public override void Dispose()
        {
            inner.Dispose();
            device.Use();
        }
    }
}
