using Nnet.Language.Definitions;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;
using Nnet.Language.Training.Optimizers;

namespace Nnet.Engine.Tests.Support;

internal static class Calls
{
    public static Call MeanSquaredError => Loss<MeanSquaredError>();

    public static Call CrossEntropy => Loss<CrossEntropy>();

    public static Call BinaryCrossEntropy => Loss<BinaryCrossEntropy>();

    public static Call Adam => GraphBuilder.CallOf(Catalog<Optimizer>.Get<Adam>());

    public static Call Loss<T>()
        where T : Loss
        => GraphBuilder.CallOf(Catalog<Loss>.Get<T>());

    public static Call Sgd(double momentum = 0, bool nesterov = false, double decay = 0)
        => GraphBuilder.CallOf(Catalog<Optimizer>.Get<Sgd>(), (Language.Training.Optimizers.Sgd.Momentum, momentum), (Language.Training.Optimizers.Sgd.Nesterov, nesterov), (Language.Training.Optimizers.Sgd.WeightDecay, decay));
}
