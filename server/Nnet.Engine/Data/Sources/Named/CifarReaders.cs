using System.Collections.Immutable;
using Nnet.Engine.Data.Sources.Images;
using Nnet.Language.Data;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Named;

/// <summary>One of the two sets of Krizhevsky (2009), fetched as one archive of binary files.</summary>
internal abstract class CifarSetReader<TSource> : NamedReader<TSource>
    where TSource : NamedSource
{
    /// <inheritdoc/>
    protected sealed override Shape Shape { get; } = Shape.Of(3, 32, 32);

    /// <summary>The files that have to be there.</summary>
    protected abstract ImmutableArray<string> Contents { get; }

    /// <summary>The archive.</summary>
    protected static ImmutableArray<KnownFile> Archive(string name, string md5) => [new(name, "https://www.cs.toronto.edu/~kriz/", md5)];

    /// <inheritdoc/>
    protected sealed override Samples? ReadFrom(DataFile folder)
    {
        if (!Contents.All(name => File.Exists(Path.Combine(folder.FullPath, name))))
        {
            return null;
        }
        var samples = CifarReader.ReadFolder(folder, fine: true);
        return samples with { Target = TargetDescription.Of(samples.Targets, 1, ClassNames) };
    }
}

/// <summary>Reads CIFAR-10.</summary>
internal sealed class Cifar10Reader : CifarSetReader<Cifar10Source>
{
    /// <inheritdoc/>
    protected override ImmutableArray<KnownFile> Known { get; } = Archive("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530");

    /// <inheritdoc/>
    protected override ImmutableArray<string> Contents => ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    /// <inheritdoc/>
    protected override ImmutableArray<string> ClassNames => ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <inheritdoc/>
    protected override ImmutableArray<int> ClassCounts { get; } = [.. Enumerable.Repeat(6000, 10)];
}

/// <summary>Reads CIFAR-100 with its hundred fine classes.</summary>
internal sealed class Cifar100Reader : CifarSetReader<Cifar100Source>
{
    /// <inheritdoc/>
    protected override ImmutableArray<KnownFile> Known { get; } = Archive("cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8");

    /// <inheritdoc/>
    protected override ImmutableArray<string> Contents => ["train.bin", "test.bin"];

    /// <inheritdoc/>
    protected override ImmutableArray<string> ClassNames { get; } =
    [
        .. """
            apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle
            chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house
            kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange
            orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal
            shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger
            tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm
            """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <inheritdoc/>
    protected override ImmutableArray<int> ClassCounts { get; } = [.. Enumerable.Repeat(600, 100)];
}
