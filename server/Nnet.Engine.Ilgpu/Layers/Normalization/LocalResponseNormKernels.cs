using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Ilgpu.Layers.Maps;
using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Normalization;

namespace Nnet.Engine.Ilgpu.Layers.Normalization;

/// <summary>How a channel's neighbours weaken it: the numbers of a <see cref="Response{T}"/>.</summary>
internal readonly record struct DeviceResponse(MapLanes Maps, int Size, float Share, float Beta, float Bias)
{
    /// <summary>Of the batch as it is now.</summary>
    public static DeviceResponse Of(Response<float> response, Scene scene)
        => new(MapLanes.Of(response.Maps, scene), response.Size, (float)(response.Alpha / response.Size), (float)response.Beta, (float)response.Bias);

    /// <summary>D of a channel: what is summed lies that far into every channel.</summary>
    public Lane Divisor(ArrayView<float> input, int channel, int inside)
    {
        var end = IntrinsicMath.Min(Maps.Channels, channel + ((Size - 1) / 2) + 1);
        var sum = 0f;
        for (var other = IntrinsicMath.Max(0, channel - (Size / 2)); other < end; other++)
        {
            var value = input[inside + (other * Maps.ChannelStep)];
            sum += value * value;
        }
        return new Lane((sum * Share) + Bias);
    }

    /// <summary>D^−β.</summary>
    public float Power(Lane divisor) => Response<float>.Power(divisor, -Beta).Number;
}

/// <summary>y = x·D^−β, a thread for each number.</summary>
internal sealed class ResponseForwardKernel(ResponseForward<float, Lane> instruction, Scene scene) : DeviceKernel<ResponseForward<float, Lane>>
{
    private readonly Each<Arguments> _run = scene.Each<Arguments>(Run);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _output = scene.View(instruction.Output);

    public override void Start()
    {
        var response = DeviceResponse.Of(instruction.Response, scene);
        _run.Start(response.Maps.Count, new(_input, _output, response));
    }

    private static void Run(Index1D index, Arguments a)
    {
        var (channel, at) = (a.Response.Maps.ChannelOf(index), a.Response.Maps.At(index));
        var divisor = a.Response.Divisor(a.Input, channel, at - (channel * a.Response.Maps.ChannelStep));
        a.Output[at] = a.Input[at] * a.Response.Power(divisor);
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Output, DeviceResponse Response);
}

/// <summary>
/// The gradient of the input, a thread for each number. What every channel gives its neighbours is computed first, in memory of its own, and
/// then summed by them.
/// </summary>
internal sealed class ResponseBackwardKernel(ResponseBackward<float, Lane> instruction, Scene scene) : DeviceKernel<ResponseBackward<float, Lane>>
{
    private readonly Each<Arguments> _give = scene.Each<Arguments>(Give);
    private readonly Each<Arguments> _take = scene.Each<Arguments>(Take);
    private readonly ArrayView<float> _input = scene.View(instruction.Input);
    private readonly ArrayView<float> _gradient = scene.View(instruction.Gradient);
    private readonly ArrayView<float> _inputGradient = scene.View(instruction.InputGradient);
    private readonly ArrayView<float> _shares = scene.Memory.Own<float>(instruction.Input.Size);

    public override void Start()
    {
        var response = DeviceResponse.Of(instruction.Response, scene);
        var arguments = new Arguments(_input, _gradient, _inputGradient, _shares, response);
        _give.Start(response.Maps.Count, arguments);
        _take.Start(response.Maps.Count, arguments);
    }

    // dy·x·D^−(β + 1), and beside it what the channel's own gradient is before its neighbours count.
    private static void Give(Index1D index, Arguments a)
    {
        var (channel, at) = (a.Response.Maps.ChannelOf(index), a.Response.Maps.At(index));
        var divisor = a.Response.Divisor(a.Input, channel, at - (channel * a.Response.Maps.ChannelStep));
        var power = a.Response.Power(divisor);
        a.Shares[at] = a.Gradient[at] * a.Input[at] * power / divisor.Number;
        a.InputGradient[at] = a.Gradient[at] * power;
    }

    private static void Take(Index1D index, Arguments a)
    {
        var maps = a.Response.Maps;
        var (channel, at) = (maps.ChannelOf(index), maps.At(index));
        var end = IntrinsicMath.Min(maps.Channels, channel + (a.Response.Size / 2) + 1);
        var sum = 0f;
        for (var other = IntrinsicMath.Max(0, channel - ((a.Response.Size - 1) / 2)); other < end; other++)
        {
            sum += a.Shares[at + ((other - channel) * maps.ChannelStep)];
        }
        a.InputGradient[at] -= 2 * a.Response.Share * a.Response.Beta * a.Input[at] * sum;
    }

    internal readonly record struct Arguments(ArrayView<float> Input, ArrayView<float> Gradient, ArrayView<float> InputGradient, ArrayView<float> Shares, DeviceResponse Response);
}
