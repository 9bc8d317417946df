using ILGPU;

namespace Nnet.Engine.Ilgpu.Kernels;

/// <summary>Numbers that are taken four at a time: at once where every four lie as a card can read them, at multiples of 16 bytes, and else one by one.</summary>
/// <param name="View">All of them.</param>
/// <param name="AreAligned">Whether every four lie so: 0 or 1.</param>
internal readonly record struct Quads(ArrayView<float> View, int AreAligned)
{
    /// <summary>Numbers of which rows of four begin at the multiples of some distances.</summary>
    public static Quads Of(ArrayView<float> view, params ReadOnlySpan<int> distances)
    {
        var areAligned = view.Length == 0 || ((IContiguousArrayView)view).IndexInBytes % (4 * sizeof(float)) == 0;
        foreach (var distance in distances)
        {
            areAligned &= distance % 4 == 0;
        }
        return new(view, areAligned ? 1 : 0);
    }

    /// <summary>Four numbers side by side, of which so many count; the others are zero.</summary>
    public Quad Read(int at, int count) => AreAligned != 0 && count >= 4 ? View.Cast<Quad>()[at / 4] : Read(at, 1, count);

    /// <summary>Four numbers at a distance from each other, of which so many count; the others are zero.</summary>
    public Quad Read(int at, int distance, int count) => new()
    {
        A = count > 0 ? View[at] : 0,
        B = count > 1 ? View[at + distance] : 0,
        C = count > 2 ? View[at + (2 * distance)] : 0,
        D = count > 3 ? View[at + (3 * distance)] : 0,
    };

    /// <summary>Writes the first of four numbers.</summary>
    public void Write(int at, int count, Quad numbers)
    {
        if (AreAligned != 0 && count >= 4)
        {
            View.Cast<Quad>()[at / 4] = numbers;
            return;
        }
        View[at] = numbers.A;
        if (count > 1)
        {
            View[at + 1] = numbers.B;
        }
        if (count > 2)
        {
            View[at + 2] = numbers.C;
        }
        if (count > 3)
        {
            View[at + 3] = numbers.D;
        }
    }
}
