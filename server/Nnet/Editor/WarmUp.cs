using Nnet.Editor.CodeLenses;
using Nnet.Editor.Completions;
using Nnet.Editor.Diagnostics;
using Nnet.Editor.Documentation;
using Nnet.Editor.Folding;
using Nnet.Editor.Hovers;
using Nnet.Editor.InlayHints;
using Nnet.Editor.Runs;
using Nnet.Editor.SemanticTokens;
using Nnet.Editor.Signatures;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Lsp.Documents;

namespace Nnet.Editor;

/// <summary>Does everything once before the user does, beside the first messages: the runtime compiles and loads what it needs.</summary>
internal static class WarmUp
{
    /// <summary>Starts it and returns at once.</summary>
    public static void Start() => new Thread(Run) { IsBackground = true, Name = "warm-up", Priority = ThreadPriority.BelowNormal }.Start();

    private static void Run()
    {
        try
        {
            UseEverything();
        }
        catch (Exception)
        {
            // Whoever asks for the same thing gets the fault with its details; a warm-up must not end the server.
        }
    }

    private static void UseEverything()
    {
        var runs = new RunList();
        var snapshot = new Snapshot(new Document("nnet:warm-up", "nnet", 0, WarmUpSample.Text), null, new DataLooks(null), new LastGood());
        _ = DiagnosticList.Of(snapshot, runs, new EditorSettings());
        foreach (var step in snapshot.Steps.Steps)
        {
            _ = HintText.Of(step, new EditorSettings());
            _ = HintText.TipOf(step);
        }
        _ = CodeLensFeature.Of(snapshot, runs, hasGraph: true, offersTrials: true).Count();
        _ = SemanticTokensFeature.Encode(snapshot, null);
        _ = FoldingFeature.Of(snapshot.Analysis.Syntax).Count();
        foreach (var step in snapshot.Analysis.Steps)
        {
            _ = HoverText.At(snapshot, step.Syntax.Word.Span.Start, PictureTheme.Dark);
            _ = CompletionFeature.At(snapshot, step.Syntax.Word.Span.Start, listFiles: false).Count();
            _ = CompletionFeature.At(snapshot, step.Syntax.CallSpan.End, listFiles: false).Count();
            _ = SignatureFeature.At(snapshot.Analysis, step.Syntax.CallSpan.End);
        }
    }
}
