using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Named;

/// <summary>A set of four IDX files, as MNIST has them.</summary>
internal abstract class MnistReader<TSource> : NamedReader<TSource>
    where TSource : NamedSource
{
    private const string TrainImages = "train-images-idx3-ubyte";
    private const string TrainLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte";
    private const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <inheritdoc/>
    protected sealed override Shape Shape { get; } = Shape.Of(1, 28, 28);

    /// <summary>The four files with their checksums.</summary>
    protected static ImmutableArray<KnownFile> FourFiles(string address, string trainImages, string trainLabels, string testImages, string testLabels) =>
    [
        new($"{TrainImages}.gz", address, trainImages),
        new($"{TrainLabels}.gz", address, trainLabels),
        new($"{TestImages}.gz", address, testImages),
        new($"{TestLabels}.gz", address, testLabels),
    ];

    /// <inheritdoc/>
    protected sealed override Samples? ReadFrom(DataFile folder)
    {
        var paths = new[] { TrainImages, TrainLabels, TestImages, TestLabels }.Select(name => new[] { name + ".gz", name }.Select(file => Path.Combine(folder.FullPath, file)).FirstOrDefault(File.Exists)).ToArray();
        if (paths is not [{ } trainImages, { } trainLabels, { } testImages, { } testLabels])
        {
            return null;
        }
        var samples = Read(trainImages, trainLabels).WithTest(Read(testImages, testLabels), folder.Argument);
        return samples with { Target = TargetDescription.Of(samples.Targets, 1, ClassNames) };
    }

    private static Samples Read(string images, string labels)
    {
        var source = Catalog<DataSource>.Get<IdxSource>();
        var call = With(With(new Call(source, default, default, []), IdxSource.Path, images), IdxSource.Labels, labels);
        return For(source).Read(new SourceSite(call, "/"));
    }
}

/// <summary>Reads MNIST (LeCun, Cortes and Burges 1998).</summary>
internal sealed class MnistDigitsReader : MnistReader<MnistSource>
{
    /// <inheritdoc/>
    protected override ImmutableArray<KnownFile> Known { get; } = FourFiles("https://ossci-datasets.s3.amazonaws.com/mnist/",
        "f68b3c2dcbeaaa9fbdd348bbdeb94873", "d53e105ee54ea40749a09fcbcd1e9432", "9fb629c4189551a2d022fa330f9573f3", "ec29112dd5afa0611ce80d1b7f02629c");

    /// <inheritdoc/>
    protected override ImmutableArray<string> ClassNames => [];

    /// <inheritdoc/>
    protected override ImmutableArray<int> ClassCounts => [6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958];
}

/// <summary>Reads Fashion-MNIST (Xiao, Rasul and Vollgraf 2017).</summary>
internal sealed class FashionMnistReader : MnistReader<FashionMnistSource>
{
    /// <inheritdoc/>
    protected override ImmutableArray<KnownFile> Known { get; } = FourFiles("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "8d4fb7e6c68d591d4c3dfef9ec88bf0d", "25c81989df183df01b3e8a0aad5dffbe", "bef4ecab320f06d8554ea6380940ec79", "bb300cfdad3c16e7a12a480ee83cd310");

    /// <inheritdoc/>
    protected override ImmutableArray<string> ClassNames => ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <inheritdoc/>
    protected override ImmutableArray<int> ClassCounts { get; } = [.. Enumerable.Repeat(7000, 10)];
}
