using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>How the learning rate changes from epoch to epoch.</summary>
public abstract class Schedule : Definition
{
    /// <summary>What the optimizer's rate is multiplied by in the zero-based <paramref name="epoch"/>.</summary>
    public abstract double FactorAt(Call call, int epoch);
}
