using System.Globalization;
using Newtonsoft.Json.Linq;
using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Training;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>Completion. Lists are short to send; the page of an item is written when the user looks at it.</summary>
public static class CompletionFeature
{
    // No space: accepting the first proposal with Enter at the end of a line would write what nobody asked for.
    private static readonly string[] Triggers = ["=", "\"", "/", "[", "."];

    private static readonly Lazy<Dictionary<string, Definition>> s_definitions = new(() =>
        Enumerable.Empty<Definition>()
            .Concat(Catalog<ModelWord>.All).Concat(Catalog<Loss>.All).Concat(Catalog<Optimizer>.All).Concat(Catalog<Schedule>.All)
            .Concat(Catalog<Metric>.All).Concat(Catalog<DataSetting>.All).Concat(Catalog<TrainSetting>.All).Concat(Function.All)
            .ToDictionary(KeyOf));

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.CompletionProvider = new CompletionOptions(Triggers, ResolveProvider: true);
        workspace.OnRequest<CompletionParams, CompletionList>(
            "textDocument/completion",
            (snapshot, parameters) =>
            {
                var (hasSnippets, hasDetails) = (Supports(server, "snippetSupport"), Supports(server, "labelDetailsSupport"));
                return new CompletionList(
                    IsIncomplete: false,
                    [.. At(snapshot, snapshot.Source.ToOffset(parameters.Position), workspace.IsTrusted).Select(suggestion => ToItem(suggestion, snapshot, hasSnippets, hasDetails))]);
            },
            WhenStale.Answer);
        server.OnRequest<CompletionItem, CompletionItem>("completionItem/resolve", (item, _) =>
            Resolve(item, workspace.Pictures, uri => workspace.Find(uri)) is { Documentation: { } page } resolved
                ? resolved with { Documentation = server.Shown(page, "textDocument.completion.completionItem.documentationFormat") }
                : item);
    }

    /// <summary>What could be written at an offset.</summary>
    public static IEnumerable<Suggestion> At(Snapshot snapshot, int offset, bool listFiles)
        => new Suggestions(snapshot, CursorContext.At(snapshot.Analysis, offset), listFiles).All();

    /// <summary>The item with its page, with pictures where the client draws them.</summary>
    /// <param name="item">The item as it was listed.</param>
    /// <param name="pictures">Which pictures the client draws.</param>
    /// <param name="find">Gives an open document, for the blocks that it knows.</param>
    public static CompletionItem Resolve(CompletionItem item, PictureTheme pictures, Func<string, Snapshot?> find)
    {
        if (item.Data is not JObject data || DefinitionOf(data, find) is not { } definition)
        {
            return item;
        }
        var argument = definition.Arguments.FirstOrDefault(known => known.Name == (string?)data["argument"]);
        var page = argument is null ? DefinitionText.Page(definition, pictures) : DefinitionText.Page(definition, argument, null);
        var problem = (string?)data["problem"];
        return item with { Documentation = MarkupContent.Markdown(problem is null ? page : $"**It cannot go here:** {MarkdownText.Sentence(problem)}\n\n---\n\n{page}") };
    }

    private static Definition? DefinitionOf(JObject data, Func<string, Snapshot?> find)
        => (string?)data["block"] is { } block
            ? (string?)data["uri"] is { } uri ? find(uri)?.Analysis.Blocks.FirstOrDefault(known => known.Name == block) : null
            : (string?)data["definition"] is { } key ? s_definitions.Value.GetValueOrDefault(key) : null;

    private static string KeyOf(Definition definition) => definition is Function function ? $"{function.Name}()" : definition.GetType().Name;

    private static bool Supports(LanguageServer server, string what) => server.Client.Capabilities.Supports($"textDocument.completion.completionItem.{what}");

    private static CompletionItem ToItem(Suggestion suggestion, Snapshot snapshot, bool hasSnippets, bool hasDetails)
    {
        var isSnippet = hasSnippets && suggestion.Snippet.Contains('$', StringComparison.Ordinal);
        var text = isSnippet || !suggestion.Snippet.Contains('$', StringComparison.Ordinal) ? suggestion.Snippet : suggestion.Label;
        return new CompletionItem(
            suggestion.Label,
            LabelDetails: hasDetails && (suggestion.Effect ?? suggestion.Detail) is not null ? new CompletionItemLabelDetails(suggestion.Effect is { } effect ? " " + effect : null, suggestion.Detail) : null,
            Kind: suggestion.Kind,
            Detail: hasDetails ? null : string.Join(" · ", new[] { suggestion.Effect, suggestion.Detail }.OfType<string>()) is { Length: > 0 } detail ? detail : null,
            SortText: suggestion.Rank.ToString("D4", CultureInfo.InvariantCulture) + suggestion.Label,
            InsertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
            TextEdit: new TextEdit(snapshot.Source.ToRange(suggestion.Replace), text),
            Data: DataOf(suggestion, snapshot));
    }

    private static JObject? DataOf(Suggestion suggestion, Snapshot snapshot)
    {
        if (suggestion.Definition is not { } definition)
        {
            return null;
        }
        var data = definition is BlockDefinition
            ? new JObject { ["block"] = definition.Name, ["uri"] = snapshot.Document.Uri }
            : new JObject { ["definition"] = KeyOf(definition) };
        if (suggestion.Argument is { } argument)
        {
            data["argument"] = argument.Name;
        }
        if (suggestion.Problem is { } problem)
        {
            data["problem"] = problem;
        }
        return data;
    }
}
