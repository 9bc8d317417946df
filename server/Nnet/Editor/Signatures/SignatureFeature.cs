using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Editing;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Signatures;

/// <summary>Signature help: what the word before the cursor takes, and which of it is being written.</summary>
public static class SignatureFeature
{
    private static readonly string[] Triggers = ["(", " ", "=", ","];

    // Typing a value goes on with the same argument, and behind it with the next one.
    private static readonly string[] Retriggers = [")", "]"];

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.SignatureHelpProvider = new SignatureHelpOptions(Triggers, Retriggers);
        workspace.OnRequest<SignatureHelpParams, SignatureHelp?>(
            "textDocument/signatureHelp",
            (snapshot, parameters) => At(snapshot.Analysis, snapshot.Source.ToOffset(parameters.Position)),
            WhenStale.Answer);
    }

    /// <summary>The signature at an offset, or null.</summary>
    public static SignatureHelp? At(Analysis analysis, int offset)
        => CursorCall.At(analysis, offset) is { } call && SignatureText.Of(call) is { } signature
            ? new SignatureHelp([signature], ActiveSignature: 0, ActiveParameter: signature.ActiveParameter)
            : null;
}
