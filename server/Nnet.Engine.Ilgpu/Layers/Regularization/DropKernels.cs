using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Regularization;

namespace Nnet.Engine.Ilgpu.Layers.Regularization;

/// <summary>The numbers that the processor draws, drawn here: each follows from the step's keys, the sample and the number of the draw alone.</summary>
internal readonly record struct DeviceRandom(uint First, uint Second, int Draws)
{
    /// <summary>A number between 0 and 1, neither of them being possible.</summary>
    public float Unit(int sample, int draw)
        => ((RandomLanes<float>.Hash(((uint)sample * (uint)Draws) + (uint)draw + First, Second) >> 9) + 0.5f) * (1f / (1 << 23));

    /// <summary>Those of the step that the batch is in.</summary>
    public static DeviceRandom Of(RandomLanes<float> random) => random.Keys is var (first, second) ? new(first, second, random.Draws) : default;
}

/// <summary>Keeps or drops numbers, a thread for each.</summary>
internal sealed class DropStepKernel(DropStep<float, Lane> instruction, Scene scene) : DeviceKernel<DropStep<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _target = scene.View(instruction.Target);
    private readonly PerStep<DeviceRandom> _random = scene.PerStep<DeviceRandom>();

    public override void Start()
    {
        var (units, rule) = (instruction.Units, instruction.Rule);
        _run.Start(
            units.Channels * units.Places * scene.Batch.Count,
            new(_source, _target, _random.Say(DeviceRandom.Of(instruction.Random)), scene.Samples, units.Places, (int)units.ChannelStep, (int)units.PlaceStep, (float)rule.Rate, (float)rule.Scale, (float)rule.Shift, (float)rule.Dropped));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var sample = index % a.Samples.Count;
        var place = index / a.Samples.Count % a.Places;
        var unit = index / a.Samples.Count / a.Places;
        var at = (unit * a.ChannelStep) + (place * a.PlaceStep) + sample;
        a.Target[at] = a.Random[0].Unit(sample, unit) > a.Rate ? (a.Source[at] * a.Scale) + a.Shift : a.Dropped;
    }

    internal readonly record struct Arguments(ArrayView<float> Source, ArrayView<float> Target, ArrayView<DeviceRandom> Random, SampleLanes Samples, int Places, int ChannelStep, int PlaceStep, float Rate, float Scale, float Shift, float Dropped);
}

/// <summary>Adds noise, a thread for each number.</summary>
internal sealed class AddNoiseKernel(AddNoise<float, Lane> instruction, Scene scene) : DeviceKernel<AddNoise<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly PerStep<DeviceRandom> _random = scene.PerStep<DeviceRandom>();

    public override void Start()
        => _run.Start(instruction.Features * scene.Batch.Count, new(_input, _output, _random.Say(DeviceRandom.Of(instruction.Random)), scene.Samples, (float)instruction.Deviation));

    private static void Run(Index1D index, Arguments a)
    {
        var at = a.Samples.At(index);
        var draw = new Lane(a.Random[0].Unit(index % a.Samples.Count, index / a.Samples.Count));
        a.Output[at] = Lane.Fma(AddNoise<float, Lane>.Normal(draw), new Lane(a.Deviation), new Lane(a.Input[at])).Number;
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, ArrayView<DeviceRandom> Random, SampleLanes Samples, float Deviation);
}
