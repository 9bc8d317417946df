using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Images;

/// <summary>Reads a folder of PNG pictures for each class. Classes go by the alphabet, and so do the pictures of each.</summary>
internal sealed class ImagesReader : SourceReader<ImagesSource>
{
    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [ImagesSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, ImagesSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var folder = site.File(ImagesSource.Path);
        if (!Directory.Exists(folder.FullPath))
        {
            throw new DataException(DataFindings.MissingFile, File.Exists(folder.FullPath) ? $"{folder.Written} is a file; name the folder with a folder of pictures for each class." : $"There is no folder {folder.Written}. Paths are relative to the .nnet file.", ImagesSource.Path);
        }
        var (pictures, classes) = Find(folder, site.Truth);
        var size = site.Get(ImagesSource.Size);
        if (!size.IsEmpty && size.Length != 2)
        {
            throw new DataException(DataFindings.WrongFormat, $"size is height x width, such as 32x32; {string.Join('x', size)} has {size.Length} numbers.", ImagesSource.Size);
        }
        var first = Decode(folder, pictures[0].Path);
        var (height, width) = size.IsEmpty ? (first.Height, first.Width) : (size[0], size[1]);
        var colors = site.Get(ImagesSource.Colors);
        if (colors == "auto")
        {
            colors = pictures.All(picture => Decode(folder, picture.Path).IsGray) ? "gray" : "rgb";
        }
        var channels = colors switch { "gray" => 1, "rgb" => 3, _ => 4 };
        var numbers = channels * height * width;
        if ((long)pictures.Count * numbers > Array.MaxLength)
        {
            throw new DataException(DataFindings.WrongFormat, $"{pictures.Count:N0} pictures of {channels}×{height}×{width} are more numbers than fit into memory at once; take a smaller size=.", ImagesSource.Size);
        }
        var inputs = new float[pictures.Count * numbers];
        for (var i = 0; i < pictures.Count; i++)
        {
            var picture = Decode(folder, pictures[i].Path);
            if (size.IsEmpty && (picture.Width, picture.Height) != (width, height))
            {
                throw new DataException(DataFindings.WrongFormat, $"{Name(folder, pictures[i].Path)} has {picture.Height}×{picture.Width} pixels, but {Name(folder, pictures[0].Path)} has {height}×{width}. Bring all to one size, such as size={height}x{width}.", ImagesSource.Path);
            }
            Scaling.Fit(picture, height, width, channels, inputs.AsSpan(i * numbers, numbers));
        }
        float[] targets = classes.IsEmpty ? [] : [.. pictures.Select(picture => (float)picture.Class)];
        var target = classes.IsEmpty ? new TargetFacts(1, 0, 0) : TargetDescription.Of(targets, 1, classes);
        return new Samples(pictures.Count, Shape.Of(channels, height, width), inputs, target, targets);
    }

    private static (List<(string Path, int Class)> Pictures, ImmutableArray<string> Classes) Find(DataFile folder, Truth truth)
    {
        var classes = Directory.EnumerateDirectories(folder.FullPath).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal).ToImmutableArray();
        // Pictures to predict for, or to learn by heart, may lie in the folder itself.
        if (classes.IsEmpty && truth != Truth.Needed)
        {
            classes = [""];
        }
        var pictures = classes.SelectMany((name, number) => Directory.EnumerateFiles(Path.Combine(folder.FullPath, name), "*.png", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive })
            .Order(StringComparer.Ordinal).Select(path => (path, number))).ToList();
        string[] others = [.. classes.Prepend("").Distinct().SelectMany(name => Directory.EnumerateFiles(Path.Combine(folder.FullPath, name))).Where(path => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg" or ".gif" or ".bmp" or ".webp")];
        if (pictures.Count > 0 && others.Length > 0)
        {
            throw new DataException(DataFindings.WrongFormat, $"{folder.Written} holds {pictures.Count:N0} PNG pictures and {others.Length:N0} of other formats ({Name(folder, others[0])}), which would be left out; only PNG is read. Convert them, for example with `mogrify -format png`, or take them away.", ImagesSource.Path);
        }
        if (pictures.Count == 0)
        {
            var other = others.FirstOrDefault();
            throw new DataException(DataFindings.MissingFile, other is not null
                ? $"{folder.Written} holds no PNG picture, but {Path.GetFileName(other)}; only PNG is read. Convert them, for example with `mogrify -format png`."
                : classes.IsEmpty ? $"{folder.Written} has no folders, and each folder in it is a class." : $"{folder.Written} has {classes.Length} folders, but no PNG picture in them.", ImagesSource.Path);
        }
        return (pictures, classes is [""] ? [] : classes);
    }

    private static Png Decode(DataFile folder, string path)
    {
        try
        {
            return Png.Decode(File.ReadAllBytes(path));
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataFindings.WrongFormat, $"{Name(folder, path)} cannot be used: {problem.Message.TrimEnd('.')}.", ImagesSource.Path);
        }
    }

    private static string Name(DataFile folder, string path) => Path.Combine(folder.Written, Path.GetRelativePath(folder.FullPath, path));
}
