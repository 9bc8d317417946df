using System.Runtime.CompilerServices;

namespace Nnet.Engine.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string file = "")
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(Path.Combine(folder, "LspNN.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new DirectoryNotFoundException("The repository's root, which has LspNN.sln, was not found.");
    }
}
