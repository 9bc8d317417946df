namespace Nnet.Language.Text;

/// <summary>A stretch of a source text, in UTF-16 code units from its beginning (LSP's unit).</summary>
/// <param name="Start">Offset of the first code unit.</param>
/// <param name="Length">Number of code units; zero marks a place between two of them.</param>
public readonly record struct Span(int Start, int Length)
{
    /// <summary>Offset just past the last code unit.</summary>
    public int End => Start + Length;

    /// <summary>The span from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public static Span FromBounds(int start, int end) => new(start, Math.Max(0, end - start));

    /// <summary>The same stretch in the text in which it is found.</summary>
    internal Span Moved(Relocation to) => FromBounds(to[Start], to[End]);

    /// <summary>The smallest span that covers both.</summary>
    public static Span Cover(Span a, Span b) => FromBounds(Math.Min(a.Start, b.Start), Math.Max(a.End, b.End));

    /// <summary>Whether <paramref name="offset"/> lies in the span or touches its end, as a cursor does.</summary>
    public bool Touches(int offset) => offset >= Start && offset <= End;
}
