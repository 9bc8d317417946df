using Nnet.Engine.Kernels;
using Nnet.Language.Definitions;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Optimizers;

/// <summary>The update of Loshchilov and Hutter (2019), weight decay standing beside the gradient.</summary>
public sealed class AdamWEngine : OptimizerEngine<AdamW>
{
    /// <inheritdoc/>
    public override int MomentsOf(Call call) => 2;

    /// <inheritdoc/>
    public override Updater<T> Compile<T, V>(Call call)
        => new FlatUpdater<T, V, AdamUpdate<T, V>, Two>(new(call.Get(AdamW.Beta1), call.Get(AdamW.Beta2), call.Get(AdamW.Epsilon), call.Get(AdamW.WeightDecay), decoupled: true));
}
