using System.Runtime.InteropServices;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>Four numbers side by side, which a thread reads and writes at once.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Quad
{
    public float A;
    public float B;
    public float C;
    public float D;

    /// <summary>The same number four times.</summary>
    public static Quad Of(float number) => new() { A = number, B = number, C = number, D = number };

    /// <summary>The first of some numbers; zeros in place of the others.</summary>
    public static Quad First(Quad numbers, int count)
    {
        numbers.B = count > 1 ? numbers.B : 0;
        numbers.C = count > 2 ? numbers.C : 0;
        numbers.D = count > 3 ? numbers.D : 0;
        return numbers;
    }

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
