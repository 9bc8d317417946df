using System.Globalization;
using System.Text;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;

namespace Nnet.Editor.Documentation;

/// <summary>A small picture of an activation and its derivative.</summary>
public static class CurvePicture
{
    private const int Width = 220;
    private const int Height = 110;
    private const int Steps = 110;
    private const double Left = -4;
    private const double Right = 4;

    // Blue and orange of the editor's charts, which everybody can tell apart. A picture cannot ask the theme for its colours.
    private static readonly (string Function, string Slope, string Axis) s_light = ("#1a85ff", "#b5670b", "#767676");
    private static readonly (string Function, string Slope, string Axis) s_dark = ("#3794ff", "#d18616", "#8c8c8c");

    /// <summary>The picture as a Markdown image; null for anything but an activation, and for a client that draws none.</summary>
    /// <param name="definition">What is described.</param>
    /// <param name="theme">For which theme it is drawn.</param>
    public static string? Of(Definition definition, PictureTheme theme)
        => definition is Activation activation && theme != PictureTheme.None
            ? $"![{activation.Name} and its derivative](data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Svg(activation, theme)))})"
            : null;

    /// <summary>The picture: the function as a line, its derivative dashed.</summary>
    public static string Svg(Activation activation, PictureTheme theme)
    {
        var (functionColour, slopeColour, axisColour) = theme == PictureTheme.Light ? s_light : s_dark;
        var xs = Enumerable.Range(0, Steps + 1).Select(step => Left + ((Right - Left) * step / Steps)).ToArray();
        double[] values = [.. xs.Select(activation.At)];
        double[] slopes = [.. xs.Select(activation.SlopeAt)];
        // The steep end of relu and its kin tells nothing: what happens around zero does.
        var low = Math.Max(-2, Math.Min(0, values.Concat(slopes).Min()));
        var high = Math.Min(3, Math.Max(1, values.Concat(slopes).Max()));
        var margin = (high - low) * 0.08;
        (low, high) = (low - margin, high + margin);

        double X(double x) => (x - Left) / (Right - Left) * Width;
        double Y(double y) => (high - y) / (high - low) * Height;
        string Path(double[] ys) => string.Join(' ', xs.Select((x, i) => $"{Number(X(x))},{Number(Y(ys[i]))}"));

        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{Height}" viewBox="0 0 {Width} {Height}" fill="none" font-family="sans-serif" font-size="11">
            <path d="M0 {Number(Y(0))}H{Width}M{Number(X(0))} 0V{Height}" stroke="{axisColour}" stroke-opacity="0.5"/>
            <path d="M{Number(X(0) - 3)} {Number(Y(1))}h6M{Number(X(1))} {Number(Y(0) - 3)}v6" stroke="{axisColour}"/>
            <polyline points="{Path(slopes)}" stroke="{slopeColour}" stroke-width="1.5" stroke-dasharray="4 3"/>
            <polyline points="{Path(values)}" stroke="{functionColour}" stroke-width="2"/>
            <path d="M4 9h14" stroke="{functionColour}" stroke-width="2"/><text x="22" y="13" fill="{functionColour}">f</text>
            <path d="M36 9h14" stroke="{slopeColour}" stroke-width="1.5" stroke-dasharray="4 3"/><text x="54" y="13" fill="{slopeColour}">f′</text>
            <text x="{Number(X(1))}" y="{Number(Y(0) + 14 < Height ? Y(0) + 14 : Y(0) - 5)}" text-anchor="middle" fill="{axisColour}">1</text>
            </svg>
            """;
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
