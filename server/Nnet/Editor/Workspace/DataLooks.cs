using System.Collections.Concurrent;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Text;

namespace Nnet.Editor.Workspace;

/// <summary>
/// Looks at data beside the typing: an analysis is given what was seen before and never waits for a file. Afterwards the data is
/// looked at, and where something new is seen the analysis is made again.
/// </summary>
/// <param name="probe">Reads the data; null looks at nothing.</param>
public sealed class DataLooks(IDataProbe? probe)
{
    private const int MostKept = 200;

    private readonly long? _memory = probe?.Memory;
    private readonly ConcurrentDictionary<BlockKey, DataLook> _seen = [];
    private readonly ConcurrentDictionary<BlockKey, DataFacts> _lastFacts = [];

    /// <summary>What is known already of the data blocks of a text, for its analysis.</summary>
    public IDataProbe KnownOf(SourceText source) => new Known(this, source);

    /// <summary>What was last seen of a data block of a file, for completing a line of it that is half typed; null when nothing was.</summary>
    public DataFacts? LastFactsOf(string? file, string block) => _lastFacts.GetValueOrDefault(new BlockKey(file, block));

    /// <summary>Looks at the data of every block.</summary>
    /// <returns>Whether something is seen that the analysis did not know.</returns>
    public bool LookAgain(Analysis analysis)
    {
        if (probe is null)
        {
            return false;
        }
        if (_seen.Count > MostKept)
        {
            _seen.Clear();
        }
        var isNew = false;
        foreach (var data in analysis.Data.AddRange(analysis.UsedData))
        {
            if (probe.Look(data) is { } look)
            {
                _seen[Key(analysis.Source, data)] = look;
                if (look is DataLook.Seen seen)
                {
                    _lastFacts[new BlockKey(data.File, data.Name)] = seen.Facts;
                }
                isNew |= !look.Equals(analysis.Looks.GetValueOrDefault(data.Name));
            }
        }
        return isNew;
    }

    // The words of the block decide what is looked at; whether the file has changed is for the probe to know.
    private static BlockKey Key(SourceText source, DataSpec data) => new(data.File, (data.Foreign ?? source)[data.Span]);

    // A class, since collections of tuples are compiled at start.
    private sealed record BlockKey(string? File, string Block);

    private sealed class Known(DataLooks looks, SourceText source) : IDataProbe
    {
        public long? Memory => looks._memory;

        public DataLook? Look(DataSpec data) => looks._seen.GetValueOrDefault(Key(source, data));
    }
}
