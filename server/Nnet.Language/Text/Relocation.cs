namespace Nnet.Language.Text;

/// <summary>Where the offsets of a piece are that was read by itself, in a text in which it is found.</summary>
/// <param name="Text">The text.</param>
/// <param name="Index">Where the piece begins in its content.</param>
internal readonly record struct Relocation(SourceText Text, int Index)
{
    /// <summary>The offset in the text of an offset in the piece.</summary>
    public int this[int offset] => Text.OffsetOf(Index + offset);
}
