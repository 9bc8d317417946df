using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>What training makes small. Its value and gradient are in Nnet.Engine.</summary>
public abstract class Loss : Definition
{
    /// <summary>How it wants its targets.</summary>
    public abstract TargetEncoding Encoding { get; }
}
