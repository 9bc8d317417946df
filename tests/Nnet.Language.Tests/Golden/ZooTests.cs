using System.Globalization;
using System.Text.RegularExpressions;
using Nnet.Language.Editing;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Xunit;

namespace Nnet.Language.Tests.Golden;

/// <summary>The networks of examples/zoo: counted exactly, shaped as PyTorch shapes them, and without a single finding.</summary>
public partial class ZooTests
{
    private static readonly string s_folder = Path.Combine(Check.Root, "examples/zoo");

    private static readonly string s_goldens = Path.Combine(Check.Root, "tests/goldens/zoo");

    public static TheoryData<string> ShapedByPyTorch => [.. Directory.EnumerateFiles(s_goldens, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Paths];

    private static IEnumerable<string> Paths => Directory.EnumerateFiles(s_folder, "*.nnet", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_folder, path)).Order(StringComparer.Ordinal);

    /// <summary>Parameters, and multiply-accumulates in thousand millions where the literature tells them.</summary>
    [Theory]
    [InlineData("albert-base.nnet", "AlbertBase", 11_683_584, 48.369)]
    [InlineData("alexnet.nnet", "AlexNet", 61_100_840, 0.714)]
    [InlineData("autoencoder.nnet", "Autoencoder", 2_837_314, null)]
    [InlineData("bert-base.nnet", "BertBase", 109_482_240, 48.319)]
    [InlineData("char-rnn.nnet", "CharRnn", 876_929, 0.087)]
    [InlineData("convnet.nnet", "Convnet", 34_826, null)]
    [InlineData("denoising.nnet", "Denoising", 28_353, null)]
    [InlineData("convnext-tiny.nnet", "ConvNeXtTiny", 28_589_128, 4.456)]
    [InlineData("densenet121.nnet", "DenseNet121", 7_978_856, 2.834)]
    [InlineData("efficientnet-b0.nnet", "EfficientNetB0", 5_288_548, 0.386)]
    [InlineData("googlenet.nnet", "GoogLeNet", 6_624_904, 1.498)]
    [InlineData("googlenet.nnet", "GoogLeNetInTraining", 13_004_888, null)]
    [InlineData("gpt2.nnet", "Gpt2", 124_439_808, 145.824)]
    [InlineData("gpt2.nnet", "Gpt2Untied", 163_037_184, 145.824)]
    [InlineData("lenet.nnet", "LeNet5", 61_706, null)]
    [InlineData("lenet.nnet", "LeNet5Padded", 61_706, null)]
    [InlineData("lenet.nnet", "LeNet5Valid", 44_426, null)]
    [InlineData("lenet.nnet", "CaffeLeNet", 431_080, null)]
    [InlineData("lstm-classifier.nnet", "ReviewLstm", 2_758_785, 0.039)]
    [InlineData("mistral-7b.nnet", "Mistral7B", 7_241_732_096, null)]
    [InlineData("mlp.nnet", "Small", 101_770, null)]
    [InlineData("mlp.nnet", "Wide", 669_706, null)]
    [InlineData("mobilenetv2.nnet", "MobileNetV2", 3_504_872, 0.301)]
    [InlineData("playground.nnet", "Playground", 25, null)]
    [InlineData("qwen2.5-0.5b.nnet", "Qwen", 494_032_768, null)]
    [InlineData("resnet101.nnet", "ResNet101", 44_549_160, 7.801)]
    [InlineData("resnet152.nnet", "ResNet152", 60_192_808, 11.514)]
    [InlineData("resnet18.nnet", "ResNet18", 11_689_512, 1.814)]
    [InlineData("resnet20-cifar.nnet", "ResNet20", 269_722, null)]
    [InlineData("resnet34.nnet", "ResNet34", 21_797_672, 3.664)]
    [InlineData("resnet50.nnet", "ResNet50", 25_557_032, 4.089)]
    [InlineData("row-gru.nnet", "RowGru", 161_034, 0.004)]
    [InlineData("shufflenetv2.nnet", "ShuffleNetV2", 2_278_604, 0.145)]
    [InlineData("squeezenet.nnet", "SqueezeNet", 1_248_424, 0.819)]
    [InlineData("text-transformer.nnet", "TextTransformer", 1_380_356, 0.017)]
    [InlineData("tinyllama.nnet", "TinyLlama", 1_100_048_384, null)]
    [InlineData("transformer.nnet", "Transformer", 44_140_544, 0.888)]
    [InlineData("unet.nnet", "UNet", 31_037_698, null)]
    [InlineData("unet.nnet", "UNetBilinear", 17_263_042, null)]
    [InlineData("vgg16.nnet", "Vgg16", 138_357_544, 15.470)]
    [InlineData("vit-b16.nnet", "VitB16", 86_567_656, 17.564)]
    public void CountsAreExact(string file, string model, long parameters, double? gigamacs)
    {
        var graph = Model(file, model);
        Assert.Equal(parameters, graph.Parameters);
        if (gigamacs is { } macs)
        {
            Assert.Equal(macs, Math.Round(graph.Macs / 1e9, 3));
        }
    }

