using System.Collections.Frozen;
using System.Numerics;
using Nnet.Engine.Compilation;
using Nnet.Engine.Kernels;
using Nnet.Language.Graph;
using Nnet.Language.Layers;

namespace Nnet.Engine.Layers;

/// <summary>The engine half of a layer: the instructions that it becomes. Found by its declaration's class.</summary>
public abstract class LayerEngine
{
    /// <summary>Class of the declaration in Nnet.Language.</summary>
    public abstract Type Declaration { get; }

    /// <summary>How it uses the memory of its input and output.</summary>
    public virtual LayerMemory MemoryOf(Node node) => LayerMemory.OwnOutput;

    /// <summary>Whether it maps every number by itself and never a greater one to a lesser, so that the greatest stays the greatest.</summary>
    public virtual bool KeepsOrder => false;

    /// <summary>Whether its outputs are the greatest of some of its inputs: a function that keeps order may as well follow it, on fewer numbers.</summary>
    public virtual bool PicksGreatest => false;

    /// <summary>
    /// Whether its instructions fill the registers with the features of a lone sample; otherwise they are compiled for registers of one number,
    /// which is right for all.
    /// </summary>
    public virtual bool TakesLoneSamples(Node node) => false;

    /// <summary>Adds the layer's instructions.</summary>
    public abstract void Compile<T, V>(LayerSite<T, V> site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>;

    /// <summary>Uses of the layer that the gradient test tries; every branch of the mathematics should be among them.</summary>
    public abstract IEnumerable<LayerSample> Samples { get; }
}

/// <summary>The engine half of <typeparamref name="TLayer"/>.</summary>
/// <typeparam name="TLayer">The declaration.</typeparam>
public abstract class LayerEngine<TLayer> : LayerEngine
    where TLayer : Layer
{
    /// <inheritdoc/>
    public sealed override Type Declaration => typeof(TLayer);
}

/// <summary>How a layer uses the memory of its input and output.</summary>
[Flags]
public enum LayerMemory
{
    /// <summary>It writes an output of its own and backward reads neither output nor anything that another layer may overwrite.</summary>
    OwnOutput = 0,

    /// <summary>It can overwrite its input with its output, and the output's gradient with the input's.</summary>
    InPlace = 1,

    /// <summary>Its output is its input, under another shape.</summary>
    Alias = 2,

    /// <summary>Backward reads the output.</summary>
    KeepsOutput = 4,

    /// <summary>Backward reads the inputs.</summary>
    KeepsInput = 8,

    /// <summary>The gradient of every input is that of the output, number for number.</summary>
    PassesGradient = 16,
}

/// <summary>All engine halves, found by their class alone.</summary>
public static class LayerEngines
{
    private static readonly FrozenDictionary<Type, LayerEngine> s_byDeclaration = typeof(LayerEngine).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(LayerEngine)))
        .Select(type => (LayerEngine)Activator.CreateInstance(type, nonPublic: true)!)
        .ToFrozenDictionary(engine => engine.Declaration);

    /// <summary>All of them.</summary>
    public static IEnumerable<LayerEngine> All => s_byDeclaration.Values;

    /// <summary>The engine half of a layer, or null when there is none.</summary>
    public static LayerEngine? Find(Layer layer) => s_byDeclaration.GetValueOrDefault(layer.GetType());

    /// <summary>The engine half of a layer.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static LayerEngine Of(Layer layer) => Find(layer)
        ?? throw new NotSupportedException($"The layer {layer.Name} is part of the language, but the engine has no class LayerEngine<{layer.GetType().Name}> that says how to train it.");
}
