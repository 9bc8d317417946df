using System.Collections.Immutable;

namespace Nnet.Language.Data;

/// <summary><c>mnist</c>.</summary>
public sealed class MnistSource : NamedSource
{
    /// <inheritdoc/>
    public override string Name => "mnist";

    /// <inheritdoc/>
    public override string Summary => "MNIST: 70,000 handwritten digits of 1x28x28, 10,000 of them to test with. Fetched once; pixels are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["MNIST"];
}
