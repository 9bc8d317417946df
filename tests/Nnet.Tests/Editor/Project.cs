using Newtonsoft.Json.Linq;
using Nnet.Lsp.Protocol;
using Nnet.Tests.Server;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>
/// A folder of files with a server on it. The file with <c>$0</c> is open and is asked there, others lie on disk; what the server
/// answers is shown as text, with <c>⟦…⟧</c> around a range in its line.
/// </summary>
internal sealed class Project : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-project-").FullName;
    private readonly Dictionary<string, string> _texts = [];
    private readonly int _cursor;
    private EditorClient? _client;

    private Project((string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            var at = text.IndexOf("$0", StringComparison.Ordinal);
            (_texts[name], Asked, _cursor) = at < 0 ? (text, Asked, _cursor) : (text.Remove(at, 2), name, at);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
            File.WriteAllText(Path.Combine(_folder, name), _texts[name]);
        }
    }

    /// <summary>The name of the file with the cursor.</summary>
    public string Asked { get; } = "main.nnet";

    public EditorClient Client => _client!;

    /// <summary>One file, open.</summary>
    public static Task<Project> Open(string marked) => Open(("main.nnet", marked));

    /// <summary>Several files; the one with the cursor is open.</summary>
    public static async Task<Project> Open(params (string Name, string Text)[] files)
    {
        var project = new Project(files);
        project._client = await EditorClient.InProcess(rootUri: new Uri(project._folder).AbsoluteUri);
        project.OpenFile(project.Asked);
        return project;
    }

    /// <summary>Opens a file, perhaps with another text than on disk.</summary>
    public void OpenFile(string name, string? text = null)
    {
        _texts[name] = text ?? _texts[name];
        Client.OpenDocument(Uri(name), _texts[name]);
    }

    public string Uri(string name) => new Uri(Path.Combine(_folder, name)).AbsoluteUri;

    /// <summary>Asks about the cursor.</summary>
    public Task<JToken> Ask(string method, JObject? more = null) => Client.Ask(method, Parameters(more));

    /// <summary>Asks about the file with the cursor as a whole.</summary>
    public Task<JToken> AskFile(string method, JObject? more = null)
    {
        var parameters = new JObject { ["textDocument"] = new JObject { ["uri"] = Uri(Asked) } };
        parameters.Merge(more ?? []);
        return Client.Ask(method, parameters);
    }

    /// <summary>The message with which the server refuses.</summary>
    public async Task<string> Refusal(string method, JObject? more = null)
    {
        var response = await Client.AskAnyhow(method, Parameters(more));
        Assert.True(response["error"] is not null, $"{method} was answered: {response}");
        return (string)response["error"]!["message"]!;
    }

    /// <summary>Places as <c>main.nnet: let ⟦d⟧ = 8</c>, in their order.</summary>
    public string[] Places(JToken locations)
        => [.. locations.Select(location => $"{Name((string)(location["uri"] ?? location["targetUri"])!)}: {Show((string)(location["uri"] ?? location["targetUri"])!, location["targetSelectionRange"] ?? location["range"]!)}")];

    /// <summary>A range in its line.</summary>
    public string Show(JToken range) => Show(Uri(Asked), range);

    /// <summary>All texts with an edit of the workspace in place, by the names of those that it changes.</summary>
    public Dictionary<string, string> Apply(JToken edit)
        => edit["documentChanges"]!.ToDictionary(
            file => Name((string)file["textDocument"]!["uri"]!),
            file => file["edits"]!.Reverse().Aggregate(_texts[Name((string)file["textDocument"]!["uri"]!)], TrainingTests.Apply));

    public string Name(string uri) => Path.GetRelativePath(_folder, new Uri(uri).LocalPath).Replace('\\', '/');

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private JObject Parameters(JObject? more)
    {
        var before = _texts[Asked][.._cursor];
        var parameters = new JObject
        {
            ["textDocument"] = new JObject { ["uri"] = Uri(Asked) },
            ["position"] = JObject.FromObject(new { line = before.Count(character => character == '\n'), character = before.Length - before.LastIndexOf('\n') - 1 }),
        };
        parameters.Merge(more ?? []);
        return parameters;
    }

    private string Show(string uri, JToken json)
    {
        var range = json.ToObject<ShownRange>()!;
        var lines = _texts[Name(uri)].Split('\n');
        var (start, end) = (range.Start, range.End);
        return start.Line == end.Line
            ? lines[start.Line].Insert(end.Character, "⟧").Insert(start.Character, "⟦").Trim()
            : $"{lines[start.Line].Insert(start.Character, "⟦").Trim()} … {lines[end.Line].Insert(end.Character, "⟧").Trim()}";
    }

    private sealed record ShownRange(Position Start, Position End);
}
