using Nnet.Language.Graph;

namespace Nnet.Language.Layers;

/// <summary>
/// A function applied to every element (softmax: to every vector of the last axis). It is a layer of its own and may
/// also be written behind another as <c>activation=tanh</c>, which means the same.
/// </summary>
public abstract class Activation : Layer
{
    /// <summary>What values it gives for what values it takes.</summary>
    public abstract Domain Range(Domain input);

    /// <summary>Its value at <paramref name="x"/>, for the hover's picture; the engine has its own.</summary>
    public abstract double At(double x);

    /// <summary>Its derivative at <paramref name="x"/>; where there is none, the one that training uses.</summary>
    public abstract double SlopeAt(double x);

    /// <summary>Which initialiser suits the layer before it.</summary>
    public virtual InitializerFamily SuitableInitializer => InitializerFamily.Glorot;

    /// <inheritdoc/>
    public override LayerFacts? Infer(LayerSite site) => new(new TensorType(site.Input.Shape, Range(site.Input.Domain)));
}

/// <summary>The rules for the spread of initial weights.</summary>
public enum InitializerFamily
{
    /// <summary>Uniform ±√(6/(in+out)): keeps the variance both ways for activations with slope one at zero (Glorot and Bengio 2010).</summary>
    Glorot,

    /// <summary>Uniform ±√(6/in): makes up for the half that relu cuts off (He et al. 2015).</summary>
    He,

    /// <summary>Normal with variance 1/in: what self-normalising networks assume (Klambauer et al. 2017, LeCun et al. 1998).</summary>
    Lecun,
}
