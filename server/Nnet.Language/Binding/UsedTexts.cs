using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>The files that a text uses, directly or through others, as they were read. It is the same object as long as all of them are the same texts.</summary>
/// <param name="Texts">In the order in which they were met; null for each that cannot be read.</param>
internal sealed record UsedTexts(IReadOnlyList<SourceText?> Texts)
{
    /// <summary>Under what it is remembered.</summary>
    public static object Key { get; } = new();
}
