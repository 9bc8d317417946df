using Nnet.Language.Graph;

namespace Nnet.Engine;

/// <summary>A model uses something that the language knows and this engine cannot train.</summary>
/// <param name="node">The layer that uses it.</param>
/// <param name="what">What it is, as the beginning of a sentence: <c>conv with groups=32</c>.</param>
public sealed class UntrainableException(Node node, string what)
    : NotSupportedException($"{what} cannot be trained by this version of nnet, which checks, counts and draws it.")
{
    /// <summary>The layer that uses it.</summary>
    public Node Node => node;
}
