using Newtonsoft.Json.Linq;
using Nnet.Conformance;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Xunit;
using FileSystemWatcher = Nnet.Lsp.Protocol.FileSystemWatcher;

namespace Nnet.Lsp.Tests;

/// <summary>All messages that a server made with this library sends, as they are on the wire, against the official meta model.</summary>
public class TranscriptTests
{
    /// <summary>Requests that no record of this library is for.</summary>
    private static readonly string[] NotOffered =
    [
        "callHierarchy/", "typeHierarchy/", "inlineValue", "inlineCompletion", "Color", "color", "moniker", "implementation",
        "typeDefinition", "declaration", "TypeHierarchy", "willSave", "willCreate", "willRename", "willDelete", "rangesFormatting",
        "inlayHint/resolve", "workspaceSymbol/resolve",
    ];

    private readonly HashSet<string> _covered = ["initialize", "shutdown"];

    [FactIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    public async Task EveryAnswerIsAsSpecified()
    {
        var asks = new List<(string Method, JToken Params)>();
        using var client = await TestClient.Open(client =>
        {
            SetAllCapabilities(client.Server.Capabilities);
            Offer<HoverParams, Hover>("textDocument/hover");
            Offer<CompletionParams, CompletionList>("textDocument/completion");
            Offer<CompletionItem, CompletionItem>("completionItem/resolve");
            Offer<SignatureHelpParams, SignatureHelp>("textDocument/signatureHelp");
            Offer<InlayHintParams, InlayHint[]>("textDocument/inlayHint");
            Offer<SemanticTokensParams, SemanticTokens>("textDocument/semanticTokens/full");
            Offer<SemanticTokensDeltaParams, SemanticTokensDelta>("textDocument/semanticTokens/full/delta");
            Offer<SemanticTokensRangeParams, SemanticTokens>("textDocument/semanticTokens/range");
            Offer<DefinitionParams, LocationLink[]>("textDocument/definition");
            Offer<ReferenceParams, Location[]>("textDocument/references");
            Offer<DocumentHighlightParams, DocumentHighlight[]>("textDocument/documentHighlight");
            Offer<DocumentLinkParams, DocumentLink[]>("textDocument/documentLink");
            Offer<DocumentLink, DocumentLink>("documentLink/resolve");
            Offer<CallHierarchyPrepareParams, CallHierarchyItem[]>("textDocument/prepareCallHierarchy");
            Offer<CallHierarchyIncomingCallsParams, CallHierarchyIncomingCall[]>("callHierarchy/incomingCalls");
            Offer<CallHierarchyOutgoingCallsParams, CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls");
            Offer<DocumentSymbolParams, DocumentSymbol[]>("textDocument/documentSymbol");
            Offer<WorkspaceSymbolParams, WorkspaceSymbol[]>("workspace/symbol");
            Offer<PrepareRenameParams, PrepareRenamePlaceholder>("textDocument/prepareRename");
            Offer<RenameParams, WorkspaceEdit>("textDocument/rename");
            Offer<LinkedEditingRangeParams, LinkedEditingRanges>("textDocument/linkedEditingRange");
            Offer<DocumentFormattingParams, TextEdit[]>("textDocument/formatting");
            Offer<DocumentRangeFormattingParams, TextEdit[]>("textDocument/rangeFormatting");
            Offer<DocumentOnTypeFormattingParams, TextEdit[]>("textDocument/onTypeFormatting");
            Offer<FoldingRangeParams, FoldingRange[]>("textDocument/foldingRange");
            Offer<SelectionRangeParams, SelectionRange[]>("textDocument/selectionRange");
            Offer<CodeActionParams, CodeAction[]>("textDocument/codeAction");
            Offer<CodeAction, CodeAction>("codeAction/resolve");
            Offer<CodeLensParams, CodeLens[]>("textDocument/codeLens");
            Offer<CodeLens, CodeLens>("codeLens/resolve");
            Offer<DocumentDiagnosticParams, RelatedFullDocumentDiagnosticReport>("textDocument/diagnostic");
            Offer<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport>("workspace/diagnostic");
            Offer<ExecuteCommandParams, JToken>("workspace/executeCommand");

            void Offer<TParams, TResult>(string method)
            {
                client.Server.OnRequest<TParams, TResult>(method, (_, _) => (TResult)Sample.Of(typeof(TResult), filled: true));
                asks.Add((method, JToken.Parse(Json.Write(Sample.Of(typeof(TParams), filled: true)))));
                _covered.Add(method);
            }
        });

        foreach (var (method, parameters) in asks)
        {
            Assert.Null((await client.Request(method, parameters))["error"]);
        }

        await client.ShutDown();
        Conforms(client);
        var missing = MetaModel.Official.RequestsTo(Direction.ClientToServer)
            .Where(method => !_covered.Contains(method) && !NotOffered.Any(part => method.Contains(part, StringComparison.Ordinal)));
        Assert.Empty(missing);
    }

    [FactIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    public async Task NullAndErrorsAreAsSpecified()
    {
        using var client = await TestClient.Open(client =>
        {
            client.Server.OnRequest<HoverParams, Hover?>("textDocument/hover", (_, _, _) => null);
            client.Server.OnRequest<CodeLensParams, CodeLens[]?>("textDocument/codeLens", (_, _) => null);
            client.Server.OnRequest<RenameParams, WorkspaceEdit?>("textDocument/rename", (_, parameters, _) =>
                parameters.NewName == "" ? throw new ResponseException(ErrorCodes.RequestFailed, "A name has a letter.") : null);
        });
        client.OpenDocument("file:///a", "x");
        await client.Request("textDocument/hover", TestClient.At("file:///a", 0, 0));
        await client.Request("textDocument/hover", TestClient.At("file:///closed", 0, 0));
        await client.Request("textDocument/codeLens", TestClient.OfDocument("file:///a"));
        var rename = TestClient.At("file:///a", 0, 0);
        rename["newName"] = "";
        await client.Request("textDocument/rename", rename);
        await client.Request("textDocument/definition", TestClient.At("file:///a", 0, 0));
        await client.ShutDown();
        Conforms(client);
    }

    [FactIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    public async Task EverythingTheServerSaysByItselfIsAsSpecified()
    {
        using var client = await TestClient.Open(client => client.Answer = (method, parameters) => method switch
        {
            "workspace/applyEdit" => new JObject { ["applied"] = true },
            "workspace/configuration" => new JArray(1, 2),
            "window/showDocument" => new JObject { ["success"] = true },
            _ => JValue.CreateNull(),
        });
        var server = client.Server;
        client.OpenDocument("file:///a", "x");
        Assert.True(SpinWait.SpinUntil(() => server.Documents.All.Count == 1, TestClient.Patience));
        server.Log(MessageType.Info, "log");
        server.Show(MessageType.Warning, "show");
        server.PublishDiagnostics(server.Documents.All[0], (Diagnostic[])Sample.Of(typeof(Diagnostic[]), filled: true));
        server.ClearDiagnostics("file:///a");
        using (var progress = server.Progress.Begin("title", () => { }, percentage: 0))
        {
            await client.Next("window/workDoneProgress/create");
            progress.Report("message", 50);
            progress.End("end");
        }

        await server.Request<ApplyWorkspaceEditResult>("workspace/applyEdit", Sample.Of(typeof(ApplyWorkspaceEditParams), filled: true));
        await server.Request<JToken[]>("workspace/configuration", Sample.Of(typeof(ConfigurationParams), filled: true));
        await server.Request<MessageActionItem>("window/showMessageRequest", Sample.Of(typeof(ShowMessageRequestParams), filled: true));
        await server.Request<ShowDocumentResult>("window/showDocument", Sample.Of(typeof(ShowDocumentParams), filled: true));
        await server.Request<JToken>("client/registerCapability", new RegistrationParams(
            [new Registration("1", "workspace/didChangeWatchedFiles", new DidChangeWatchedFilesRegistrationOptions([new FileSystemWatcher("**/*.x")]))]));
        await server.Request<JToken>("client/unregisterCapability", new UnregistrationParams([new Unregistration("1", "workspace/didChangeWatchedFiles")]));
        foreach (var refresh in new[] { "codeLens", "inlayHint", "semanticTokens", "diagnostic" })
        {
            await server.Request<JToken>(refresh == "diagnostic" ? "workspace/diagnostic/refresh" : $"workspace/{refresh}/refresh");
        }

        await client.ShutDown();
        Conforms(client);
    }

    private static void SetAllCapabilities(ServerCapabilities capabilities)
    {
        foreach (var property in typeof(ServerCapabilities).GetProperties().Where(property => property.GetValue(capabilities) is null))
        {
            property.SetValue(capabilities, Sample.Of(property.PropertyType, filled: true));
        }
    }

    private static void Conforms(TestClient client)
    {
        Assert.NotEmpty(client.Transcript);
        Assert.Empty(MetaModel.Official.ValidateTranscript(client.Transcript));
    }
}
