using System.Globalization;

namespace Nnet.Benchmarks;

/// <summary>The nets of the benchmarks as a user writes them.</summary>
internal static class NetText
{
    /// <summary>A file of <c>cases</c>; or <c>dense-WIDTH-DEPTH</c>, which has so many hidden layers of that width.</summary>
    public static string Of(string name)
    {
        if (name.Split('-') is not ["dense", var width, var depth])
        {
            return File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", name + ".nnet"));
        }
        var layers = string.Join('\n', Enumerable.Repeat($"  dense {width} activation=relu", int.Parse(depth, CultureInfo.InvariantCulture)));
        return $$"""
            data numbers {
              idx "train-images-idx3-ubyte" labels="train-labels-idx1-ubyte"
            }

            model Dense {
              input {{width}}
            {{layers}}
              dense 10
            }

            train Dense on numbers {
              loss cross_entropy
              optimizer adam lr=0.001
              batch 64
              epochs 1
            }
            """;
    }
}