    /// <summary>What tests/goldens/zoo.py found in PyTorch: kind, output shape and parameters of every layer, in the order in which they are computed.</summary>
    [Theory]
    [MemberData(nameof(ShapedByPyTorch))]
    public void ShapesAreThoseOfPyTorch(string model)
    {
        var expected = File.ReadAllLines(Path.Combine(s_goldens, model + ".txt"));
        var kinds = expected.Select(line => line.Split(' ')[0]).ToHashSet();
        var graph = Assert.Single(Paths.SelectMany(file => Analyze(file).Models), graph => graph.Name == model);
        Assert.Equal(expected, graph.Nodes.Where(node => kinds.Contains(node.Layer.Name)).Select(node => $"{node.Layer.Name} {node.Facts!.Output.Shape} {node.Facts.Parameters}"));
    }

    /// <summary>Not even a hint.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void NothingIsFound(string file)
    {
        var analysis = Analyze(file);
        Assert.Empty(analysis.Findings.Select(finding => $"{file}:{analysis.Source.LineAt(finding.Span.Start) + 1}: {finding.Kind.Code}: {finding.Message}"));
        Assert.All(analysis.Models, model => Assert.True(model.IsComplete, model.Name));
    }

    /// <summary>Formatting them changes nothing; with UPDATE_EXPECT=1 they are formatted.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void TheyAreFormatted(string file)
    {
        var source = Analyze(file).Source;
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(source.Path!, Formatter.Apply(SyntaxTree.Parse(source)));
            return;
        }
        Assert.Equal(source.Content, Formatter.Apply(SyntaxTree.Parse(source)));
    }

    /// <summary>The table of the folder's README; UPDATE_EXPECT=1 writes it anew.</summary>
    [Fact]
    public void TheTableIsTrue()
    {
        var rows = Paths.SelectMany(file => Analyze(file).Models.Select(model => string.Create(CultureInfo.InvariantCulture, $"| {model.Name} | [{file}]({file}) | {model.Parameters:#,0} | {model.Macs / 1e9:0.000} |\n")));
        var expected = $"""
            # Networks

            Well-known networks, counted as PyTorch counts: multiply-accumulates are those of one sample, in thousand millions.

            | model | file | parameters | G MACs |
            |---|---|--:|--:|
            {string.Concat(rows)}
            """;
        var path = Path.Combine(s_folder, "README.md");
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(path, expected);
        }
        Assert.Equal(expected, File.ReadAllText(path));
    }

    /// <summary>What the comments say is true.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void CommentsTellTheNumbers(string file)
    {
        var analysis = Analyze(file);
        var text = analysis.Source.Content;
        Assert.Equal(analysis.Models.Select(model => model.Parameters).Order(), ParametersInComments().Matches(text).Select(match => long.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).Order());
        Assert.All(MacsInComments().Matches(text).Select(match => match.Groups[1].Value), macs => Assert.Contains(macs, analysis.Models.Select(model => (model.Macs / 1e9).ToString("0.000", CultureInfo.InvariantCulture))));
    }

    internal static LayerGraph Model(string file, string model) => Assert.Single(Analyze(file).Models, graph => graph.Name == model);

    private static Analysis Analyze(string file)
    {
        var path = Path.Combine(s_folder, file);
        return Analyzer.Analyze(new SourceText(File.ReadAllText(path), path), null, new Disk());
    }

    [GeneratedRegex(@"([\d,]+) parameters")]
    private static partial Regex ParametersInComments();

    [GeneratedRegex(@"([\d.]+) G MACs")]
    private static partial Regex MacsInComments();

    private sealed class Disk : ISourceFiles
    {
        public SourceText? Read(string path) => File.Exists(path) ? new SourceText(File.ReadAllText(path), path) : null;
    }
}
