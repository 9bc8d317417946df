using Nnet.Engine.Data.Sources;
using Nnet.Language.Data;
using Nnet.Language.Findings;

namespace Nnet.Editor.Workspace;

/// <summary>
/// Looks at data as far as the user trusts the folder. Before that it reads files inside of the open folders only, since a text from
/// elsewhere must not make the editor read, and show, what is none of its business.
/// </summary>
/// <param name="inner">Reads the data.</param>
/// <param name="isTrusted">Whether the user trusts the folder by now.</param>
/// <param name="folders">The paths of the open folders.</param>
internal sealed class ConfinedProbe(IDataProbe inner, Func<bool> isTrusted, Func<IEnumerable<string>> folders) : IDataProbe
{
    /// <inheritdoc/>
    public long? Memory => inner.Memory;

    /// <inheritdoc/>
    public DataLook? Look(DataSpec data)
    {
        if (isTrusted() || data.Source is null)
        {
            return inner.Look(data);
        }
        var site = SourceSite.Of(data);
        var roots = folders().Select(Paths.RealPath).ToList();
        foreach (var argument in SourceReader.For(site.Call.Definition).Files.Where(site.Call.Has))
        {
            var file = site.File(argument);
            var why = !roots.Any(root => Paths.IsWithin(Paths.RealPath(file.FullPath), root)) ? "lies outside of this folder"
                : Directory.Exists(file.FullPath) ? "is a folder, whose links may lead out of this one"
                : null;
            if (why is not null)
            {
                return new DataLook.Unreadable(DataFindings.WaitsForTrust, $"{file.Written} {why}, and this folder is not trusted. Trust it (Workspaces: Manage Workspace Trust), then the data is looked at and can be trained on.", argument);
            }
        }
        return inner.Look(data);
    }
}
