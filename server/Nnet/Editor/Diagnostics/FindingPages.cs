namespace Nnet.Editor.Diagnostics;

/// <summary>The pages that explain findings, one for each code; they lie beside the executable.</summary>
public static class FindingPages
{
    private static readonly Lazy<Dictionary<string, string>> s_addresses = new(() =>
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "docs", "findings");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.md").ToDictionary(page => Path.GetFileNameWithoutExtension(page), page => new Uri(page).AbsoluteUri)
            : [];
    });

    /// <summary>The address of a code's page; null when it has none.</summary>
    public static string? AddressOf(string code) => s_addresses.Value.GetValueOrDefault(code);
}
