using Nnet.Editor.Workspace;
using Nnet.Language.Text;

namespace Nnet.Editor.Graphs;

/// <summary>
/// Gives the parts of a picture ids that last: the path of the words that lead to a part, with a number where a word stands
/// more than once. A part whose line was there before keeps its id, though lines above it come and go.
/// </summary>
internal static class PartIds
{
    /// <summary>Names all parts below <paramref name="root"/>.</summary>
    public static void Assign(Part root, GraphPicture earlier, SourceText source)
    {
        var before = earlier.Nodes.Cast<IGraphPlace>().Concat(earlier.Frames).ToLookup(part => part.Frame ?? "");
        AssignInside(root, before, source);
    }

    private static void AssignInside(Part parent, ILookup<string, IGraphPlace> before, SourceText source)
    {
        var known = before[parent.Id].OrderBy(part => part.Uri, StringComparer.Ordinal).ThenBy(part => part.Line).ThenBy(part => part.Character).ToList();
        var taken = known.Select(part => part.Id).ToHashSet(StringComparer.Ordinal);
        var free = known.ToLookup(part => (part.Word, part.Uri, part.Line)).ToDictionary(group => group.Key, group => new Queue<IGraphPlace>(group));
        var left = new HashSet<string>(taken, StringComparer.Ordinal);
        foreach (var part in parent.Inner)
        {
            // The same word in the same line.
            if (free.TryGetValue(KeyOf(source, part), out var queue) && queue.TryDequeue(out var same))
            {
                part.Id = same.Id;
                left.Remove(same.Id);
            }
        }
        // A line that was replaced: what is left over, in its order.
        var others = known.Where(part => left.Contains(part.Id)).ToLookup(part => part.Word).ToDictionary(group => group.Key, group => new Queue<IGraphPlace>(group), StringComparer.Ordinal);
        foreach (var part in parent.Inner.Where(part => part.Id.Length == 0))
        {
            part.Id = others.TryGetValue(part.Word, out var queue) && queue.TryDequeue(out var replaced) ? replaced.Id : Fresh(part, taken);
            taken.Add(part.Id);
        }
        foreach (var frame in parent.Inner.Where(part => part.IsFrame))
        {
            AssignInside(frame, before, source);
        }
    }

    private static (string Word, string? Uri, int Line) KeyOf(SourceText source, Part part)
    {
        var origin = part.Step!.Origin;
        return (part.Word, origin.Foreign?.Path is { } path ? Paths.UriOf(path) : null, origin.LineIn(source));
    }

    private static string Fresh(Part part, HashSet<string> taken)
    {
        var stem = part.Parent!.Id.Length == 0 ? part.Word : $"{part.Parent.Id}/{part.Word}";
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? stem : $"{stem}#{number}";
            if (!taken.Contains(id))
            {
                return id;
            }
        }
    }
}
