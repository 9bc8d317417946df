using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>A line of a <c>train</c> block.</summary>
public abstract class TrainSetting : Setting;
