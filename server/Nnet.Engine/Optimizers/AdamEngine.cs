using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>The update of Kingma and Ba (2015), weight decay being part of the gradient.</summary>
public sealed class AdamEngine : OptimizerEngine<Adam>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 2;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
        => new FlatUpdater<T, V, AdamUpdate<T, V>, Two>(new(call.Get(Adam.Beta1), call.Get(Adam.Beta2), call.Get(Adam.Epsilon), call.Get(Adam.WeightDecay), decoupled: false));
}
