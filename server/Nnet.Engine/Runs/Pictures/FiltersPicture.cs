using System.Collections.Immutable;
using Nnet.Language.Layers.Spatial;

namespace Nnet.Engine.Runs.Pictures;

/// <summary>Of images: what each unit of the first layer looks for, as a small image of its weights.</summary>
internal sealed class FiltersPicture : RunPicture
{
    private const int MostFilters = 64;

    /// <inheritdoc/>
    public override bool Fits(Experiment run) => ImageShape.Of(run.Data.Shape) is not null && Find(run) is not null;

    /// <inheritdoc/>
    public override Drawing Begin(Experiment run)
    {
        var (tensor, image) = Find(run)!.Value;
        var size = image[0] * image[1] * image[2];
        var count = Math.Min(MostFilters, tensor.Length / size);
        return new Drawing(() =>
        {
            var weights = run.Network.ValuesOf(tensor)[..(count * size)];
            var largest = 0f;
            foreach (var weight in weights)
            {
                largest = Math.Max(largest, Math.Abs(weight));
            }
            // Zero is the middle, so that one sees what excites and what inhibits.
            return new FiltersContent { Line = run.Network.Graph.Nodes[tensor.Node].Origin.LineIn(run.Source) + 1, Image = image, Count = count, Pixels = PackBetween(weights, -largest, largest) };
        });
    }

    // The weights of the first layer with any, where they are images: kernels of at least 3×3, or one weight for every pixel.
    private static (TensorInfo Tensor, ImmutableArray<int> Image)? Find(Experiment run)
    {
        if (run.Network.Tensors.FirstOrDefault(tensor => tensor.IsTrainable && tensor.Shape.Rank >= 2) is not { } first)
        {
            return null;
        }
        var isConv = run.Network.Graph.Nodes[first.Node].Layer is Conv && first.Shape.Rank == 4;
        if (isConv)
        {
            return first.Shape[1] is 1 or 3 && first.Shape[2] >= 3 && first.Shape[3] >= 3 ? (first, [first.Shape[1], first.Shape[2], first.Shape[3]]) : null;
        }
        var image = ImageShape.Of(run.Data.Shape)!.Value;
        return first.Shape.Rank == 2 && first.Shape[1] == image[0] * image[1] * image[2] ? (first, image) : null;
    }
}
