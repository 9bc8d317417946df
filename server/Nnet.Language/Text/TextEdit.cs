namespace Nnet.Language.Text;

/// <summary>Replaces the text of <paramref name="Span"/> by <paramref name="NewText"/>.</summary>
public sealed record TextEdit(Span Span, string NewText);
