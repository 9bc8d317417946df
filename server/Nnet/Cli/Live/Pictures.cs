using System.Text;

namespace Nnet.Cli.Live;

/// <summary>Draws small grey pictures with blocks, several beside each other.</summary>
internal static class Pictures
{
    private const string Shades = " ░▒▓█";

    /// <summary>Side of a square picture of that many pixels, or null when there is none.</summary>
    public static int? SideOf(int pixels) => (int)Math.Round(Math.Sqrt(pixels)) is > 3 and <= 32 and var side && side * side == pixels ? side : null;

    /// <summary>The rows of text that show pictures beside each other.</summary>
    /// <param name="pictures">Pixels, row by row, from 0 (dark) to 1.</param>
    /// <param name="side">Pixels along an edge.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<float[]> pictures, int side)
    {
        for (var row = 0; row < side; row++)
        {
            var line = new StringBuilder();
            foreach (var picture in pictures)
            {
                line.Append("  ");
                foreach (var pixel in picture.AsSpan(row * side, side))
                {
                    // Two letters are about as wide as a row is high.
                    line.Append(Shades[(int)Math.Clamp(pixel * Shades.Length, 0, Shades.Length - 1)], 2);
                }
            }
            yield return line.ToString().TrimEnd();
        }
    }
}
