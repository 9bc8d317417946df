namespace Nnet.Engine.Execution;

/// <summary>What is watched of a layer's values while it trains.</summary>
public abstract class Watch
{
    /// <summary>The share of what is watched that is not as it should be, 0 to 1.</summary>
    public abstract double Share { get; }

    /// <summary>Forgets what was seen.</summary>
    public abstract void Reset();

    /// <summary>Says that the next step is one to look at; what watches every step needs no word.</summary>
    public virtual void Arm()
    {
    }
}
