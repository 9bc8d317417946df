using Newtonsoft.Json.Linq;
using Nnet.Lsp.JsonRpc;

namespace Nnet.Lsp.Protocol;

/// <summary>Name and version of the client.</summary>
public sealed record ClientInfo(string Name, string? Version = null);

/// <summary>Name and version of the server.</summary>
public sealed record ServerInfo(string Name, string? Version = null);

/// <summary>A folder that is open in the editor.</summary>
public sealed record WorkspaceFolder(string Uri, string Name);

/// <summary>The answer to <c>initialize</c>.</summary>
public sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo? ServerInfo = null);

/// <summary>
/// What the client tells about itself. The parts are read out of the JSON when they are asked for: a client sends
/// hundreds of capabilities, and the answer shall not wait for records of them.
/// </summary>
public sealed class InitializeParams
{
    private readonly JObject _json;

    /// <summary>Wraps the parameters of <c>initialize</c>.</summary>
    public InitializeParams(JObject json)
    {
        _json = json;
        Capabilities = new ClientCapabilities(json["capabilities"] as JObject ?? []);
    }

    /// <summary>The process whose end is to be the server's end too.</summary>
    public int? ProcessId => _json["processId"] is JValue { Value: long id and > 0 and <= int.MaxValue } ? (int)id : null;

    /// <summary>Name and version of the client.</summary>
    public ClientInfo? ClientInfo =>
        _json["clientInfo"] is JObject info ? new ClientInfo((info["name"] as JValue)?.Value as string ?? "", (info["version"] as JValue)?.Value as string) : null;

    /// <summary>The language of the user interface, such as <c>de</c>.</summary>
    public string? Locale => (_json["locale"] as JValue)?.Value as string;

    /// <summary>What the extension passes to its server.</summary>
    public JToken? InitializationOptions => _json["initializationOptions"];

    /// <summary>What the client can do.</summary>
    public ClientCapabilities Capabilities { get; }

    /// <summary>The open folders; empty if there are none.</summary>
    public IReadOnlyList<WorkspaceFolder> WorkspaceFolders
    {
        get
        {
            if (_json["workspaceFolders"] is JArray folders)
            {
                return Json.Read<WorkspaceFolder[]>(folders) ?? [];
            }

            return (_json["rootUri"] as JValue)?.Value is string root ? [new WorkspaceFolder(root, root)] : [];
        }
    }
}

/// <summary>What the client can do, asked by path in the specification's spelling: <c>workspace.inlayHint.refreshSupport</c>.</summary>
public sealed class ClientCapabilities
{
    private readonly JObject _json;

    /// <summary>Wraps the <c>capabilities</c> of <c>initialize</c>.</summary>
    public ClientCapabilities(JObject json) => _json = json;

    /// <summary>Whether the capability is given and true.</summary>
    public bool Supports(string path) => Find(path) is JValue { Value: true };

    /// <summary>The strings of a list such as <c>textDocument.hover.contentFormat</c>; empty if it is not given.</summary>
    public IReadOnlyList<string> Strings(string path) =>
        Find(path) is JArray list ? [.. list.OfType<JValue>().Select(value => value.Value).OfType<string>()] : [];

    /// <summary>The value at the path, or null.</summary>
    public JToken? Find(string path)
    {
        JToken? token = _json;
        foreach (var name in path.Split('.'))
        {
            token = (token as JObject)?[name];
        }

        return token;
    }
}
