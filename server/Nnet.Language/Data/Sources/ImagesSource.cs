using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>images "flowers" size=32x32</c>: a folder of pictures for each class.</summary>
public sealed class ImagesSource : DataSource
{
    /// <summary>The folder.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The folder, relative to this file; each folder in it is a class and holds PNG pictures.", positional: true);

    /// <summary>Height and width of all pictures.</summary>
    public static readonly Argument<ImmutableArray<int>> Size = Argument.Dimensions("size", "Height x width that every picture is brought to, such as 32x32; their own when left out, which has to be the same for all.", required: false).Also("image_size", "target_size");

    /// <summary>Which channels.</summary>
    public static readonly Argument<string> Colors = Argument.Word("colors", "gray: 1 channel, rgb: 3, rgba: 4 with the opacity; auto: gray if all pictures are, otherwise rgb.", ["auto", "gray", "rgb", "rgba"], "auto").Also("color_mode", "mode");

    /// <inheritdoc/>
    public override string Name => "images";

    /// <inheritdoc/>
    public override string Summary => "A folder of PNG pictures for each class; the folders' names are the classes. Pixels are scaled to 0…1.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Aliases => ["ImageFolder", "image_dataset_from_directory", "flow_from_directory", "image_folder"];

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Size, Colors];
}
