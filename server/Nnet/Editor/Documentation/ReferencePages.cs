using Nnet.Language.Definitions;

namespace Nnet.Editor.Documentation;

/// <summary>The reference of the language, which lies beside the executable: where it tells of a word.</summary>
public static class ReferencePages
{
    private static readonly Lazy<Dictionary<string, string>> s_addresses = new(() =>
    {
        var path = Path.Combine(AppContext.BaseDirectory, "docs", "language.md");
        var addresses = new Dictionary<string, string>();
        if (File.Exists(path))
        {
            var address = new Uri(path).AbsoluteUri;
            var line = 0;
            foreach (var text in File.ReadLines(path))
            {
                line++;
                // ### `conv`, ### `epochs` (required), #### `optimizer adam`
                if (text.StartsWith("###", StringComparison.Ordinal) && text.Split('`') is [_, var title, ..])
                {
                    addresses.TryAdd(title[(title.LastIndexOf(' ') + 1)..], $"{address}#L{line}");
                }
            }
        }
        return addresses;
    });

    /// <summary>A link to the reference, in Markdown; null where it does not tell of the definition.</summary>
    public static string? LinkTo(Definition definition)
        => s_addresses.Value.TryGetValue(definition.Name, out var address) ? $"[Reference: {definition.Name}]({address})" : null;
}
