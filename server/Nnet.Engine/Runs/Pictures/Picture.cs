using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>What a picture of the task shows. Large arrays are bytes, which JSON carries in base64.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SurfaceContent), "surface")]
[JsonDerivedType(typeof(ConfusionContent), "confusion")]
[JsonDerivedType(typeof(ScatterContent), "scatter")]
[JsonDerivedType(typeof(ReconstructionContent), "reconstruction")]
[JsonDerivedType(typeof(PassageContent), "passage")]
[JsonDerivedType(typeof(ForecastContent), "forecast")]
[JsonDerivedType(typeof(FiltersContent), "filters")]
[JsonDerivedType(typeof(HistogramsContent), "histograms")]
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

/// <summary>How the network goes on with a text.</summary>
public sealed record PassageContent : Picture
{
    /// <summary>The part that the text is from.</summary>
    public required string Part { get; init; }

    /// <summary>The end of what it goes on with.</summary>
    public required string Begin { get; init; }

    /// <summary>What it writes now, the most careful first.</summary>
    public required ImmutableArray<Passage> Passages { get; init; }

    /// <summary>What it wrote before, the oldest first.</summary>
    public required ImmutableArray<EpochPassage> Earlier { get; init; }
}

/// <summary>What a network writes.</summary>
/// <param name="Temperature">How freely it chooses: near 0 always the likeliest token, at 1 by the probabilities as they are.</param>
/// <param name="Text">The text.</param>
public sealed record Passage(double Temperature, string Text);

/// <summary>What a network wrote at the end of an epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Text">The text, at the middle one of the temperatures.</param>
public sealed record EpochPassage(int Epoch, string Text);

/// <summary>How series go on, and what the network foresaw.</summary>
public sealed record ForecastContent : Picture
{
    /// <summary>The part that they are from.</summary>
    public required string Part { get; init; }

    /// <summary>How many rows ahead the network looks.</summary>
    public required int Horizon { get; init; }

    /// <summary>The predicted columns.</summary>
    public required ImmutableArray<Forecast> Series { get; init; }
}

/// <summary>How a column goes on. Numbers take four bytes each.</summary>
/// <param name="Name">The column.</param>
/// <param name="History">The rows that the first prediction is made from; empty where they are not known.</param>
/// <param name="Truth">How it went on, from <see cref="ForecastContent.Horizon"/> rows behind the history.</param>
/// <param name="Ahead">What was predicted for each of these rows from what had happened until then.</param>
/// <param name="FedBack">What was predicted from the history and the predictions before alone; empty where a prediction is not all that the next needs.</param>
public sealed record Forecast(string Name, byte[] History, byte[] Truth, byte[] Ahead, byte[] FedBack);

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

/// <summary>How the weights and gradients of every line that learns, and what it gives, are spread over the run.</summary>
public sealed record HistogramsContent : Picture
{
    /// <summary>Bins of a histogram.</summary>
    public required int Bins { get; init; }

    /// <summary>The decades of a gradient's size: what <see cref="SpreadOverTime.Low"/> and <see cref="SpreadOverTime.High"/> of gradients are in.</summary>
    public required ImmutableArray<float> Decades { get; init; }

    /// <summary>The epochs at whose end was counted, from 1, the oldest first.</summary>
    public required ImmutableArray<int> Epochs { get; init; }

    /// <summary>The lines, first to last.</summary>
    public required ImmutableArray<LayerHistograms> Layers { get; init; }
}

/// <summary>How a line's numbers are spread.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Name">Its label, or its kind and number.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Gradients">The logarithms to the base of ten of its gradients' sizes, in the epoch's last step.</param>
/// <param name="Outputs">What it gives for some samples; without a column where it gives nothing by itself.</param>
public sealed record LayerHistograms(int Line, string Name, SpreadOverTime Weights, SpreadOverTime Gradients, SpreadOverTime Outputs);

/// <summary>Histograms over the same bins.</summary>
/// <param name="Low">Where the first bin begins; what lies below is counted there.</param>
/// <param name="High">Where the last bin ends; what lies above is counted there.</param>
/// <param name="Shares">Histogram after histogram, a byte for each bin, in proportion to the fullest of its histogram.</param>
public sealed record SpreadOverTime(float Low, float High, byte[] Shares);

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
