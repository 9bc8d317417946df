using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nnet.Language.Text;

namespace Nnet.Language.Graph;

/// <summary>A word of a text that says a layer, with all nodes that it makes: several where its line is repeated or stands in a block.</summary>
internal sealed class WrittenLayer
{
    private readonly Node _first;
    private readonly WrittenLayer? _other;
    private List<Node>? _more;

    private WrittenLayer(Node first, WrittenLayer? other) => (_first, _other) = (first, other);

    /// <summary>The first node that it makes.</summary>
    public Node First => _first;

    /// <summary>How many nodes it makes.</summary>
    public int Count => 1 + (_more?.Count ?? 0);

    /// <summary>One of its nodes, in the order in which they come about.</summary>
    public Node this[int index] => index == 0 ? _first : _more![index - 1];

    private int Offset => _first.Call.NameSpan.Start;

    /// <summary>Puts nodes to the words that make them, in the order of the text.</summary>
    public static ImmutableArray<WrittenLayer> Of(ImmutableArray<Node> nodes)
    {
        // Most words are behind all that were met, so that the list is in order without further ado.
        var words = new List<WrittenLayer>(nodes.Length);
        var several = false;
        foreach (var node in nodes)
        {
            var (offset, place) = (node.Call.NameSpan.Start, words.Count);
            if (words.Count > 0 && words[^1].Offset >= offset)
            {
                place = Ordered.FirstFrom(CollectionsMarshal.AsSpan(words), offset, static word => word.Offset);
            }
            if (place == words.Count || words[place].Offset != offset)
            {
                words.Insert(place, new WrittenLayer(node, null));
            }
            else if (words[place].Find(node) is { } word)
            {
                (word._more ??= []).Add(node);
            }
            else
            {
                words[place] = new WrittenLayer(node, words[place]);
                several = true;
            }
        }
        return several ? [.. words.SelectMany(word => word.AllThere())] : [.. words];
    }

    // At one offset there is a word of each text, and of a line that names an activation there are two.
    private WrittenLayer? Find(Node node)
    {
        var word = this;
        while (word is not null && !(ReferenceEquals(word._first.Call.Definition, node.Call.Definition) && ReferenceEquals(word._first.Origin.Foreign, node.Origin.Foreign)))
        {
            word = word._other;
        }
        return word;
    }

    private IEnumerable<WrittenLayer> AllThere()
    {
        for (var word = this; word is not null; word = word._other)
        {
            yield return word;
        }
    }
}
