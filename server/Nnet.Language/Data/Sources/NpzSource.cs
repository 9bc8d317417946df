using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>npz "digits.npz" inputs="x_train" labels="y_train"</c>: several NumPy arrays in one file.</summary>
public sealed class NpzSource : DataSource
{
    /// <summary>The file.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The file, relative to this one, compressed or not.", positional: true);

    /// <summary>Names of the arrays of samples.</summary>
    public static readonly Argument<ImmutableArray<string>> Inputs = Argument.Names("inputs", "Name of the array of samples; a usual one when left out, such as x_train, train_images, x, images, data or arr_0. Several, inputs=[x_image, x_meta], are columns of arrays, which `features [x_image] input=image` leads to the inputs of a model.").Also("x");

    /// <summary>Name of the array of targets.</summary>
    public static readonly Argument<string> Labels = Argument.Text("labels", "Name of the array of targets; a usual one when left out, such as y_train, train_labels, y, labels, target or arr_1.", "").Also("y");

    /// <summary>Names of the arrays of samples to judge by.</summary>
    public static readonly Argument<ImmutableArray<string>> TestInputs = Argument.Names("test_inputs", "Name of the array of samples to judge by, or several, one for each of the inputs; x_test or test_images when left out and there is one.");

    /// <summary>Name of the array of their targets.</summary>
    public static readonly Argument<string> TestLabels = Argument.Text("test_labels", "Name of the array of their targets; y_test or test_labels when left out and there is one.", "");

    /// <summary>Where the channels of pictures stand.</summary>
    public static readonly Argument<string> Layout = ArrayLayout.Argument();

    /// <inheritdoc/>
    public override string Name => "npz";

    /// <inheritdoc/>
    public override string Summary => "Several NumPy arrays in one file, as Keras keeps its sets. A test part of its own stays the test part.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Inputs, Labels, TestInputs, TestLabels, Layout];
}
