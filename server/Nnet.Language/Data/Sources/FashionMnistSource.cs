using System.Collections.Immutable;

namespace Nnet.Language.Data;

/// <summary><c>fashion_mnist</c>.</summary>
public sealed class FashionMnistSource : NamedSource
{
    /// <inheritdoc/>
    public override string Name => "fashion_mnist";

    /// <inheritdoc/>
    public override string Summary => "Fashion-MNIST: 70,000 pictures of clothes, 1x28x28, in ten classes, 10,000 of them to test with. Fetched once; pixels are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["FashionMNIST"];
}
