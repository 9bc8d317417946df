using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data;

/// <summary>
/// Changes pictures a little: moves, mirrors, turns, scales them in one pass (what comes in at a border repeats the
/// border), leaves a square out and adds noise. What is drawn depends on seed, epoch and sample alone, so a run that goes
/// on sees the same pictures.
/// </summary>
public sealed class Augmentation
{
    // Streams of random numbers from here on are those of changed samples, one for each epoch and sample.
    private const ulong FirstStream = 1UL << 62;

    private readonly Call _setting;
    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _moves;
    private readonly int? _sampleInTarget;
    private readonly float[] _before;

    private Augmentation(Call setting, Shape shape, int? sampleInTarget)
    {
        (_setting, _sampleInTarget) = (setting, sampleInTarget);
        (_channels, _height, _width) = shape.Rank == 3 ? (shape[0], shape[1], shape[2]) : (1, 1, (int)shape.Count);
        _moves = Moves(setting);
        _before = _moves ? new float[shape.Count] : [];
    }

    /// <summary>What a data block asks for, or null.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="shape">Shape of one sample.</param>
    /// <param name="sampleInTarget">Where the sample itself lies in its target, or null where it does not.</param>
    /// <exception cref="DataException">It asks for what only pictures can be.</exception>
    public static Augmentation? Of(DataSpec data, Shape shape, int? sampleInTarget = null)
    {
        if (data.Find<AugmentSetting>() is not { } setting)
        {
            return null;
        }
        Check(data, shape);
        return new Augmentation(setting, shape, sampleInTarget ?? (data.TargetIsInput ? 0 : null));
    }

    /// <summary>Makes sure that samples of a shape can be changed as the data block asks.</summary>
    /// <param name="data">The data block.</param>
    /// <param name="shape">Shape of one sample.</param>
    /// <exception cref="DataException">It asks for what only pictures can be.</exception>
    public static void Check(DataSpec data, Shape shape)
    {
        var isPicture = shape.Rank == 3 && !shape.IsSequence;
        if (!isPicture && data.Find<AugmentSetting>() is { } setting && (Moves(setting) || setting.Get(AugmentSetting.Cutout) > 0))
        {
            throw new DataException(DataFindings.WrongFormat,
                $"augment moves, mirrors, turns, scales and cuts pictures, but a sample of {data.Name} is {shape}; only noise suits it.",
                setting.Values.Keys.FirstOrDefault(argument => argument != AugmentSetting.Noise));
        }
    }

    /// <summary>Changes a sample in place.</summary>
    /// <param name="input">Its numbers.</param>
    /// <param name="target">Its target; where that is the sample itself, it is moved alike, but gets no noise and no hole.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="sample">The sample's number.</param>
    public void Apply(Span<float> input, Span<float> target, ulong seed, int epoch, int sample)
    {
        var random = new CounterRandom(seed, FirstStream + ((ulong)epoch << 32) + (uint)sample);
        if (_moves)
        {
            Move(input, ref random);
            if (_sampleInTarget is { } place)
            {
                input.CopyTo(target[place..]);
            }
        }
        if (_setting.Get(AugmentSetting.Cutout) is > 0 and var side)
        {
            Cut(input, side, ref random);
        }
        if (_setting.Get(AugmentSetting.Noise) is > 0 and var deviation)
        {
            foreach (ref var value in input)
            {
                value += (float)(deviation * random.NextNormal());
            }
        }
    }

    private static bool Moves(Call setting)
        => setting.Get(AugmentSetting.Shift) > 0 || setting.Get(AugmentSetting.Rotate) > 0 || setting.Get(AugmentSetting.Zoom) > 0 || setting.Get(AugmentSetting.Flip) != "none";

    // Every pixel of the result looks up where it comes from, between four pixels of the picture.
    private void Move(Span<float> picture, ref CounterRandom random)
    {
        var shift = _setting.Get(AugmentSetting.Shift);
        var flip = _setting.Get(AugmentSetting.Flip);
        var (shiftX, shiftY) = (random.NextIndex((2 * shift) + 1) - shift, random.NextIndex((2 * shift) + 1) - shift);
        var mirrorX = flip is "horizontal" or "both" && random.NextIndex(2) == 1;
        var mirrorY = flip is "vertical" or "both" && random.NextIndex(2) == 1;
        var angle = _setting.Get(AugmentSetting.Rotate) is > 0 and var most ? random.NextUniform(-most, most) * Math.PI / 180 : 0;
        var zoom = _setting.Get(AugmentSetting.Zoom) is > 0 and var share ? 1 + random.NextUniform(-share, share) : 1;
        var (sin, cos) = ((float)(Math.Sin(angle) / zoom), (float)(Math.Cos(angle) / zoom));
        var (centreX, centreY) = ((_width - 1) / 2f, (_height - 1) / 2f);
        picture.CopyTo(_before);
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
            {
                var (fromX, fromY) = ((mirrorX ? _width - 1 - x : x) - centreX - shiftX, (mirrorY ? _height - 1 - y : y) - centreY - shiftY);
                Look(picture, x, y, (cos * fromX) + (sin * fromY) + centreX, (cos * fromY) - (sin * fromX) + centreY);
            }
        }
    }

    private void Look(Span<float> picture, int toX, int toY, float x, float y)
    {
        (x, y) = (Math.Clamp(x, 0, _width - 1), Math.Clamp(y, 0, _height - 1));
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, _width - 1), Math.Min(top + 1, _height - 1));
        var (shareX, shareY) = (x - left, y - top);
        for (var channel = 0; channel < _channels; channel++)
        {
            var plane = _before.AsSpan(channel * _height * _width, _height * _width);
            var upper = ((1 - shareX) * plane[(top * _width) + left]) + (shareX * plane[(top * _width) + right]);
            var lower = ((1 - shareX) * plane[(bottom * _width) + left]) + (shareX * plane[(bottom * _width) + right]);
            picture[(((channel * _height) + toY) * _width) + toX] = ((1 - shareY) * upper) + (shareY * lower);
        }
    }

    // The square's centre may lie anywhere, so that its corner alone may be seen.
    private void Cut(Span<float> picture, int side, ref CounterRandom random)
    {
        var (left, top) = (random.NextIndex(_width) - (side / 2), random.NextIndex(_height) - (side / 2));
        var (from, to) = (Math.Max(0, left), Math.Min(_width, left + side));
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var y = Math.Max(0, top); y < Math.Min(_height, top + side); y++)
            {
                picture.Slice((((channel * _height) + y) * _width) + from, to - from).Clear();
            }
        }
    }
}
