using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace Nnet.Editor.Completions;

/// <summary>A text to begin with.</summary>
/// <param name="Prefix">What is typed for it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Text">The text, with tab stops.</param>
public sealed record Skeleton(string Prefix, string Description, string Text);

/// <summary>The texts of grammar/snippets.json. An editor of its own accord would offer them in the middle of lines too.</summary>
public static class Skeletons
{
    private static readonly Lazy<ImmutableArray<Skeleton>> s_all = new(Read);

    /// <summary>All of them, in the order of the file.</summary>
    public static ImmutableArray<Skeleton> All => s_all.Value;

    private static ImmutableArray<Skeleton> Read()
    {
        using var stream = typeof(Skeletons).Assembly.GetManifestResourceStream("snippets.json")!;
        using var reader = new StreamReader(stream);
        return [.. from property in JObject.Parse(reader.ReadToEnd()).Properties()
                   let snippet = property.Value
                   select new Skeleton((string)snippet["prefix"]!, (string)snippet["description"]!, string.Join('\n', snippet["body"]!.Values<string>()))];
    }
}
