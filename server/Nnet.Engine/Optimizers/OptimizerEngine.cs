using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training;

namespace Nnet.Engine.Optimizers;

/// <summary>The engine half of an optimizer. Found by its declaration's class.</summary>
public abstract class OptimizerEngine
{
    /// <summary>Class of the declaration in Nnet.Language.</summary>
    public abstract Type Declaration { get; }

    /// <summary>Numbers kept per parameter: 0, 1 or 2.</summary>
    public abstract int Moments { get; }

    /// <summary>Makes the update for the optimizer's arguments.</summary>
    public abstract Updater<T> Compile<T, V>(Call call)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;
}

/// <summary>The engine half of <typeparamref name="TOptimizer"/>.</summary>
/// <typeparam name="TOptimizer">The declaration.</typeparam>
public abstract class OptimizerEngine<TOptimizer> : OptimizerEngine
    where TOptimizer : Optimizer
{
    /// <inheritdoc/>
    public sealed override Type Declaration => typeof(TOptimizer);
}

/// <summary>All engine halves of optimizers, found by their class alone.</summary>
public static class OptimizerEngines
{
    private static readonly FrozenDictionary<Type, OptimizerEngine> s_byDeclaration = typeof(OptimizerEngine).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(OptimizerEngine)))
        .Select(type => (OptimizerEngine)Activator.CreateInstance(type, nonPublic: true)!)
        .ToFrozenDictionary(engine => engine.Declaration);

    /// <summary>All of them.</summary>
    public static IEnumerable<OptimizerEngine> All => s_byDeclaration.Values;

    /// <summary>The engine half of an optimizer.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static OptimizerEngine Of(Call call) => s_byDeclaration.GetValueOrDefault(call.Definition.GetType())
        ?? throw new NotSupportedException($"The optimizer {call.Definition.Name} is part of the language, but the engine has no class OptimizerEngine<{call.Definition.GetType().Name}> that says how it moves weights.");
}

/// <summary>Moves parameters by their gradients.</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract unsafe class Updater<T>
    where T : unmanaged
{
    /// <summary>Sets what is the same for all parameters of a step.</summary>
    /// <param name="step">Number of the step, from one.</param>
    /// <param name="learningRate">Step size.</param>
    public abstract void Prepare(long step, double learningRate);

    /// <summary>Adds the gradient of the penalties l1·Σ|w| + l2/2·Σw² to that of <paramref name="count"/> parameters.</summary>
    public abstract void Penalize(T* values, T* gradients, double l1, double l2, int count);

    /// <summary>Moves <paramref name="count"/> parameters; the moments are null where the optimizer keeps none.</summary>
    public abstract void Update(T* values, T* gradients, T* first, T* second, int count);
}

/// <summary>The mathematics of an optimizer, for a register of parameters.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
public interface IUpdate<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
{
    /// <summary>Sets what is the same for all parameters of a step.</summary>
    void Prepare(long step, double learningRate);

    /// <summary>The new value; the moments are changed in place.</summary>
    V Move(V value, V gradient, ref V first, ref V second);
}

/// <summary>Carries an update through flat memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="V">Register.</typeparam>
/// <typeparam name="TUpdate">The mathematics.</typeparam>
/// <typeparam name="TMoments">Numbers kept per parameter: 0, 1 or 2.</typeparam>
/// <param name="update">The mathematics with its constants.</param>
internal sealed unsafe class FlatUpdater<T, V, TUpdate, TMoments>(TUpdate update) : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : struct, ILanes<V, T>
    where TUpdate : struct, IUpdate<T, V>
    where TMoments : struct, IConstant
{
    private TUpdate _update = update;

    public override void Prepare(long step, double learningRate) => _update.Prepare(step, learningRate);

    public override void Penalize(T* values, T* gradients, double l1, double l2, int count)
    {
        var i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            var w = V.Load(values + i);
            var sign = V.Select(V.Greater(w, V.Zero), V.Constant(l1), V.Select(V.Greater(V.Zero, w), V.Constant(-l1), V.Zero));
            V.Store(V.Load(gradients + i) + V.Fma(V.Constant(l2), w, sign), gradients + i);
        }
        for (; i < count; i++)
        {
            gradients[i] += (T.CreateChecked(l2) * values[i]) + (T.CreateChecked(l1) * T.CreateChecked(values[i] > T.Zero ? 1 : values[i] < T.Zero ? -1 : 0));
        }
    }

    public override void Update(T* values, T* gradients, T* first, T* second, int count)
    {
        var whole = count - (count % V.Count);
        Registers(_update, values, gradients, first, second, whole);
        if (whole < count)
        {
            Rest(values + whole, gradients + whole, first + whole, second + whole, count - whole);
        }
    }

    // The constants come by value, since a field could change under the stores for all the compiler knows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Registers(TUpdate update, T* values, T* gradients, T* first, T* second, nint count)
    {
        V m = V.Zero, v = V.Zero;
        for (nint i = 0; i < count; i += V.Count)
        {
            if (TMoments.Value > 0)
            {
                m = V.Load(first + i);
            }
            if (TMoments.Value > 1)
            {
                v = V.Load(second + i);
            }
            V.Store(update.Move(V.Load(values + i), V.Load(gradients + i), ref m, ref v), values + i);
            if (TMoments.Value > 0)
            {
                V.Store(m, first + i);
            }
            if (TMoments.Value > 1)
            {
                V.Store(v, second + i);
            }
        }
    }

    /// <summary>The last few go through copies as long as a register: what stands behind them is another thread's.</summary>
    private void Rest(T* values, T* gradients, T* first, T* second, int count)
    {
        var scratch = stackalloc T[4 * V.Count];
        new Span<T>(scratch, 4 * V.Count).Clear();
        T* w = scratch, g = scratch + V.Count, m = g + V.Count, v = m + V.Count;
        Copy(values, w);
        Copy(gradients, g);
        if (TMoments.Value > 0)
        {
            Copy(first, m);
        }
        if (TMoments.Value > 1)
        {
            Copy(second, v);
        }
        Registers(_update, w, g, m, v, V.Count);
        Copy(w, values);
        if (TMoments.Value > 0)
        {
            Copy(m, first);
        }
        if (TMoments.Value > 1)
        {
            Copy(v, second);
        }

        void Copy(T* from, T* to) => new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
    }
}
