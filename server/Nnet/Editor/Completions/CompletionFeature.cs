using System.Globalization;
using Newtonsoft.Json.Linq;
using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Nnet.Language.Layers;
using Nnet.Language.Training;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>Completion. Lists are short to send; the page of an item is written when the user looks at it.</summary>
public static class CompletionFeature
{
    // No space: accepting the first proposal with Enter at the end of a line would write what nobody asked for.
    private static readonly string[] Triggers = ["=", "\"", "/", "["];

    private static readonly Lazy<Dictionary<string, Definition>> s_definitions = new(() =>
        Enumerable.Empty<Definition>()
            .Concat(Catalog<Layer>.All).Concat(Catalog<Loss>.All).Concat(Catalog<Optimizer>.All).Concat(Catalog<Schedule>.All)
            .Concat(Catalog<Metric>.All).Concat(Catalog<DataSetting>.All).Concat(Catalog<TrainSetting>.All)
            .ToDictionary(definition => definition.GetType().Name));

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.CompletionProvider = new CompletionOptions(Triggers, ResolveProvider: true);
        workspace.OnRequest<CompletionParams, CompletionList>(
            "textDocument/completion",
            (snapshot, parameters) => new CompletionList(
                IsIncomplete: false,
                [.. At(snapshot, snapshot.Source.ToOffset(parameters.Position), workspace.IsTrusted).Select(suggestion => ToItem(suggestion, snapshot, HasSnippets(server)))]),
            WhenStale.Answer);
        server.OnRequest<CompletionItem, CompletionItem>("completionItem/resolve", (item, _) => Resolve(item, workspace.HasPictures));
    }

    /// <summary>What could be written at an offset.</summary>
    public static IEnumerable<Suggestion> At(Snapshot snapshot, int offset, bool listFiles)
        => new Suggestions(snapshot, CursorContext.At(snapshot.Analysis, offset), listFiles).All();

    /// <summary>The item with its page, with pictures where the client draws them.</summary>
    public static CompletionItem Resolve(CompletionItem item, bool hasPictures)
    {
        if ((string?)item.Data?["definition"] is not { } name || !s_definitions.Value.TryGetValue(name, out var definition))
        {
            return item;
        }
        var argument = definition.Arguments.FirstOrDefault(known => known.Name == (string?)item.Data?["argument"]);
        var page = argument is null ? DefinitionText.Page(definition, hasPictures) : DefinitionText.Page(definition, argument, null);
        return item with { Documentation = MarkupContent.Markdown(page) };
    }

    private static bool HasSnippets(LanguageServer server) => server.Client.Capabilities.Supports("textDocument.completion.completionItem.snippetSupport");

    private static CompletionItem ToItem(Suggestion suggestion, Snapshot snapshot, bool hasSnippets)
    {
        var isSnippet = hasSnippets && suggestion.Snippet.Contains('$', StringComparison.Ordinal);
        var text = isSnippet || !suggestion.Snippet.Contains('$', StringComparison.Ordinal) ? suggestion.Snippet : suggestion.Label;
        return new CompletionItem(
            suggestion.Label,
            Kind: suggestion.Kind,
            Detail: suggestion.Detail,
            SortText: suggestion.Rank.ToString("D4", CultureInfo.InvariantCulture) + suggestion.Label,
            InsertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
            TextEdit: new TextEdit(snapshot.Source.ToRange(suggestion.Replace), text),
            Data: suggestion.Definition is { } definition
                ? new JObject { ["definition"] = definition.GetType().Name, ["argument"] = suggestion.Argument?.Name }
                : null);
    }
}
