using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Numpy;

/// <summary>Makes samples of arrays: the first axis counts them.</summary>
internal static class ArraySamples
{
    /// <summary>Joins samples and targets.</summary>
    /// <param name="file">The file of samples, for messages.</param>
    /// <param name="inputs">The samples.</param>
    /// <param name="labels">Their targets, or null.</param>
    /// <param name="at">The argument that names the targets.</param>
    /// <param name="channelsLast">Whether pictures have their channels behind height and width.</param>
    public static Samples Of(DataFile file, NumpyArray inputs, NumpyArray? labels, Argument at, bool channelsLast)
    {
        if (inputs.Axes.Length == 1)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} has one number for each sample, as targets have. Are the two arrays swapped? Samples of one number want a second axis: x[:, None].", file.Argument);
        }
        if (labels is not null && labels.Count != inputs.Count)
        {
            throw Mismatch(labels.Count, inputs.Count, at);
        }
        // Grey pictures have no axis of channels in the file.
        ImmutableArray<int> axes = inputs.Axes.Length == 3 && inputs.IsBytes ? [1, .. inputs.Axes[1..]] : inputs.Axes[1..];
        var values = inputs.Values;
        if (channelsLast && axes.Length > 1 && inputs.Axes.Length > 3)
        {
            values = ChannelsFirst(values, axes);
            axes = [axes[^1], .. axes[..^1]];
        }
        if (inputs.IsBytes && axes.Length > 1)
        {
            foreach (ref var value in values.AsSpan())
            {
                value /= byte.MaxValue;
            }
        }
        var width = labels is null ? 1 : labels.Values.Length / labels.Count;
        var target = labels is null ? new(1, 0, 0) : TargetDescription.Of(labels.Values, width);
        return new Samples(inputs.Count, new Shape(axes), values, target, labels?.Values ?? []);
    }

    /// <summary>Joins several arrays of samples: of each sample all numbers of the first, then those of the next. An array is a column.</summary>
    /// <param name="file">The file, for messages.</param>
    /// <param name="inputs">The arrays with their names.</param>
    /// <param name="inputsAt">The argument that names them.</param>
    /// <param name="labels">The targets, or null.</param>
    /// <param name="labelsAt">The argument that names the targets.</param>
    /// <param name="channelsLast">Whether pictures have their channels behind height and width.</param>
    public static Samples Join(DataFile file, (string Name, NumpyArray Array)[] inputs, Argument inputsAt, NumpyArray? labels, Argument labelsAt, bool channelsLast)
    {
        var count = inputs[0].Array.Count;
        var other = inputs.FirstOrDefault(input => input.Array.Count != count);
        if (other.Array is not null)
        {
            throw new DataException(DataFindings.WrongFormat, $"{other.Name} of {file.Written} has {other.Array.Count:N0} samples, but {inputs[0].Name} has {count:N0}: the arrays do not belong together.", inputsAt);
        }
        // Targets go with the first array; a number for each sample is an array of one.
        var parts = inputs.Select((input, i) => Of(file, input.Array.Axes.Length > 1 ? input.Array : input.Array with { Axes = [count, 1] }, i == 0 ? labels : null, labelsAt, channelsLast)).ToArray();
        var width = parts.Sum(part => part.Size);
        if ((long)count * width > Array.MaxLength)
        {
            throw new DataException(DataFindings.WrongFormat, $"The arrays {string.Join(", ", inputs.Select(input => input.Name))} of {file.Written} hold {(long)count * width:N0} numbers, more than the {Array.MaxLength:N0} that fit into memory at once.", inputsAt);
        }
        var joined = new float[count * width];
        for (var (row, to) = (0, 0); row < count; row++)
        {
            foreach (var part in parts)
            {
                part.Row(row).CopyTo(joined.AsSpan(to));
                to += part.Size;
            }
        }
        return new Samples(count, Shape.Of(width), joined, parts[0].Target, parts[0].Targets)
        {
            Columns = [.. inputs.Zip(parts, (input, part) => TableColumn.OfNumbers(input.Name) with { Numbers = part.Size })],
        };
    }

    /// <summary>Targets and samples differ in number.</summary>
    public static DataException Mismatch(int labels, int samples, Argument at)
        => new(DataFindings.WrongFormat, $"There are {labels:N0} targets, but {samples:N0} samples: the two arrays do not belong together.", at);

    private static float[] ChannelsFirst(float[] values, ImmutableArray<int> axes)
    {
        var channels = axes[^1];
        var size = axes.Aggregate(1, (product, axis) => product * axis);
        var places = size / channels;
        var turned = new float[values.Length];
        for (var start = 0; start < values.Length; start += size)
        {
            for (var place = 0; place < places; place++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    turned[start + (channel * places) + place] = values[start + (place * channels) + channel];
                }
            }
        }
        return turned;
    }
}
