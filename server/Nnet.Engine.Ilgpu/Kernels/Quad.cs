using System.Runtime.InteropServices;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>Quad numbers side by side, which a thread reads and writes at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Quad
{
    public float A;
    public float B;
    public float C;
    public float D;

    /// <summary>The same number four times.</summary>
    public static Quad Of(float number) => new() { A = number, B = number, C = number, D = number };

    /// <summary>Sums.</summary>
    public static Quad Add(Quad first, Quad second)
    {
        first.A += second.A;
        first.B += second.B;
        first.C += second.C;
        first.D += second.D;
        return first;
    }

    /// <summary>sum + factor · numbers.</summary>
    public static Quad Add(Quad sum, float factor, Quad numbers)
    {
        sum.A += factor * numbers.A;
        sum.B += factor * numbers.B;
        sum.C += factor * numbers.C;
        sum.D += factor * numbers.D;
        return sum;
    }
}
