using System.Collections.Immutable;

namespace Nnet.Language.Data;

/// <summary><c>cifar10</c>.</summary>
public sealed class Cifar10Source : NamedSource
{
    /// <inheritdoc/>
    public override string Name => "cifar10";

    /// <inheritdoc/>
    public override string Summary => "CIFAR-10: 60,000 colour pictures of 3x32x32 in ten classes, 10,000 of them to test with. Fetched once; pixels are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["CIFAR10"];
}
