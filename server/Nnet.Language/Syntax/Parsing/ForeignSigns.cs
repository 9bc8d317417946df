namespace Nnet.Language.Syntax.Parsing;

/// <summary>Signs that word processors and web pages put in the place of those of the keyboard.</summary>
internal static class ForeignSigns
{
    /// <summary>Whether it looks like a minus and is none: the en dash, the em dash, or the minus of mathematics.</summary>
    public static bool IsMinus(char sign) => sign is '–' or '—' or '−';
}
