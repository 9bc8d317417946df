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
            (snapshot, parameters) => Shown(server, At(snapshot.Analysis, snapshot.Source.ToOffset(parameters.Position))),
            WhenStale.Answer);
    }

    /// <summary>The signature at an offset, or null.</summary>
    public static SignatureHelp? At(Analysis analysis, int offset)
        => CursorCall.At(analysis, offset) is { } call && SignatureText.Of(call) is { } signature
            ? new SignatureHelp([signature], ActiveSignature: 0, ActiveParameter: signature.ActiveParameter)
            : null;

    private static SignatureHelp? Shown(LanguageServer server, SignatureHelp? help) => help is null ? null : help with
    {
        Signatures =
        [
            .. help.Signatures.Select(signature => signature with
            {
                Documentation = Shown(server, signature.Documentation),
                Parameters = signature.Parameters is null ? null : [.. signature.Parameters.Select(parameter => parameter with { Documentation = Shown(server, parameter.Documentation) })],
            }),
        ],
    };

    private static MarkupContent? Shown(LanguageServer server, MarkupContent? content)
        => content is null ? null : server.Shown(content, "textDocument.signatureHelp.signatureInformation.documentationFormat");
}
