using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;

namespace Nnet.Engine.Optimizers;

/// <summary>Moves parameters by their gradients.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract unsafe class Updater<T>
    where T : unmanaged
{
    /// <summary>Sets what is the same for all parameters of a step.</summary>
    /// <param name="step">Number of the step, from one.</param>
    /// <param name="learningRate">Step size.</param>
    public abstract void Prepare(long step, double learningRate);

    /// <summary>Moves <paramref name="count"/> parameters; what the optimizer does not keep is null.</summary>
    public abstract void Update(T* values, T* gradients, T* first, T* second, T* third, int count);
}

/// <summary>Carries an update through flat memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
/// <typeparam name="TUpdate">The mathematics.</typeparam>
/// <typeparam name="TMoments">Numbers kept per parameter, up to three.</typeparam>
/// <param name="update">The mathematics with its constants.</param>
internal sealed unsafe class FlatUpdater<T, V, TUpdate, TMoments>(TUpdate update) : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TUpdate : struct, IUpdate<T, V>
    where TMoments : struct, IConstant
{
    private TUpdate _update = update;

    /// <summary>The mathematics with its constants, as the last <see cref="Prepare"/> left it.</summary>
    public TUpdate Mathematics => _update;

    public override void Prepare(long step, double learningRate) => _update.Prepare(step, learningRate);

    public override void Update(T* values, T* gradients, T* first, T* second, T* third, int count)
    {
        var whole = count - (count % V.Count);
        Registers(_update, values, gradients, first, second, third, whole);
        if (whole < count)
        {
            Rest(values + whole, gradients + whole, first + whole, second + whole, third + whole, count - whole);
        }
    }

    // The constants come by value, since a field could change under the stores for all the compiler knows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Registers(TUpdate update, T* values, T* gradients, T* first, T* second, T* third, nint count)
    {
        V a = V.Zero, b = V.Zero, c = V.Zero;
        for (nint i = 0; i < count; i += V.Count)
        {
            if (TMoments.Value > 0)
            {
                a = V.Load(first + i);
            }
            if (TMoments.Value > 1)
            {
                b = V.Load(second + i);
            }
            if (TMoments.Value > 2)
            {
                c = V.Load(third + i);
            }
            V.Store(update.Move(V.Load(values + i), V.Load(gradients + i), ref a, ref b, ref c), values + i);
            if (TMoments.Value > 0)
            {
                V.Store(a, first + i);
            }
            if (TMoments.Value > 1)
            {
                V.Store(b, second + i);
            }
            if (TMoments.Value > 2)
            {
                V.Store(c, third + i);
            }
        }
    }

    /// <summary>The last few go through copies as long as a register: what stands behind them is another thread's.</summary>
    private void Rest(T* values, T* gradients, T* first, T* second, T* third, int count)
    {
        var scratch = stackalloc T[5 * V.Count];
        new Span<T>(scratch, 5 * V.Count).Clear();
        T* w = scratch, g = w + V.Count, a = g + V.Count, b = a + V.Count, c = b + V.Count;
        Copy(values, w);
        Copy(gradients, g);
        if (TMoments.Value > 0)
        {
            Copy(first, a);
        }
        if (TMoments.Value > 1)
        {
            Copy(second, b);
        }
        if (TMoments.Value > 2)
        {
            Copy(third, c);
        }
        Registers(_update, w, g, a, b, c, V.Count);
        Copy(w, values);
        if (TMoments.Value > 0)
        {
            Copy(a, first);
        }
        if (TMoments.Value > 1)
        {
            Copy(b, second);
        }
        if (TMoments.Value > 2)
        {
            Copy(c, third);
        }

        void Copy(T* from, T* to) => new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
    }
}
