using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Nnet.Conformance;

/// <summary>What the tests need from the repository and from its npm packages, found by walking up from the test assembly.</summary>
public static class Present
{
    /// <summary>Finds a file or folder in this folder or one above it.</summary>
    public static string? Find(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, relativePath);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Why the packages cannot be used, or null if they can.</summary>
    public static string? Reason(string[] packages)
    {
        foreach (var package in packages)
        {
            if (Find(Path.Combine("node_modules", package)) is null)
            {
                return $"SKIPPED: node_modules/{package} is missing; run 'npm ci' in the root of the repository.";
            }
        }

        return HasNode.Value ? null : "SKIPPED: node is not on the PATH; install Node 20 or later.";
    }

    private static readonly Lazy<bool> HasNode = new(() =>
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true });
            node!.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    });
}

/// <summary>A fact that is skipped, with the reason, where npm packages are missing: xunit 2 knows no skipping while a test runs.</summary>
public sealed class FactIfPresentAttribute : FactAttribute
{
    public FactIfPresentAttribute(params string[] packages) => Skip = Present.Reason(packages);
}

/// <summary>A theory that is skipped, with the reason, where npm packages are missing.</summary>
public sealed class TheoryIfPresentAttribute : TheoryAttribute
{
    public TheoryIfPresentAttribute(params string[] packages) => Skip = Present.Reason(packages);
}
