using ILGPU;
using Nnet.Engine.Ilgpu.Execution;
using Nnet.Engine.Kernels;
using Nnet.Engine.Optimizers;

namespace Nnet.Engine.Ilgpu.Optimizers;

/// <summary>Moves a stretch of the parameters, a thread for each.</summary>
internal abstract class UpdaterKernel
{
    /// <summary>Starts it.</summary>
    /// <param name="from">First parameter.</param>
    /// <param name="count">Number of parameters.</param>
    public abstract void Start(int from, int count);
}

/// <summary>Carries an optimizer's mathematics through the device's memory.</summary>
internal sealed unsafe class FlatUpdaterKernel<TUpdate, TMoments> : UpdaterKernel
    where TUpdate : unmanaged, IUpdate<float, Lane>
    where TMoments : struct, IConstant
{
    private readonly FlatUpdater<float, Lane, TUpdate, TMoments> _updater;
    private readonly Each<Arguments> _run;
    private readonly PerStep<TUpdate> _update;
    private readonly Arguments _arguments;

    public FlatUpdaterKernel(FlatUpdater<float, Lane, TUpdate, TMoments> updater, Engine.Execution.ParameterStore<float> store, Scene scene)
    {
        _updater = updater;
        _run = scene.Each<Arguments>(Run);
        _update = scene.PerStep<TUpdate>();
        var moments = store.Moments.Select(moment => scene.View(moment.Pointer, moment.Length)).Concat(Enumerable.Repeat(ArrayView<float>.Empty, 3)).Take(3).ToArray();
        _arguments = new Arguments(scene.View(store.Values.Pointer, store.Values.Length), scene.View(store.Gradients.Pointer, store.Gradients.Length), scene.Halt, moments[0], moments[1], moments[2], 0, _update.View);
    }

    public override void Start(int from, int count)
    {
        _update.Say(_updater.Mathematics);
        _run.Start(count, _arguments with { From = from });
    }

    private static void Run(Index1D index, Arguments a)
    {
        if (a.Halt[0] != 0)
        {
            return;
        }
        var at = a.From + index;
        Lane first = Lane.Zero, second = Lane.Zero, third = Lane.Zero;
        if (TMoments.Value > 0)
        {
            first = new Lane(a.First[at]);
        }
        if (TMoments.Value > 1)
        {
            second = new Lane(a.Second[at]);
        }
        if (TMoments.Value > 2)
        {
            third = new Lane(a.Third[at]);
        }
        a.Values[at] = a.Update[0].Move(new Lane(a.Values[at]), new Lane(a.Gradients[at]), ref first, ref second, ref third).Number;
        if (TMoments.Value > 0)
        {
            a.First[at] = first.Number;
        }
        if (TMoments.Value > 1)
        {
            a.Second[at] = second.Number;
        }
        if (TMoments.Value > 2)
        {
            a.Third[at] = third.Number;
        }
    }

    internal readonly record struct Arguments(ArrayView<float> Values, ArrayView<float> Gradients, ArrayView<int> Halt, ArrayView<float> First, ArrayView<float> Second, ArrayView<float> Third, int From, ArrayView<TUpdate> Update);
}
