namespace Nnet.Engine.Data.Sources.Images;

/// <summary>
/// Brings a picture to a size. Every pixel of the result is the mean of the part of the picture that it covers, and where
/// the picture grows, pixels are joined linearly: nothing flickers and nothing is left out.
/// </summary>
internal static class Scaling
{
    // Rec. 601, as everywhere where colours become grey.
    private static readonly float[] s_luma = [0.299f, 0.587f, 0.114f];

    /// <summary>Writes a picture channel by channel, from 0 to 1.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Pixels in its rows.</param>
    /// <param name="channels">1 for grey, 3 for colours, 4 with the opacity.</param>
    /// <param name="planes">Gets channels × height × width numbers.</param>
    public static void Fit(Png picture, int height, int width, int channels, Span<float> planes)
    {
        var (rows, columns) = (Shares(picture.Height, height), Shares(picture.Width, width));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    var sum = 0f;
                    foreach (var (row, rowShare) in rows[y])
                    {
                        foreach (var (column, columnShare) in columns[x])
                        {
                            sum += rowShare * columnShare * Value(picture, row, column, channel, channels);
                        }
                    }
                    planes[(((channel * height) + y) * width) + x] = sum / byte.MaxValue;
                }
            }
        }
    }

    private static float Value(Png picture, int row, int column, int channel, int channels)
    {
        var pixel = picture.Pixels.AsSpan(4 * ((row * picture.Width) + column), 4);
        return channels > 1 ? pixel[channel] : picture.IsGray ? pixel[0] : (s_luma[0] * pixel[0]) + (s_luma[1] * pixel[1]) + (s_luma[2] * pixel[2]);
    }

    // Which of the old places make each new one, and to which shares.
    private static (int Place, float Share)[][] Shares(int from, int to)
    {
        var scale = (double)from / to;
        // As wide as a new place is, but never narrower than the distance of two old ones.
        var reach = Math.Max(scale, 1);
        return [.. Enumerable.Range(0, to).Select(place =>
        {
            if (from == to)
            {
                return new[] { (place, 1f) };
            }
            var centre = (place + 0.5) * scale;
            var weights = Enumerable.Range((int)Math.Floor(centre - reach) - 1, (int)Math.Ceiling(2 * reach) + 3)
                .Select(old => (Place: Math.Clamp(old, 0, from - 1), Weight: scale > 1 ? Overlap(old, centre - (scale / 2), centre + (scale / 2)) : Math.Max(0, 1 - Math.Abs(old + 0.5 - centre))))
                .Where(pair => pair.Weight > 1e-9).ToArray();
            var sum = weights.Sum(pair => pair.Weight);
            return weights.Select(pair => (pair.Place, (float)(pair.Weight / sum))).ToArray();
        })];
    }

    private static double Overlap(int place, double from, double to) => Math.Max(0, Math.Min(place + 1, to) - Math.Max(place, from));
}
