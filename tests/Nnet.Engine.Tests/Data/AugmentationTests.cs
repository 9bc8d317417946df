using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Xunit;

namespace Nnet.Engine.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly Shape s_picture = Shape.Of(2, 3, 4);
    private static readonly float[] s_pixels = [.. Enumerable.Range(1, 24).Select(i => (float)i)];

    [Fact]
    public void SameSeedEpochAndSampleSameChange()
    {
        float[] Change(ulong seed, int epoch, int sample) => Changed(Of((AugmentSetting.Shift, 1), (AugmentSetting.Rotate, 30.0), (AugmentSetting.Noise, 0.1)), seed, epoch, sample);
        Assert.Equal(Change(1, 2, 3), Change(1, 2, 3));
        Assert.NotEqual(Change(1, 2, 3), Change(2, 2, 3));
        Assert.NotEqual(Change(1, 2, 3), Change(1, 3, 3));
        Assert.NotEqual(Change(1, 2, 3), Change(1, 2, 4));
    }

    [Fact]
    public void ShiftsMoveWholePixelsAndRepeatTheBorder()
    {
        var seen = Enumerable.Range(0, 200).Select(sample => Changed(Of((AugmentSetting.Shift, 1)), 1, 0, sample)).Select(pixels => string.Join(' ', pixels[..12])).Distinct().ToArray();
        Assert.Equal(9, seen.Length);
        Assert.Contains("1 2 3 4 5 6 7 8 9 10 11 12", seen);
        Assert.Contains("1 1 2 3 1 1 2 3 5 5 6 7", seen);
        Assert.Contains("6 7 8 8 10 11 12 12 10 11 12 12", seen);
    }

    [Theory]
    [InlineData("horizontal", "4 3 2 1 8 7 6 5 12 11 10 9")]
    [InlineData("vertical", "9 10 11 12 5 6 7 8 1 2 3 4")]
    public void FlipsMirrorAboutEverySecondPicture(string axis, string mirrored)
    {
        var seen = Enumerable.Range(0, 400).Select(sample => string.Join(' ', Changed(Of((AugmentSetting.Flip, axis)), 1, 0, sample)[..12])).ToArray();
        Assert.Equal(["1 2 3 4 5 6 7 8 9 10 11 12", mirrored], seen.Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(seen.Count(picture => picture == mirrored), 150, 250);
    }

    [Fact]
    public void TurnsAndZoomsStayWithinThePicture()
    {
        foreach (var sample in Enumerable.Range(0, 100))
        {
            var changed = Changed(Of((AugmentSetting.Rotate, 180.0), (AugmentSetting.Zoom, 0.5)), 1, 0, sample);
            Assert.All(changed[..12], pixel => Assert.InRange(pixel, 1f, 12f));
            // Both channels move alike.
            Assert.All(changed[..12].Zip(changed[12..]), pair => Assert.Equal(pair.First + 12, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void CutoutLeavesASquareOut()
    {
        var holes = Enumerable.Range(0, 200).Select(sample => Changed(Of((AugmentSetting.Cutout, 2)), 1, 0, sample)).Select(pixels => pixels.Count(pixel => pixel == 0)).ToArray();
        Assert.All(holes, hole => Assert.True(hole is 2 or 4 or 8));
        Assert.Contains(8, holes);
    }

    [Fact]
    public void NoiseHasItsDeviation()
    {
        var differences = Enumerable.Range(0, 500).SelectMany(sample => Changed(Of((AugmentSetting.Noise, 0.5)), 1, 0, sample).Zip(s_pixels, (after, before) => (double)after - before)).ToArray();
        Assert.Equal(0, differences.Average(), 0.02);
        Assert.Equal(0.5, Math.Sqrt(differences.Average(difference => difference * difference)), 0.02);
    }

    [Fact]
    public void TargetThatIsTheInputMovesAlongWithoutNoise()
    {
        var block = Block((AugmentSetting.Flip, "both"), (AugmentSetting.Noise, 0.5));
        var augmentation = Augmentation.Of(block with { Settings = [.. block.Settings, DataFolder.Call(new TargetSetting(), (TargetSetting.What, DataFolder.Names("input")))] }, s_picture)!;
        var (input, target) = ((float[])s_pixels.Clone(), (float[])s_pixels.Clone());
        var sample = Enumerable.Range(0, 100).First(sample =>
        {
            s_pixels.CopyTo(input, 0);
            augmentation.Apply(input, target, 1, 0, sample);
            return target[0] != 1;
        });
        Assert.Equal(s_pixels, target.Order());
        Assert.NotEqual(input, target);
        Assert.InRange(sample, 0, 99);
    }

    [Fact]
    public void OnlyPicturesCanBeMoved()
    {
        var refused = Assert.Throws<DataException>(() => Augmentation.Of(Block((AugmentSetting.Noise, 0.1), (AugmentSetting.Shift, 1)), Shape.Of(7)));
        Assert.StartsWith("augment moves, mirrors, turns, scales and cuts pictures, but a sample of d is 7; only noise suits it.", refused.Message);
        Assert.Equal(AugmentSetting.Shift, refused.At);
        Assert.NotNull(Augmentation.Of(Block((AugmentSetting.Noise, 0.1)), Shape.Of(7)));
        Assert.Null(Augmentation.Of(new DataSpec("d", default, default, [], null), Shape.Of(7)));
    }

    private static DataSpec Block(params (Argument, object)[] arguments) => new("d", default, default, [DataFolder.Call(new AugmentSetting(), arguments)], null);

    private static Augmentation Of(params (Argument, object)[] arguments) => Augmentation.Of(Block(arguments), s_picture)!;

    private static float[] Changed(Augmentation augmentation, ulong seed, int epoch, int sample)
    {
        var pixels = (float[])s_pixels.Clone();
        augmentation.Apply(pixels, [], seed, epoch, sample);
        return pixels;
    }
}
