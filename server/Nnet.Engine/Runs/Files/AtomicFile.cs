using System.Text;

namespace Nnet.Engine.Runs.Files;

/// <summary>Writes files so that whoever reads them, even after a crash, finds a whole one.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file, forces it to the disk and puts it in the file's place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="previous">Where what was there before is kept, or null.</param>
    public static void Write(string path, Action<Stream> write, string? previous = null)
    {
        var fresh = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (previous is not null && File.Exists(path))
            {
                File.Replace(fresh, path, previous);
            }
            else
            {
                File.Move(fresh, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Writes a text beside the file, forces it to the disk and puts it in the file's place.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
