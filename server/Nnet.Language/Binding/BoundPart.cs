using Nnet.Language.Findings;

namespace Nnet.Language.Binding;

/// <summary>What binding a declaration gave.</summary>
/// <typeparam name="T">What it is bound to.</typeparam>
/// <param name="Result">The meaning.</param>
/// <param name="Findings">What was found in it and in the blocks that it calls.</param>
/// <param name="Log">The meaning of its lines and of those that it carried out.</param>
/// <param name="Reads">What it asked of the rest of the text.</param>
/// <param name="Before">How many findings there were before it: where there are too many, less is said.</param>
/// <param name="Used">The other files as they were.</param>
/// <param name="SaidElsewhere">Whether something was found in one of them, which has to be said there in every version.</param>
internal sealed record BoundPart<T>(T Result, IReadOnlyList<Finding> Findings, StepLog Log, Reads Reads, int Before, UsedTexts Used, bool SaidElsewhere)
{
    /// <summary>Whether binding it again would give the same.</summary>
    public bool Holds(Unit unit, int before, UsedTexts used)
        => ReferenceEquals(used, Used) && !SaidElsewhere && (before == Before || Math.Max(before, Before) + Findings.Count < FindingBag.Many) && Reads.AreSame(unit);
}
