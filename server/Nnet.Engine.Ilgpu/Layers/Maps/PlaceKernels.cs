using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Maps;

namespace Nnet.Engine.Ilgpu.Layers.Maps;

/// <summary>A matrix over places in the device's memory.</summary>
internal readonly record struct DevicePlaces(ArrayView<int> Begins, ArrayView<int> Offsets, ArrayView<float> Weights)
{
    /// <summary>Of a matrix.</summary>
    public static unsafe DevicePlaces Of(PlaceMatrix<float> matrix, Scene scene)
    {
        var begins = new ReadOnlySpan<int>(matrix.Begins, matrix.Rows + 1);
        var offsets = new int[begins[^1]];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = checked((int)matrix.Offsets[i]);
        }
        return new(scene.Memory.Constant(begins), scene.Memory.Constant<int>(offsets), scene.Memory.Constant(new ReadOnlySpan<float>(matrix.Weights, offsets.Length)));
    }
}

/// <summary>Applies a matrix over places to every channel, a thread for each number of the result.</summary>
internal sealed class PlaceProductKernel(PlaceProduct<float, Lane> instruction, Scene scene) : DeviceKernel<PlaceProduct<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly DevicePlaces _places = DevicePlaces.Of(instruction.Matrix, scene);
    private readonly ArrayView<float> _source = scene.View(instruction.Source);
    private readonly ArrayView<float> _result = scene.View(instruction.Result);

    public override void Start()
    {
        var to = MapLanes.Of(instruction.To, scene);
        _run.Start(to.Count, new(_source, _result, _places, to, instruction.From.Channels, (int)instruction.From.ChannelStep, instruction.FirstChannel, (float)instruction.Constant));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var channel = a.To.ChannelOf(index) + a.FirstChannel;
        var place = index / a.To.Samples.Count % a.To.Places;
        var (first, end) = (a.Places.Begins[place], a.Places.Begins[place + 1]);
        var sum = a.Constant;
        if (channel >= 0 && channel < a.Channels && first < end)
        {
            var at = (channel * a.ChannelStep) + (index % a.To.Samples.Count);
            sum = 0;
            for (var entry = first; entry < end; entry++)
            {
                sum += a.Source[at + a.Places.Offsets[entry]] * a.Places.Weights[entry];
            }
        }
        a.Result[a.To.At(index)] = sum;
    }

    internal readonly record struct Arguments(ArrayView<float> Source, ArrayView<float> Result, DevicePlaces Places, MapLanes To, int Channels, int ChannelStep, int FirstChannel, float Constant);
}

/// <summary>The greatest of the places that a matrix lists, and which it was.</summary>
internal sealed class MaximumForwardKernel(MaximumForward<float, Lane> instruction, Scene scene) : DeviceKernel<MaximumForward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly DevicePlaces _places = DevicePlaces.Of(instruction.Matrix, scene);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);
    private readonly ArrayView<float> _winners = instruction.Winners is { } winners ? scene.View(winners) : ArrayView<float>.Empty;

    public override void Start()
    {
        var to = MapLanes.Of(instruction.To, scene);
        _run.Start(to.Count, new(_input, _output, _winners, _places, to, (int)instruction.From.ChannelStep));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var place = index / a.To.Samples.Count % a.To.Places;
        var (first, end) = (a.Places.Begins[place], a.Places.Begins[place + 1]);
        var at = (a.To.ChannelOf(index) * a.ChannelStep) + (index % a.To.Samples.Count);
        var greatest = a.Input[at + a.Places.Offsets[first]];
        var winner = 0f;
        for (var entry = first + 1; entry < end; entry++)
        {
            var value = a.Input[at + a.Places.Offsets[entry]];
            winner = value > greatest ? entry - first : winner;
            // What is not a number wins, so that it is seen at the output.
            greatest = value > greatest || float.IsNaN(value) ? value : greatest;
        }
        var target = a.To.At(index);
        a.Output[target] = greatest;
        if (a.Winners.Length > 0)
        {
            a.Winners[target] = winner;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, ArrayView<float> Winners, DevicePlaces Places, MapLanes To, int ChannelStep);
}

/// <summary>Gives the gradient to the places that were the greatest. A thread for each of the input's numbers sums what comes from the windows over it, in their order.</summary>
internal sealed class MaximumBackwardKernel : DeviceKernel<MaximumBackward<float, Lane>>
{
    private readonly MaximumBackward<float, Lane> _instruction;
    private readonly Scene _scene;
    private readonly Each<Arguments> _run;
    private readonly ArrayView<float> _gradient;
    private readonly ArrayView<float> _winners;
    private readonly ArrayView<float> _inputGradient;
    private readonly ArrayView<int> _begins;
    private readonly ArrayView<int> _windows;
    private readonly ArrayView<int> _entries;

    public MaximumBackwardKernel(MaximumBackward<float, Lane> instruction, Scene scene)
    {
        (_instruction, _scene, _run) = (instruction, scene, scene.Each<Arguments>(Run));
        (_gradient, _winners, _inputGradient) = (scene.View(instruction.Gradient), scene.View(instruction.Winners), scene.View(instruction.InputGradient));
        var seen = WindowsOver(instruction.Matrix, (int)instruction.From.PlaceStep);
        int[] begins = new int[seen.Length + 1];
        for (var place = 0; place < seen.Length; place++)
        {
            begins[place + 1] = begins[place] + seen[place].Count;
        }
        _begins = scene.Memory.Constant<int>(begins);
        _windows = scene.Memory.Constant<int>([.. seen.SelectMany(list => list).Select(pair => pair.Window)]);
        _entries = scene.Memory.Constant<int>([.. seen.SelectMany(list => list).Select(pair => pair.Entry)]);
    }

    public override void Start()
    {
        var from = MapLanes.Of(_instruction.From, _scene);
        _run.Start(from.Count, new(_gradient, _winners, _inputGradient, _begins, _windows, _entries, from, (int)_instruction.To.ChannelStep, (int)_instruction.To.PlaceStep));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var place = index / a.From.Samples.Count % a.From.Places;
        var at = (a.From.ChannelOf(index) * a.ChannelStep) + (index % a.From.Samples.Count);
        var sum = 0f;
        for (var i = a.Begins[place]; i < a.Begins[place + 1]; i++)
        {
            var window = at + (a.Windows[i] * a.PlaceStep);
            sum += (int)a.Winners[window] == a.Entries[i] ? a.Gradient[window] : 0;
        }
        a.InputGradient[a.From.At(index)] = sum;
    }

    // For each place of the input the windows that it is under, and its number among the window's places.
    private static unsafe List<(int Window, int Entry)>[] WindowsOver(PlaceMatrix<float> matrix, int step)
    {
        var seen = Enumerable.Range(0, matrix.Columns).Select(_ => new List<(int, int)>()).ToArray();
        for (var window = 0; window < matrix.Rows; window++)
        {
            for (var entry = matrix.Begins[window]; entry < matrix.Begins[window + 1]; entry++)
            {
                seen[(int)matrix.Offsets[entry] / step].Add((window, entry - matrix.Begins[window]));
            }
        }
        return seen;
    }

    internal readonly record struct Arguments(ArrayView<float> Gradient, ArrayView<float> Winners, ArrayView<float> InputGradient, ArrayView<int> Begins, ArrayView<int> Windows, ArrayView<int> Entries, MapLanes From, int ChannelStep, int PlaceStep);
}
