using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>A figure that people read beside the loss; it is computed in Nnet.Engine.</summary>
public abstract class Metric : Definition
{
    /// <summary>Whether it speaks of classes (true) or of numbers (false).</summary>
    public abstract bool ForClasses { get; }
}
