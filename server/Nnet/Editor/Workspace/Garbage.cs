using System.Runtime;

namespace Nnet.Editor.Workspace;

/// <summary>
/// Collects garbage when a version has been shown and the next keystroke is farthest away. The version before is dead by then, while a
/// collection in the middle of an analysis would find everything alive and move it all.
/// </summary>
internal static class Garbage
{
    // Less is collected sooner than it is worth a pause: some six versions of a thousand lines.
    private const long WorthCollecting = 16L << 20;

    // What versions left behind that lived through a collection or two: a few hundred keystrokes of a thousand lines.
    private const long WorthCollectingAll = 8L << 20;

    // Versions of shorter texts fit into the room that there is for young objects anyway.
    private const int LongText = 60_000;

    // What a version of a text of ten thousand lines makes, and half as much again.
    private const long Held = 12L << 20;

    private static long s_allocatedBefore;
    private static long s_alive;

    /// <summary>
    /// Asks that nothing is collected while a version of a long text is analysed, which would fill the room for young objects several
    /// times, until <see cref="Collect"/>.
    /// </summary>
    /// <param name="length">The length of the text.</param>
    public static void HoldBack(int length)
    {
        if (length < LongText)
        {
            return;
        }
        try
        {
            _ = GC.TryStartNoGCRegion(Held);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Another document is being analysed, or there is too little memory: then it is collected as usual.
        }
    }

    /// <summary>Collects what has become garbage, if there can be enough of it.</summary>
    public static void Collect()
    {
        GoOn();
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - Interlocked.Read(ref s_allocatedBefore) < WorthCollecting)
        {
            return;
        }
        Interlocked.Exchange(ref s_allocatedBefore, allocated);
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        // What is left is alive or old. A full collection takes as long as much is alive, so that of more it has to bring back more.
        var alive = Interlocked.Read(ref s_alive);
        if (GC.GetTotalMemory(false) > alive + (alive / 8) + WorthCollectingAll)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true);
            Interlocked.Exchange(ref s_alive, GC.GetTotalMemory(false));
        }
    }

    private static void GoOn()
    {
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            return;
        }
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // More was made than was asked for, and it was collected already; or another thread was faster.
        }
    }
}
