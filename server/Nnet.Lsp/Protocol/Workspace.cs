using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>Which part of the settings is asked for.</summary>
public sealed record ConfigurationItem(string? ScopeUri = null, string? Section = null);

/// <summary>Parameters of <c>workspace/configuration</c>, which the server sends; one answer per item, in that order.</summary>
public sealed record ConfigurationParams(ConfigurationItem[] Items);

/// <summary>Parameters of <c>workspace/didChangeConfiguration</c>.</summary>
public sealed record DidChangeConfigurationParams(JToken? Settings = null);

/// <summary>What happened to a file.</summary>
public enum FileChangeType
{
    /// <summary>It is new.</summary>
    Created = 1,

    /// <summary>It has another content.</summary>
    Changed = 2,

    /// <summary>It is gone.</summary>
    Deleted = 3,
}

/// <summary>A file that changed on disk.</summary>
public sealed record FileEvent(string Uri, FileChangeType Type);

/// <summary>Parameters of <c>workspace/didChangeWatchedFiles</c>.</summary>
public sealed record DidChangeWatchedFilesParams(FileEvent[] Changes);

/// <summary>Files to watch, by glob pattern.</summary>
public sealed record FileSystemWatcher(string GlobPattern, int? Kind = null);

/// <summary>Options of the registration for <c>workspace/didChangeWatchedFiles</c>.</summary>
public sealed record DidChangeWatchedFilesRegistrationOptions(FileSystemWatcher[] Watchers);

/// <summary>Parameters of <c>workspace/didChangeWorkspaceFolders</c>.</summary>
public sealed record DidChangeWorkspaceFoldersParams(WorkspaceFoldersChangeEvent Event);

/// <summary>The folders that came and went.</summary>
public sealed record WorkspaceFoldersChangeEvent(WorkspaceFolder[] Added, WorkspaceFolder[] Removed);

/// <summary>A method that the server handles from now on.</summary>
public sealed record Registration(string Id, string Method, object? RegisterOptions = null);

/// <summary>Parameters of <c>client/registerCapability</c>, which the server sends.</summary>
public sealed record RegistrationParams(Registration[] Registrations);

/// <summary>A registration to be taken back.</summary>
public sealed record Unregistration(string Id, string Method);

/// <summary>Parameters of <c>client/unregisterCapability</c>, which the server sends; the spelling is the specification's.</summary>
public sealed record UnregistrationParams(Unregistration[] Unregisterations);
