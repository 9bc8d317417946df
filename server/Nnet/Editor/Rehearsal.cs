using System.IO.Pipes;
using Newtonsoft.Json.Linq;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Lsp;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Nnet.Training;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Editor;

/// <summary>
/// A conversation with a server of its own, over pipes within the process: a file is opened, somebody types in it, and everything is
/// asked once. Behind it the runtime has compiled and loaded what the same messages of a user need, from the bytes that come to those
/// that go.
/// </summary>
internal sealed class Rehearsal
{
    private const string TypedUri = "nnet:warm-up/typed";
    private const string WholeUri = "nnet:warm-up/whole";

    // Typed behind the input of the usual model: half words, whole ones, braces that are not closed yet.
    private static readonly string[] s_pieces = ["\n  ", "d", "1", ":", " ", "con", "v", " ", "8", " ", "ke", "rnel=", "3", "\n  ", "res", "idual { ", "b", "atchnorm }", "\n  ", "let n = ", "2*(", "\n  ", "repeat 2 { d", "ropout 20%", " }", " # again"];

    // Editors ask for these when a file is opened …
    private static readonly string[] s_questions =
    [
        "textDocument/inlayHint", "textDocument/codeLens", "textDocument/semanticTokens/full", "textDocument/documentSymbol",
        "textDocument/codeAction", "textDocument/foldingRange", "textDocument/documentLink",
    ];

    // … and for these where somebody types, points and clicks.
    private static readonly string[] s_questionsAtPlace =
    [
        "textDocument/completion", "textDocument/hover", "textDocument/signatureHelp", "textDocument/documentHighlight", "textDocument/definition",
        "textDocument/linkedEditingRange", "textDocument/selectionRange",
    ];

    private readonly RpcConnection _client;
    private readonly Action _wait;

    private Rehearsal(RpcConnection client, Action wait) => (_client, _wait) = (client, wait);

    /// <summary>Leads the conversation to its end.</summary>
    /// <param name="worker">How a training worker would be started; none is.</param>
    /// <param name="probe">Makes what looks at data.</param>
    /// <param name="wait">Called before every message; returns when it may be sent.</param>
    /// <exception cref="ResponseException">The server answered with an error.</exception>
    public static void Run(WorkerCommand worker, Func<IDataProbe> probe, Action wait)
    {
        wait();
        using var toServer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var fromServer = new AnonymousPipeServerStream(PipeDirection.In);
        var serving = WarmUp.Begin("rehearsed server", () =>
        {
            using var input = new AnonymousPipeClientStream(PipeDirection.In, toServer.ClientSafePipeHandle);
            using var output = new AnonymousPipeClientStream(PipeDirection.Out, fromServer.ClientSafePipeHandle);
            EditorServer.Run(new LanguageServer(input, output, new("nnet", null)), worker, probe);
        });
        var client = new RpcConnection(fromServer, toServer);
        var listening = WarmUp.Begin("rehearsing client", client.Run);
        new Rehearsal(client, wait).Converse();
        listening.Join();
        serving.Join();
    }

    private void Converse()
    {
        Ask("initialize", new
        {
            capabilities = new
            {
                textDocument = new
                {
                    completion = new { completionItem = new { snippetSupport = true } },
                    documentSymbol = new { hierarchicalDocumentSymbolSupport = true },
                },
            },
        });
        Tell("initialized", new { });
        Type();
        AskEverything();
        Ask("shutdown", null);
        Tell("exit", null);
    }

    private void Type()
    {
        Open(TypedUri, WarmUpSample.Usual);
        var lines = WarmUpSample.Usual.Split('\n');
        var line = Array.FindIndex(lines, text => text.TrimStart().StartsWith("input", StringComparison.Ordinal));
        var cursor = new Position(line, lines[line].Length);
        for (var i = 0; i < s_pieces.Length; i++)
        {
            var piece = s_pieces[i];
            Tell("textDocument/didChange", new DidChangeTextDocumentParams(new(TypedUri, i + 2), [new(piece, new Range(cursor, cursor))]));
            cursor = piece[0] == '\n' ? new(cursor.Line + 1, piece.Length - 1) : cursor with { Character = cursor.Character + piece.Length };
            AskAt("textDocument/completion", TypedUri, cursor);
        }
    }

    private void AskEverything()
    {
        Open(WholeUri, WarmUpSample.Text);
        foreach (var question in s_questions)
        {
            AskAt(question, WholeUri, new(3, 0));
        }
        var lines = WarmUpSample.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var word = lines[i].Length - lines[i].TrimStart().Length;
            foreach (var question in s_questionsAtPlace)
            {
                AskAt(question, WholeUri, new(i, word));
                AskAt(question, WholeUri, new(i, lines[i].Length));
            }
        }
    }

    private void Open(string uri, string text) => Tell("textDocument/didOpen", new DidOpenTextDocumentParams(new(uri, "nnet", 1, text)));

    // Each question takes of it what it is about.
    private void AskAt(string question, string uri, Position place) => Ask(question, new
    {
        textDocument = new { uri },
        position = place,
        positions = new[] { place },
        range = new Range(new(0, 0), place),
        context = new { diagnostics = Array.Empty<Diagnostic>(), triggerKind = 1, isRetrigger = false },
    });

    private void Ask(string method, object? parameters)
    {
        _wait();
        _client.Request<JToken>(method, parameters).GetAwaiter().GetResult();
    }

    private void Tell(string method, object? parameters)
    {
        _wait();
        _client.Notify(method, parameters);
    }
}
