using Nnet.Editor.Diagnostics;
using Nnet.Editor.Runs;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Lsp;
using Nnet.Lsp.Documents;
using Nnet.Training;

namespace Nnet.Editor;

/// <summary>
/// Does everything once before the user does: the runtime compiles and loads what it needs. What the first findings need comes first,
/// beside the first messages; the rest steps aside for every message that comes, so that it takes no time from an answer.
/// </summary>
internal static class WarmUp
{
    // Milliseconds between two messages of somebody who types fast; an editor that opens a file asks faster.
    private const int Pause = 80;

    private static Thread? s_findings;

    /// <summary>Begins with what the first findings need, and returns at once.</summary>
    public static void Start() => s_findings = Begin("warm-up", () => _ = DiagnosticList.Of(Sample(WarmUpSample.Usual), new RunList(), new EditorSettings()));

    /// <summary>Goes on with everything else while nobody asks for anything, and returns at once.</summary>
    /// <param name="server">The server of the user, whose messages go first.</param>
    /// <param name="worker">How a training worker would be started.</param>
    /// <param name="probe">Makes what looks at data.</param>
    public static void GoOn(LanguageServer server, WorkerCommand worker, Func<IDataProbe> probe) => Begin("rehearsal", () =>
    {
        s_findings?.Join();
        Rehearsal.Run(worker, probe, () =>
        {
            while (server.QuietFor < Pause)
            {
                Thread.Sleep(Pause / 4);
            }
        });
    });

    /// <summary>Works on a thread of its own, which nothing waits for and no fault of which ends the server.</summary>
    internal static Thread Begin(string name, Action work)
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

    private static Snapshot Sample(string text) => new(new Document("nnet:warm-up", "nnet", 0, text), null, new DataLooks(null), new LastGood());
}
