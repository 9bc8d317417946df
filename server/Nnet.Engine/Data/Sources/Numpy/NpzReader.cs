using System.Collections.Immutable;
using System.IO.Compression;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Text;

namespace Nnet.Engine.Data.Sources.Numpy;

/// <summary>Reads the arrays of an .npz file, which is a zip archive of .npy files.</summary>
internal sealed class NpzReader : SourceReader<NpzSource>
{
    private static readonly string[] s_inputs = ["x_train", "X_train", "train_images", "train_x", "train_data", "x", "X", "images", "inputs", "features", "data", "arr_0"];
    private static readonly string[] s_labels = ["y_train", "Y_train", "train_labels", "train_y", "train_targets", "y", "Y", "labels", "target", "targets", "arr_1"];

    private static readonly string[] s_testInputs = ["x_test", "X_test", "test_images", "test_x", "test_data"];
    private static readonly string[] s_testLabels = ["y_test", "Y_test", "test_labels", "test_y", "test_targets"];

    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [NpzSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels)
        => With(call, NpzSource.Path, path) with { Values = With(call, NpzSource.Path, path).Values.Without(NpzSource.TestInputs).Without(NpzSource.TestLabels) };

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(NpzSource.Path);
        file.Open().Dispose();
        try
        {
            using var archive = ZipFile.OpenRead(file.FullPath);
            return new Archive(site, file, archive).Read();
        }
        catch (InvalidDataException problem)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} {(file.Sniff() is { } kind && !kind.StartsWith("a zip", StringComparison.Ordinal) ? $"is no sound .npz file but {kind}" : "is an .npz file that is damaged or was cut off")}: {problem.Message.TrimEnd('.')}.", NpzSource.Path);
        }
    }

    private sealed class Archive(SourceSite site, DataFile file, ZipArchive archive)
    {
        private readonly string[] _names = [.. archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)).Select(entry => entry.FullName[..^4])];

        public Samples Read()
        {
            var inputs = NamesOf(NpzSource.Inputs, s_inputs)!;
            var labels = NameOf(NpzSource.Labels, s_labels, site.Truth == Truth.Needed);
            var samples = Of(inputs, NpzSource.Inputs, labels, NpzSource.Labels);
            // Of arrays that the line names, those to judge by have no usual names.
            var tests = site.Truth == Truth.IfPresent ? null : NamesOf(NpzSource.TestInputs, inputs.Length > 1 ? [] : s_testInputs, isNeeded: false);
            if (tests is null)
            {
                return samples;
            }
            if (tests.Length != inputs.Length)
            {
                throw new DataException(DataFindings.WrongFormat, $"{tests.Length} {(tests.Length == 1 ? "array is" : "arrays are")} named to judge by, but {inputs.Length} to learn from: name one for each, in the same order.", NpzSource.TestInputs);
            }
            var testLabels = NameOf(NpzSource.TestLabels, s_testLabels, site.Truth == Truth.Needed);
            return samples.WithTest(Of(tests, NpzSource.TestInputs, testLabels, NpzSource.TestLabels), NpzSource.TestInputs);
        }

        private Samples Of(string[] inputs, Argument at, string? labels, Argument labelsAt)
        {
            var channelsLast = site.Get(NpzSource.Layout) == "channels_last";
            var targets = labels is null ? null : Array(labels);
            return inputs is [var only]
                ? ArraySamples.Of(file, Array(only), targets, labelsAt, channelsLast)
                : ArraySamples.Join(file, [.. inputs.Select(name => (name, Array(name)))], at, targets, labelsAt, channelsLast);
        }

        private string[]? NamesOf(Argument<ImmutableArray<string>> argument, string[] usual, bool isNeeded = true)
            => site.Get(argument) is { IsEmpty: false } given ? [.. given.Select(name => NameOf(argument, name, usual)!)]
                : NameOf(argument, "", usual, isNeeded) is { } found ? [found]
                : null;

        private string? NameOf(Argument<string> argument, string[] usual, bool isNeeded) => NameOf(argument, site.Get(argument), usual, isNeeded);

        private string? NameOf(Argument argument, string given, string[] usual, bool isNeeded = true)
        {
            var found = given.Length > 0 ? _names.FirstOrDefault(name => name == given) : usual.FirstOrDefault(_names.Contains);
            if (found is not null || (!isNeeded && given.Length == 0))
            {
                return found;
            }
            var near = Spelling.Nearest(given, _names);
            var list = _names.Length == 0 ? "it has none" : $"it has {string.Join(", ", _names)}";
            throw new DataException(DataFindings.UnknownColumn,
                given.Length > 0 ? $"{file.Written} has no array {given}; {list}." : $"{file.Written} has no array with a usual name ({string.Join(", ", usual)}); {list}. Say which with {argument.Name}=.",
                argument, near is null ? null : $"\"{near}\"");
        }

        private NumpyArray Array(string name)
        {
            using var stream = archive.GetEntry(name + ".npy")!.Open();
            return NumpyArray.Read(file, $"{name} of {file.Written}", stream);
        }
    }
}
