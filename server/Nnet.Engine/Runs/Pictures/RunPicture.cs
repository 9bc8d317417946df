using System.Collections.Immutable;
using Nnet.Engine.Data;
using Nnet.Language.Training;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>
/// A picture of the task that a network learns, one class each, found by its class alone. It is drawn while the run goes on, so it
/// must not change anything that training sees.
/// </summary>
public abstract class RunPicture
{
    /// <summary>Every kind of picture.</summary>
    public static ImmutableArray<RunPicture> All { get; } =
    [
        .. typeof(RunPicture).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(RunPicture)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (RunPicture)Activator.CreateInstance(type, nonPublic: true)!),
    ];

    /// <summary>Whether it is drawn only for those who ask for it by its name: <see cref="Control.RunControl.WantsNeurons"/>.</summary>
    public virtual bool IsOnDemand => false;

    /// <summary>Whether it looks at the network at the end of epochs, watched or not, so that it can show how the run went: <see cref="Drawing.Note"/>.</summary>
    public virtual bool TakesNotes => false;

    /// <summary>Whether there is such a picture of a run.</summary>
    public abstract bool Fits(Experiment run);

    /// <summary>Prepares what stays the same in every drawing of a run that <see cref="Fits"/>.</summary>
    public abstract Drawing Begin(Experiment run);

    /// <summary>Whether a sample has one class out of several, or is a yes or a no.</summary>
    protected static bool IsClassification(Experiment run) => IsClassification(run.Spec, run.Data);

    /// <summary>The same of a train block and its data, before there is a network.</summary>
    internal static bool IsClassification(TrainSpec spec, DataSet data)
        => spec.Model!.Output!.Facts!.Output.Shape is { Rank: 1 } shape && !spec.Data!.TargetIsInput && ((Loss)spec.Loss!.Definition).Encoding switch
        {
            TargetEncoding.ClassIndex => data.Train.TargetSize == 1,
            TargetEncoding.Binary => shape.Count == 1 && data.Target.Classes is 2,
            _ => false,
        };

    /// <summary>Names of the classes of a run that <see cref="IsClassification(Experiment)"/>; numbers where the data has none.</summary>
    protected static ImmutableArray<string> ClassNames(Experiment run) => ClassNames(run.Spec, run.Data);

    /// <summary>The same of a train block and its data.</summary>
    internal static ImmutableArray<string> ClassNames(TrainSpec spec, DataSet data)
    {
        var names = data.Target.ClassNames;
        var count = (int)spec.Model!.Output!.Facts!.Output.Shape.Count is > 1 and var several ? several : 2;
        return [.. Enumerable.Range(0, count).Select(i => i < names.Length ? names[i] : i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>How the loss takes its targets.</summary>
    protected static TargetEncoding EncodingOf(Experiment run) => ((Loss)run.Loss.Definition).Encoding;

    /// <summary>The part that tells most of what was not learnt by heart: validation, else test, else training itself.</summary>
    protected static Part Unseen(Experiment run) => run.Data.Validation ?? run.Data.Test ?? run.Data.Train;

    /// <summary>Numbers as JSON carries them: four bytes each, little endian, in base64.</summary>
    internal static byte[] Pack(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }
        return bytes;
    }

    /// <summary>Numbers between two bounds as bytes from 0 to 255; what lies outside is taken for the bound.</summary>
    protected static byte[] PackBetween(ReadOnlySpan<float> values, float low, float high)
    {
        var bytes = new byte[values.Length];
        var scale = high > low ? 255 / (high - low) : 0;
        for (var i = 0; i < values.Length; i++)
        {
            bytes[i] = (byte)Math.Clamp(((values[i] - low) * scale) + 0.5f, 0, 255);
        }
        return bytes;
    }
}

/// <summary>A picture of one run.</summary>
/// <param name="Draw">Draws it of the network as it is now; null where there is nothing to see yet.</param>
public sealed record Drawing(Func<Picture?> Draw)
{
    /// <summary>Looks at the network at the end of an epoch, from 1, for a picture that <see cref="RunPicture.TakesNotes"/>. It may leave an epoch out that nobody wants to see now.</summary>
    public Action<int, bool>? Note { get; init; }

    /// <summary>Takes over what the picture of an earlier process of this run shows up to an epoch.</summary>
    public Action<Picture, int>? GoOn { get; init; }
}
