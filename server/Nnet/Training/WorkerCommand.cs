using System.Diagnostics;

namespace Nnet.Training;

/// <summary>How this very executable is started once more, as a process of its own.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">What stands before the command's own arguments: the assembly, when <c>dotnet</c> is the program.</param>
public sealed record WorkerCommand(string File, params string[] Arguments)
{
    /// <summary>The executable that runs now: itself, or <c>dotnet</c> with its assembly.</summary>
    public static WorkerCommand OfThisProcess()
    {
        var program = Environment.ProcessPath ?? "dotnet";
        var assembly = typeof(WorkerCommand).Assembly.Location;
        var isOwnHost = assembly.Length == 0 || string.Equals(
            Path.GetFileNameWithoutExtension(program), Path.GetFileNameWithoutExtension(assembly), StringComparison.OrdinalIgnoreCase);
        return isOwnHost ? new(program) : new(program, assembly);
    }

    /// <summary>What starts <c>nnet</c> with these arguments and all its streams in our hands.</summary>
    public ProcessStartInfo StartInfo(IEnumerable<string> arguments) => new(File, [.. Arguments, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        StandardOutputEncoding = System.Text.Encoding.UTF8,
        StandardErrorEncoding = System.Text.Encoding.UTF8,
        UseShellExecute = false,
        CreateNoWindow = true,
    };
}
