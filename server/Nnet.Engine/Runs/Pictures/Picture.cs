using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>What a picture of the task shows. Large arrays are bytes, which JSON carries in base64.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SurfaceContent), "surface")]
[JsonDerivedType(typeof(ConfusionContent), "confusion")]
[JsonDerivedType(typeof(ScatterContent), "scatter")]
[JsonDerivedType(typeof(ReconstructionContent), "reconstruction")]
[JsonDerivedType(typeof(FiltersContent), "filters")]
[JsonDerivedType(typeof(LayersContent), "layers")]
[JsonDerivedType(typeof(NeuronsContent), "neurons")]
public abstract record Picture
{
    private protected Picture()
    {
    }
}

/// <summary>What the network answers at every point of the plane that its two columns span, and the samples in it.</summary>
public sealed record SurfaceContent : Picture
{
    /// <summary>Names of the columns: to the right and upwards.</summary>
    public required ImmutableArray<string> Columns { get; init; }

    /// <summary>Least value of each column.</summary>
    public required ImmutableArray<float> Low { get; init; }

    /// <summary>Greatest value of each column.</summary>
    public required ImmutableArray<float> High { get; init; }

    /// <summary>Cells in a row and in a column.</summary>
    public required int Size { get; init; }

    /// <summary>Names of the classes; empty where values are predicted.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>What the cells' 0 and 255 stand for.</summary>
    public required ImmutableArray<float> Range { get; init; }

    /// <summary>Row by row from the top, a byte each: the value between the ends of <see cref="Range"/>. Of two classes it is the probability of the second, of more that of the winner.</summary>
    public required byte[] Cells { get; init; }

    /// <summary>Of more than two classes, the winner of each cell; otherwise null.</summary>
    public required byte[]? Winners { get; init; }

    /// <summary>Samples: two coordinates and the target each, in four bytes a number. Those of the training part come first.</summary>
    public required byte[] Points { get; init; }

    /// <summary>How many of the samples belong to the training part.</summary>
    public required int TrainPoints { get; init; }
}

/// <summary>Which class is taken for which, and the mistakes of which the network is most certain.</summary>
public sealed record ConfusionContent : Picture
{
    /// <summary>The part that was looked at.</summary>
    public required string Part { get; init; }

    /// <summary>Names of the classes.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>Rows are true classes, columns answers.</summary>
    public required int[][] Counts { get; init; }

    /// <summary>The worst mistakes, the most certain first.</summary>
    public required ImmutableArray<Mistake> Mistakes { get; init; }

    /// <summary>Shape of the samples where they are images (channels, height, width); otherwise null.</summary>
    public required ImmutableArray<int>? Image { get; init; }
}

/// <summary>A sample that was taken for another class.</summary>
/// <param name="Sample">Its number in the source, from 1.</param>
/// <param name="Truth">Its class.</param>
/// <param name="Answer">The class that it was taken for.</param>
/// <param name="Certainty">The probability that the network gave to its answer.</param>
/// <param name="Pixels">The image, channel after channel, a byte a pixel; null where samples are no images.</param>
public sealed record Mistake(int Sample, int Truth, int Answer, float Certainty, byte[]? Pixels);

/// <summary>Predicted values against true ones.</summary>
public sealed record ScatterContent : Picture
{
    /// <summary>The part that was looked at.</summary>
    public required string Part { get; init; }

    /// <summary>The true value and the predicted one of each sample, in four bytes a number.</summary>
    public required byte[] Points { get; init; }
}

/// <summary>Images beside what an autoencoder makes of them.</summary>
public sealed record ReconstructionContent : Picture
{
    /// <summary>The part that they are from.</summary>
    public required string Part { get; init; }

    /// <summary>Channels, height, width.</summary>
    public required ImmutableArray<int> Image { get; init; }

    /// <summary>Number of images.</summary>
    public required int Count { get; init; }

    /// <summary>What is fed in, image after image, a byte a pixel.</summary>
    public required byte[] Inputs { get; init; }

    /// <summary>What should come out, where that is something else; otherwise null.</summary>
    public required byte[]? Targets { get; init; }

    /// <summary>What comes out.</summary>
    public required byte[] Outputs { get; init; }
}

/// <summary>The weights of the first layer's units, as images.</summary>
public sealed record FiltersContent : Picture
{
    /// <summary>The layer's line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Channels, height, width.</summary>
    public required ImmutableArray<int> Image { get; init; }

    /// <summary>Number of units.</summary>
    public required int Count { get; init; }

    /// <summary>Image after image, a byte a weight; the middle is zero.</summary>
    public required byte[] Pixels { get; init; }
}

/// <summary>How the weights and gradients of every line that learns are spread over the run.</summary>
public sealed record LayersContent : Picture
{
    /// <summary>Bins of a histogram.</summary>
    public required int Bins { get; init; }

    /// <summary>The decades of a gradient's size, from that of the first bin to that of the last.</summary>
    public required ImmutableArray<float> Decades { get; init; }

    /// <summary>The lines, first to last.</summary>
    public required ImmutableArray<LayerSpread> Layers { get; init; }
}

/// <summary>How a line's weights and gradients are spread.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Name">Its label, or its kind and number.</param>
/// <param name="Reach">The first bin of weights is minus this, the last is this.</param>
/// <param name="Columns">Histograms in the history, the oldest first.</param>
/// <param name="Weights">Histogram after histogram, a byte for each bin, in proportion to the fullest.</param>
/// <param name="Gradients">The same of the gradients' sizes.</param>
/// <param name="Update">The length of the last update divided by that of the weights, or null.</param>
public sealed record LayerSpread(int Line, string Name, float Reach, int Columns, byte[] Weights, byte[] Gradients, double? Update);

/// <summary>What every neuron of a small network makes of the plane that its two columns span, and the weights between them.</summary>
public sealed record NeuronsContent : Picture
{
    /// <summary>Cells in a row and in a column of a neuron's surface.</summary>
    public required int Size { get; init; }

    /// <summary>The inputs, then every layer of neurons; the last one is the output.</summary>
    public required ImmutableArray<NeuronLayer> Layers { get; init; }
}

/// <summary>A column of neurons.</summary>
/// <param name="Line">The layer's line, from 1; that of <c>input</c> for the inputs.</param>
/// <param name="Units">How many neurons it has.</param>
/// <param name="Labels">What the inputs are, as they are written; empty for other layers.</param>
/// <param name="Range">What a cell's 0 and 255 stand for; empty where there are no cells.</param>
/// <param name="Cells">Surface after surface, each row by row from the top, a byte a cell; null for the output, which the surface shows.</param>
/// <param name="Weights">For each neuron its weight of every neuron before, in four bytes a number; null for the inputs.</param>
/// <param name="Biases">What each neuron adds, in four bytes a number; null where nothing is added.</param>
public sealed record NeuronLayer(int Line, int Units, ImmutableArray<string> Labels, ImmutableArray<float> Range, byte[]? Cells, byte[]? Weights, byte[]? Biases);
