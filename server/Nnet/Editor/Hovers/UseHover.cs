using Nnet.Editor.Documentation;
using Nnet.Language;
using Nnet.Language.Symbols;

namespace Nnet.Editor.Hovers;

/// <summary>What another file brings: its blocks, values, models and data.</summary>
internal static class UseHover
{
    /// <summary>The hover of a path behind <c>use</c>.</summary>
    public static string? Of(Analysis analysis, string path)
    {
        if (UsePath.Of(analysis.Source, path) is not { } file)
        {
            return null;
        }
        var brought = analysis.Symbols.VisibleAt(analysis.Source.Length).Where(symbol => symbol.Foreign?.Path == file).ToList();
        return new MarkdownText()
            .Add($"**{MarkdownText.Code(Path.GetFileName(file))}** {(brought.Count > 0 ? "brings" : analysis.Uses.Contains(file) ? "brings nothing that can be used, or cannot be read" : "is not read")}")
            .AddList(brought.OrderBy(symbol => Order(symbol.Kind)).Select(symbol => symbol.Kind switch
            {
                NameKind.Block => Block(analysis, symbol.Name),
                NameKind.Let => MarkdownText.Code(symbol.Foreign![symbol.Declaration]),
                NameKind.Model => MarkdownText.Code($"model {symbol.Name}"),
                _ => MarkdownText.Code($"data {symbol.Name}"),
            }))
            .ToString();
    }

    private static int Order(NameKind kind) => kind switch { NameKind.Block => 0, NameKind.Model => 1, NameKind.Data => 2, _ => 3 };

    private static string Block(Analysis analysis, string name)
        => analysis.Blocks.FirstOrDefault(block => block.Name == name) is { } block ? $"{MarkdownText.Code($"block {block.Signature}")} {MarkdownText.Sentence(block.Summary)}" : MarkdownText.Code($"block {name}");
}
