using Nnet.Language.Text;

namespace Nnet.Language.Findings;

/// <summary>What kind of finding stands where: one of a kind is said once at a place. It is a class because collections of own structures are compiled at start.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Span">The place.</param>
internal sealed record FindingPlace(FindingKind Kind, Span Span)
{
    /// <summary>Whether both are the same; kinds are declared once.</summary>
    public bool Equals(FindingPlace? other) => other is not null && ReferenceEquals(Kind, other.Kind) && Span.Start == other.Span.Start && Span.Length == other.Span.Length;

    /// <inheritdoc/>
    public override int GetHashCode() => (Span.Start * 31) + Span.Length;
}
