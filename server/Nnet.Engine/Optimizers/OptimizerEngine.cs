using System.Collections.Frozen;
using System.Numerics;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training;

namespace Nnet.Engine.Optimizers;

/// <summary>The engine half of an optimizer. Found by its declaration's class.</summary>
public abstract class OptimizerEngine
{
    /// <summary>Class of the declaration in Nnet.Language.</summary>
    public abstract Type Declaration { get; }

    /// <summary>Numbers kept per parameter with these arguments: 0 to 3.</summary>
    public abstract int MomentsOf(Call call);

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
