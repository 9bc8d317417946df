using Nnet.Language.Data;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources;

/// <summary>
/// Draws the sets of the TensorFlow Playground by the Playground's own formulas: coordinates within ±6, classes 0 and 1
/// (its −1 and 1), values to fit within ±1. Noise of 10% is the slider's 10.
/// </summary>
internal sealed class PlaygroundReader : SourceReader<PlaygroundSource>
{
    private static readonly Dictionary<string, Action<Drawing>> s_sets = new()
    {
        ["circle"] = Circle,
        ["xor"] = Xor,
        ["gauss"] = Gauss,
        ["spiral"] = Spiral,
        ["plane"] = Plane,
        ["gauss_regression"] = GaussRegression,
    };

    // Centre and sign of each hill of the regression set.
    private static readonly (double X, double Y, int Sign)[] s_hills = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)];

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var set = site.Get(PlaygroundSource.Set);
        var drawing = new Drawing(site.Get(PlaygroundSource.Samples), site.Get(PlaygroundSource.Noise), site.Get(PlaygroundSource.Seed));
        s_sets[set](drawing);
        var target = TargetDescription.Of(drawing.Labels, 1);
        return new Samples(drawing.Count, Shape.Of(2), drawing.Points, PlaygroundSource.IsToFit(set) ? target with { Classes = null, ClassNames = [], ClassCounts = [] } : target, drawing.Labels)
        {
            Columns = [TableColumn.OfNumbers("x1"), TableColumn.OfNumbers("x2")],
        };
    }

    private static void Circle(Drawing drawing)
    {
        const double Radius = 5;
        for (var i = 0; i < drawing.Count; i++)
        {
            var (from, to) = i < (drawing.Count + 1) / 2 ? (0, Radius * 0.5) : (Radius * 0.7, Radius);
            var distance = drawing.Uniform(from, to);
            var angle = drawing.Uniform(0, 2 * Math.PI);
            var (x, y) = (distance * Math.Sin(angle), distance * Math.Cos(angle));
            var (shiftX, shiftY) = drawing.Shift(Radius);
            drawing.Add(x, y, Math.Sqrt(Square(x + shiftX) + Square(y + shiftY)) < Radius * 0.5 ? 1 : 0);
        }
    }

    private static void Xor(Drawing drawing)
    {
        const double Padding = 0.3;
        for (var i = 0; i < drawing.Count; i++)
        {
            var x = drawing.Uniform(-5, 5);
            x += x > 0 ? Padding : -Padding;
            var y = drawing.Uniform(-5, 5);
            y += y > 0 ? Padding : -Padding;
            var (shiftX, shiftY) = drawing.Shift(5);
            drawing.Add(x, y, (x + shiftX) * (y + shiftY) >= 0 ? 1 : 0);
        }
    }

    private static void Gauss(Drawing drawing)
    {
        var deviation = Math.Sqrt(0.5 + (drawing.Noise / 0.5 * 3.5));
        for (var i = 0; i < drawing.Count; i++)
        {
            var label = i < (drawing.Count + 1) / 2 ? 1 : 0;
            var centre = label == 1 ? 2 : -2;
            drawing.Add(drawing.Normal(centre, deviation), drawing.Normal(centre, deviation), label);
        }
    }

    private static void Spiral(Drawing drawing)
    {
        var arm = (drawing.Count + 1) / 2;
        for (var i = 0; i < drawing.Count; i++)
        {
            var label = i < arm ? 1 : 0;
            var along = (double)(i % arm) / arm;
            var radius = along * 5;
            var angle = (1.75 * along * 2 * Math.PI) + (label == 1 ? 0 : Math.PI);
            drawing.Add((radius * Math.Sin(angle)) + drawing.Jitter(), (radius * Math.Cos(angle)) + drawing.Jitter(), label);
        }
    }

    private static void Plane(Drawing drawing) => Field(drawing, (x, y) => (x + y) / 10);

    private static void GaussRegression(Drawing drawing) => Field(drawing, (x, y) =>
    {
        var strongest = 0.0;
        foreach (var hill in s_hills)
        {
            var height = hill.Sign * Math.Clamp(1 - (Math.Sqrt(Square(x - hill.X) + Square(y - hill.Y)) / 2), 0, 1);
            strongest = Math.Abs(height) > Math.Abs(strongest) ? height : strongest;
        }
        return strongest;
    });

    // Points anywhere in the square, each with the field's value at a place that the noise shifts.
    private static void Field(Drawing drawing, Func<double, double, double> value)
    {
        const double Radius = 6;
        for (var i = 0; i < drawing.Count; i++)
        {
            var (x, y) = (drawing.Uniform(-Radius, Radius), drawing.Uniform(-Radius, Radius));
            var (shiftX, shiftY) = drawing.Shift(Radius);
            drawing.Add(x, y, value(x + shiftX, y + shiftY));
        }
    }

    private static double Square(double x) => x * x;

    /// <summary>A set while it is drawn.</summary>
    private sealed class Drawing(int count, double noise, int seed)
    {
        private CounterRandom _random = new((ulong)seed, stream: 0);
        private int _drawn;

        public int Count => count;

        public double Noise => noise;

        public float[] Points { get; } = new float[2 * count];

        public float[] Labels { get; } = new float[count];

        public double Uniform(double low, double high) => _random.NextUniform(low, high);

        public double Normal(double mean, double deviation) => mean + (deviation * _random.NextNormal());

        public double Jitter() => _random.NextUniform(-1, 1) * noise;

        public (double X, double Y) Shift(double radius) => (Uniform(-radius, radius) * noise, Uniform(-radius, radius) * noise);

        public void Add(double x, double y, double label)
        {
            (Points[2 * _drawn], Points[(2 * _drawn) + 1], Labels[_drawn]) = ((float)x, (float)y, (float)label);
            _drawn++;
        }
    }
}
