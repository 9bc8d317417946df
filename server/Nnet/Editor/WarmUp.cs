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
using Nnet.Lsp;
using Nnet.Lsp.Documents;

namespace Nnet.Editor;

/// <summary>
/// Does everything once before the user does, beside the first messages: the runtime compiles and loads what it needs. What the first
/// findings need comes first; the rest waits until that is done, so that it takes no time from it.
/// </summary>
internal static class WarmUp
{
    private static Thread? s_findings;

    /// <summary>Begins with what the first findings need, and returns at once.</summary>
    public static void Start() => s_findings = Run("warm-up", () => _ = DiagnosticList.Of(Sample(WarmUpSample.Usual), new RunList(), new EditorSettings()));

    /// <summary>Goes on with everything else behind that, and returns at once.</summary>
    /// <param name="server">The server that is going to be asked.</param>
    public static void GoOn(LanguageServer server) => Run("warm-up of requests", () =>
    {
        s_findings?.Join();
        server.Warm();
        Type();
        UseEverything();
    });

    private static Thread Run(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception)
            {
                // Whoever asks for the same thing gets the fault with its details; a warm-up must not end the server.
            }
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal };
        thread.Start();
        return thread;
    }

    // Keystrokes take other ways than a text that is opened, and half-typed words others than whole ones.
    private static void Type()
    {
        var (runs, looks, lastGood) = (new RunList(), new DataLooks(null), new LastGood());
        foreach (var text in WarmUpSample.Typed)
        {
            var snapshot = new Snapshot(new Document("nnet:warm-up", "nnet", text.Length, text), null, looks, lastGood, null, isTypedIn: true);
            _ = DiagnosticList.Of(snapshot, runs, new EditorSettings());
            _ = snapshot.Steps;
        }
    }

    private static Snapshot Sample(string text) => new(new Document("nnet:warm-up", "nnet", 0, text), null, new DataLooks(null), new LastGood());

    private static void UseEverything()
    {
        var (runs, snapshot) = (new RunList(), Sample(WarmUpSample.Text));
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
