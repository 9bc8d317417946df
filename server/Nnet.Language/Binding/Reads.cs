using Nnet.Language.Definitions;
using Nnet.Language.Layers.Structure;

namespace Nnet.Language.Binding;

/// <summary>What binding a declaration asked of the rest of its text. As long as the answers are the same, it gives the same.</summary>
internal sealed class Reads
{
    // A name that stands for nothing, which is something else than a value that has an error.
    private static readonly object s_unknown = new();

    private Dictionary<string, object?>? _values;
    private Dictionary<string, BlockDefinition?>? _blocks;
    private Dictionary<int, int>? _lines;
    private string[]? _names;
    private string[]? _words;

    /// <summary>Notes what a name of the file stood for.</summary>
    public void Value(string name, bool isKnown, Value? value) => (_values ??= new(StringComparer.Ordinal))[name] = isKnown ? value : s_unknown;

    /// <summary>Notes which block a word named, or that it named none.</summary>
    public void Block(string word, BlockDefinition? block) => (_blocks ??= new(StringComparer.Ordinal))[word] = block;

    /// <summary>Notes on which line something stood.</summary>
    public void Line(int offset, int line) => (_lines ??= [])[offset] = line;

    /// <summary>Notes that the names of all values of the file were looked at.</summary>
    public void Names(IEnumerable<string> names) => _names ??= [.. names];

    /// <summary>Notes that the names of all blocks were looked at.</summary>
    public void Words(IEnumerable<string> words) => _words ??= [.. words];

    /// <summary>Whether a version of the text would answer the same.</summary>
    public bool AreSame(Unit unit)
        => (_values is null || _values.All(read => Equals(unit.Scope.TryFind(read.Key, out var value) ? value : s_unknown, read.Value)))
            && (_blocks is null || _blocks.All(read => ReferenceEquals(unit.FindBlock(read.Key)?.Definition, read.Value)))
            && (_lines is null || _lines.All(read => unit.Tree.Source.LineAt(read.Key) == read.Value))
            && (_names is null || _names.SequenceEqual(unit.Scope.Names))
            && (_words is null || _words.SequenceEqual(unit.Blocks.Keys));
}
