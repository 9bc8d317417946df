using System.Text;
using Nnet.Language.Text;

namespace Nnet.Cli;

/// <summary>A file that cannot be read; the message is for the user.</summary>
internal sealed class FileException(string message) : Exception(message);

/// <summary>Reads .nnet files.</summary>
internal static class SourceFile
{
    /// <summary>The text of a file.</summary>
    /// <exception cref="FileException">It is not there or may not be read.</exception>
    public static SourceText Read(string path)
    {
        try
        {
            return new SourceText(File.ReadAllText(path, Encoding.UTF8), Path.GetFullPath(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FileException(exception switch
            {
                FileNotFoundException or DirectoryNotFoundException => $"There is no file `{path}`.",
                UnauthorizedAccessException when Directory.Exists(path) => $"`{path}` is a folder; this takes a .nnet file.",
                UnauthorizedAccessException => $"`{path}` may not be read: permission denied.",
                _ => $"`{path}` cannot be read: {exception.Message}",
            });
        }
    }
}
