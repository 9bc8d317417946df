namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>Eight numbers in registers. They have names and no index, since what is indexed goes to memory.</summary>
internal struct Eight
{
    public float A;
    public float B;
    public float C;
    public float D;
    public float E;
    public float F;
    public float G;
    public float H;

    /// <summary>The first four.</summary>
    public readonly Quad Left => new() { A = A, B = B, C = C, D = D };

    /// <summary>The last four.</summary>
    public readonly Quad Right => new() { A = E, B = F, C = G, D = H };

    /// <summary>sum + factor · numbers.</summary>
    public static Eight Add(Eight sum, float factor, Eight numbers)
    {
        sum.A += factor * numbers.A;
        sum.B += factor * numbers.B;
        sum.C += factor * numbers.C;
        sum.D += factor * numbers.D;
        sum.E += factor * numbers.E;
        sum.F += factor * numbers.F;
        sum.G += factor * numbers.G;
        sum.H += factor * numbers.H;
        return sum;
    }

    /// <summary>sum + factor · numbers, which come four by four.</summary>
    public static Eight Add(Eight sum, float factor, Quad left, Quad right)
    {
        sum.A += factor * left.A;
        sum.B += factor * left.B;
        sum.C += factor * left.C;
        sum.D += factor * left.D;
        sum.E += factor * right.A;
        sum.F += factor * right.B;
        sum.G += factor * right.C;
        sum.H += factor * right.D;
        return sum;
    }
}
