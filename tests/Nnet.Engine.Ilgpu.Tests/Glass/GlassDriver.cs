using System.Diagnostics;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests.Glass;

/// <summary>Runs <c>nnet</c> on a CUDA driver of glass (driver.c), compiled for the purpose: everything up to the driver is what it is on a machine with a card.</summary>
public sealed class GlassDriver : IDisposable
{
    private const string Compiler = "cc";

    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-glass-").FullName;

    /// <summary>Compiles the driver.</summary>
    public GlassDriver()
    {
        if (Missing is null)
        {
            var source = Path.Combine(Nnet.Engine.Tests.Support.Repository.Root, "tests", "Nnet.Engine.Ilgpu.Tests", "Glass", "driver.c");
            var (code, _, error) = Run(Compiler, [], "-shared", "-fPIC", "-o", Path.Combine(_folder, "libcuda.so.1"), source);
            Assert.True(code == 0, error);
        }
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing { get; } = !OperatingSystem.IsLinux() ? "the driver of glass is for Linux"
        : Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, Compiler))) ? null
        : $"there is no C compiler ({Compiler}) here, so CUDA's driver was not played";

    /// <summary>Trains a model with <c>--device cuda</c>.</summary>
    /// <param name="text">The model.</param>
    /// <param name="settings">What the driver is told: names and values.</param>
    public GlassRun Train(string text, params (string Name, string Value)[] settings)
    {
        var place = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
        var (file, report) = (Path.Combine(place, "model.nnet"), Path.Combine(place, "report"));
        File.WriteAllText(file, text);
        var (code, output, error) = Run("dotnet", [("LD_LIBRARY_PATH", _folder), ("GLASS_REPORT", report), .. settings], Path.Combine(AppContext.BaseDirectory, "nnet.dll"), "train", file, "--device", "cuda", "--run-dir", Path.Combine(place, "run"));
        Assert.True(File.Exists(report), $"The driver was not asked ({code}): {output}{error}");
        var counts = File.ReadLines(report).Select(line => line.Split('=')).ToDictionary(pair => pair[0], pair => long.Parse(pair[1]));
        return new GlassRun(code, error, counts);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Code, string Output, string Error) Run(string program, (string Name, string Value)[] settings, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill();
            Assert.Fail($"{program} {string.Join(' ', words)} did not end.");
        }
        return (process.ExitCode, output.Result, error.Result);
    }
}

/// <summary>A run on the driver of glass.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Error">What it said on the standard error.</param>
/// <param name="Counts">What the driver counted.</param>
public sealed record GlassRun(int Code, string Error, IReadOnlyDictionary<string, long> Counts);

/// <summary>A test that needs the driver of glass.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GlassFactAttribute : FactAttribute
{
    public GlassFactAttribute() => Skip = GlassDriver.Missing;
}

/// <summary>Cases of a test that need the driver of glass.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GlassTheoryAttribute : TheoryAttribute
{
    public GlassTheoryAttribute() => Skip = GlassDriver.Missing;
}
