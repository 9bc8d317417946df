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
    private const long WorthCollectingAll = 24L << 20;

    private static long s_allocatedBefore;
    private static long s_alive;

    /// <summary>Collects what has become garbage, if there can be enough of it.</summary>
    public static void Collect()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - Interlocked.Read(ref s_allocatedBefore) >= WorthCollecting)
        {
            Interlocked.Exchange(ref s_allocatedBefore, allocated);
            var isGrown = GC.GetTotalMemory(false) > Interlocked.Read(ref s_alive) + WorthCollectingAll;
            GC.Collect(isGrown ? 2 : 1, GCCollectionMode.Forced, blocking: true);
            if (isGrown)
            {
                Interlocked.Exchange(ref s_alive, GC.GetTotalMemory(false));
            }
        }
    }
}
