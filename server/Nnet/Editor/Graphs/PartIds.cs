using Nnet.Editor.Workspace;
using Nnet.Language.Text;

namespace Nnet.Editor.Graphs;

/// <summary>
/// Gives the parts of a picture ids that last: the path of the words that lead to a part, with a number where a word stands
/// more than once. A part whose line was there before keeps its id, though lines above it come and go.
/// </summary>
internal sealed class PartIds
{
    private readonly SourceText _source;
    private readonly ILookup<string, IGraphPlace> _before;
    private readonly HashSet<string> _taken;

    // The last number of a path, so that a body of thousands of equal words is not counted from the first for each.
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private PartIds(GraphPicture earlier, SourceText source)
    {
        var parts = earlier.Nodes.Cast<IGraphPlace>().Concat(earlier.Frames).ToList();
        (_source, _before) = (source, parts.ToLookup(part => part.Frame ?? ""));
        _taken = parts.Select(part => part.Id).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Names all parts below <paramref name="root"/>.</summary>
    public static void Assign(Part root, GraphPicture earlier, SourceText source) => new PartIds(earlier, source).AssignInside(root);

    private void AssignInside(Part parent)
    {
        var known = _before[parent.Id].OrderBy(part => part.Uri, StringComparer.Ordinal).ThenBy(part => part.Line).ThenBy(part => part.Character).ToList();
        var free = known.ToLookup(part => (part.Word, part.Uri, part.Line)).ToDictionary(group => group.Key, group => new Queue<IGraphPlace>(group));
        var left = known.Select(part => part.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var part in parent.Inner)
        {
            // The same word in the same line.
            if (free.TryGetValue(KeyOf(part), out var queue) && queue.TryDequeue(out var same))
            {
                part.Id = same.Id;
                left.Remove(same.Id);
            }
        }
        // A line that was replaced: what is left over, in its order.
        var others = known.Where(part => left.Contains(part.Id)).ToLookup(part => part.Word).ToDictionary(group => group.Key, group => new Queue<IGraphPlace>(group), StringComparer.Ordinal);
        foreach (var part in parent.Inner.Where(part => part.Id.Length == 0))
        {
            part.Id = others.TryGetValue(part.Word, out var queue) && queue.TryDequeue(out var replaced) ? replaced.Id : Fresh(part);
        }
        foreach (var frame in parent.Inner.Where(part => part.IsFrame))
        {
            AssignInside(frame);
        }
    }

    private (string Word, string? Uri, int Line) KeyOf(Part part)
    {
        var origin = part.Step!.Origin;
        return (part.Word, origin.Foreign?.Path is { } path ? Paths.UriOf(path) : null, origin.LineIn(_source));
    }

    private string Fresh(Part part)
    {
        var stem = part.Parent!.Id.Length == 0 ? part.Word : $"{part.Parent.Id}/{part.Word}";
        for (var number = _numbers.GetValueOrDefault(stem) + 1; ; number++)
        {
            var id = number == 1 ? stem : $"{stem}#{number}";
            if (_taken.Add(id))
            {
                _numbers[stem] = number;
                return id;
            }
        }
    }
}
