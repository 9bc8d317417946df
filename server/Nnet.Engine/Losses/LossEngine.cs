using System.Collections.Frozen;
using System.Numerics;
using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Losses;

/// <summary>What a loss does to the model's output before it compares.</summary>
public enum LossLink
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The loss applies a function of its own: outputs are the function's values.</summary>
    Own,
}

/// <summary>The engine half of a loss. Found by its declaration's class.</summary>
public abstract class LossEngine
{
    /// <summary>Class of the declaration in Nnet.Language.</summary>
    public abstract Type Declaration { get; }

    /// <summary>The layer that the loss computes together with itself; written at the end of a model or left out. Null when there is none.</summary>
    public virtual Type? Link => null;

    /// <summary>Whether outputs differ from what the last layer gives.</summary>
    public virtual LossLink LinkKind => Link is null ? LossLink.None : LossLink.Own;

    /// <summary>Numbers of target per sample for a model with such an output.</summary>
    public virtual int TargetsPerSample(Shape output) => (int)output.Count;

    /// <summary>Refuses targets that the loss cannot use, before they do harm.</summary>
    /// <exception cref="ArgumentException">A target is outside its range.</exception>
    public virtual void Check<T>(ReadOnlySpan<T> targets, Shape output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>What answers cost that know nothing of the input.</summary>
    /// <param name="loss">The loss with its arguments.</param>
    /// <param name="targets">Targets of samples to learn from.</param>
    /// <param name="outputs">Outputs per sample.</param>
    public abstract LossBaseline Baseline(Call loss, TargetSample targets, int outputs);

    /// <summary>Adds the loss's instructions.</summary>
    public abstract void Compile<T, V>(LossSite<T, V> site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;
}

/// <summary>The engine half of <typeparamref name="TLoss"/>.</summary>
/// <typeparam name="TLoss">The declaration.</typeparam>
public abstract class LossEngine<TLoss> : LossEngine
    where TLoss : Loss
{
    /// <inheritdoc/>
    public sealed override Type Declaration => typeof(TLoss);
}

/// <summary>All engine halves of losses, found by their class alone.</summary>
public static class LossEngines
{
    private static readonly FrozenDictionary<Type, LossEngine> s_byDeclaration = typeof(LossEngine).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(LossEngine)))
        .Select(type => (LossEngine)Activator.CreateInstance(type, nonPublic: true)!)
        .ToFrozenDictionary(engine => engine.Declaration);

    /// <summary>All of them.</summary>
    public static IEnumerable<LossEngine> All => s_byDeclaration.Values;

    /// <summary>The engine half of a loss.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static LossEngine Of(Call call) => s_byDeclaration.GetValueOrDefault(call.Definition.GetType())
        ?? throw new NotSupportedException($"The loss {call.Definition.Name} is part of the language, but the engine has no class LossEngine<{call.Definition.GetType().Name}> that computes it.");
}
