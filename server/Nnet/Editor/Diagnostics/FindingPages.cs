namespace Nnet.Editor.Diagnostics;

/// <summary>The pages that explain findings, one for each code; they lie beside the executable.</summary>
public static class FindingPages
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "docs", "findings");
    private static readonly Lazy<HashSet<string>> s_codes = new(() => Directory.Exists(s_folder) ? [.. Directory.EnumerateFiles(s_folder, "*.md").Select(page => Path.GetFileNameWithoutExtension(page))] : []);
    private static readonly Lazy<string> s_address = new(() => new Uri(s_folder + Path.DirectorySeparatorChar).AbsoluteUri);

    /// <summary>The address of a code's page; null when it has none.</summary>
    public static string? AddressOf(string code) => s_codes.Value.Contains(code) ? $"{s_address.Value}{code}.md" : null;
}
