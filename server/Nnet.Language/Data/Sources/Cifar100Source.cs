using System.Collections.Immutable;

namespace Nnet.Language.Data;

/// <summary><c>cifar100</c>.</summary>
public sealed class Cifar100Source : NamedSource
{
    /// <inheritdoc/>
    public override string Name => "cifar100";

    /// <inheritdoc/>
    public override string Summary => "CIFAR-100: 60,000 colour pictures of 3x32x32 in a hundred classes, 10,000 of them to test with. Fetched once; pixels are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["CIFAR100"];
}
