using ILGPU;
using Nnet.Engine.Execution;
using Nnet.Engine.Ilgpu.Execution;

namespace Nnet.Engine.Ilgpu.Optimizers;

/// <summary>What happens to the gradients of all parameters, and to the parameters: each a kernel over stretches as long as they learn at one rate.</summary>
internal sealed unsafe class DeviceUpdate
{
    private readonly Program<float> _program;
    private readonly Scene _scene;
    private readonly Stretch[] _stretches;
    private readonly Parameter<float>[] _penalized;
    private readonly ArrayView<float> _values;
    private readonly ArrayView<float> _gradients;
    private readonly ArrayView<float> _squares;
    private readonly ArrayView<float> _factor;
    private readonly PerStep<float> _share;
    private readonly Each<GradientStep> _penalize;
    private readonly Each<GradientStep> _clamp;
    private readonly Each<GradientStep> _shorten;
    private readonly Each<Averaging> _blend;
    private readonly Each<GradientStep> _add;
    private readonly Groups<SquareSums> _square;
    private readonly Groups<ClipFactor> _clip;

    public DeviceUpdate(Program<float> program, Scene scene)
    {
        (_program, _scene) = (program, scene);
        var store = program.Store;
        (_values, _gradients) = (scene.View(store.Values.Pointer, store.Values.Length), scene.View(store.Gradients.Pointer, store.Gradients.Length));
        var kernels = program.Updaters.ToDictionary(updater => updater.Factor, updater => KernelOf(updater, store, scene));
        _stretches = [.. StretchesOf(program.Strips, kernels)];
        _penalized = [.. program.Strips.SelectMany(strip => strip.Pieces).Select(piece => piece.Parameter).Distinct().Where(parameter => parameter.Info.IsRegularized)];
        (_squares, _factor, _share) = (scene.Memory.Own<float>(_stretches.Length * SquareSums.Groups), scene.Memory.Own<float>(1), scene.PerStep<float>());
        _penalize = scene.Each<GradientStep>(GradientStep.Penalize);
        _clamp = scene.Each<GradientStep>(GradientStep.Clamp);
        _shorten = scene.Each<GradientStep>(GradientStep.Shorten);
        _blend = scene.Each<Averaging>(Averaging.Run);
        _add = scene.Each<GradientStep>(GradientStep.Add);
        _square = scene.Groups<SquareSums>(SquareSums.Run);
        _clip = scene.Groups<ClipFactor>(ClipFactor.Run);
    }

    /// <summary>Puts the gradients aside, or adds them to those that are there.</summary>
    public void Keep(bool isFirst)
    {
        var sums = _program.Store.Sums!;
        var kept = _scene.View(sums.Pointer, sums.Length);
        if (isFirst)
        {
            _scene.Copy(_gradients, kept);
        }
        else
        {
            _add.Start((int)sums.Length, new(kept, _gradients, 0, 0));
        }
    }

    /// <summary>Moves the parameters by their gradients, as the options say.</summary>
    public void Run(double share, bool addsKept)
    {
        var (store, options) = (_program.Store, _program.Options);
        if (addsKept)
        {
            _add.Start((int)_gradients.Length, new(_gradients, _scene.View(store.Sums!.Pointer, store.Sums.Length), 0, 0));
        }
        if (options.L1 != 0 || options.L2 != 0)
        {
            foreach (var parameter in _penalized)
            {
                var length = parameter.Info.Length;
                _penalize.Start(length, new(_scene.View(parameter.Gradient, length), _scene.View(parameter.Value, length), (float)options.L1, (float)options.L2));
            }
        }
        if (options.ClipValue is { } limit)
        {
            Each(_clamp, (float)limit);
        }
        if (options.ClipNorm is { } longest)
        {
            Shorten((float)longest);
        }
        foreach (var stretch in _stretches)
        {
            stretch.Kernel?.Start(stretch.From, stretch.Count);
        }
        Average(share);
    }

    private void Average(double share)
    {
        if (share == 0)
        {
            return;
        }
        var (store, averages) = (_program.Store, _program.Store.Averages!.Value);
        var part = _share.Say((float)share);
        var values = _scene.View(averages.Values.Pointer, averages.Values.Length);
        if (share == 1)
        {
            _scene.Copy(_values, values);
        }
        else
        {
            foreach (var stretch in _stretches)
            {
                _blend.Start(stretch.Count, new(values.SubView(stretch.From, stretch.Count), _values.SubView(stretch.From, stretch.Count), part));
            }
        }
        if (store.Buffers.Length == 0)
        {
            return;
        }
        var (buffers, kept) = (_scene.View(store.Buffers.Pointer, store.Buffers.Length), _scene.View(averages.Buffers.Pointer, averages.Buffers.Length));
        if (share == 1)
        {
            _scene.Copy(buffers, kept);
        }
        else
        {
            _blend.Start((int)buffers.Length, new(kept, buffers, part));
        }
    }

    // The device itself looks how long the gradient is: nobody waits for it.
    private void Shorten(float longest)
    {
        for (var i = 0; i < _stretches.Length; i++)
        {
            var stretch = _stretches[i];
            _square.Start(SquareSums.Groups, 1, 1, new(_gradients.SubView(stretch.From, stretch.Count), _squares.SubView(i * SquareSums.Groups, SquareSums.Groups), stretch.Count));
        }
        _clip.Start(1, 1, 1, new(_squares, _factor, (int)_squares.Length, longest));
        Each(_shorten, 0);
    }

    private void Each(Each<GradientStep> kernel, float first)
    {
        foreach (var stretch in _stretches)
        {
            kernel.Start(stretch.Count, new(_gradients.SubView(stretch.From, stretch.Count), _factor, first, 0));
        }
    }

    // Strips that follow one another and learn at one rate are one stretch here.
    private static IEnumerable<Stretch> StretchesOf(IEnumerable<Strip<float>> strips, Dictionary<double, UpdaterKernel> kernels)
    {
        Stretch? open = null;
        foreach (var strip in strips)
        {
            var factor = strip.Pieces[0].Parameter.Info.RateFactor;
            if (open is not null && open.Factor == factor && open.From + open.Count == strip.Offset)
            {
                open = open with { Count = open.Count + strip.Length };
                continue;
            }
            if (open is not null)
            {
                yield return open;
            }
            open = new Stretch(strip.Offset, strip.Length, factor, kernels.GetValueOrDefault(factor));
        }
        if (open is not null)
        {
            yield return open;
        }
    }

    private static UpdaterKernel KernelOf(RatedUpdater<float> updater, ParameterStore<float> store, Scene scene)
    {
        // FlatUpdater<float, Lane, TUpdate, TMoments> leaves two types open, and so does its kernel.
        var arguments = updater.Updater.GetType().GetGenericArguments();
        return (UpdaterKernel)Activator.CreateInstance(typeof(FlatUpdaterKernel<,>).MakeGenericType(arguments[2], arguments[3]), updater.Updater, store, scene)!;
    }

    private sealed record Stretch(int From, int Count, double Factor, UpdaterKernel? Kernel);
}
