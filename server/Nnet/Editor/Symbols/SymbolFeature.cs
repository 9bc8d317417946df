using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Symbols;

/// <summary>The outline: every block with its lines.</summary>
public static class SymbolFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DocumentSymbolProvider = new DocumentSymbolOptions();
        workspace.OnRequest<DocumentSymbolParams, DocumentSymbol[]>(
            "textDocument/documentSymbol",
            (snapshot, _) => [.. snapshot.Analysis.Syntax.Declarations.OfType<BlockDeclaration>().Select(block => Of(block, snapshot))]);
    }

    private static DocumentSymbol Of(BlockDeclaration block, Snapshot snapshot)
    {
        var source = snapshot.Source;
        var name = block.Name?.Text ?? "?";
        var (kind, title, detail) = block switch
        {
            ModelDeclaration => (SymbolKind.Class, name, snapshot.Steps.Totals.TryGetValue(name, out var totals) ? Figures.Count(totals.Parameters, "parameter") : "model"),
            DataDeclaration => (SymbolKind.Struct, name, "data"),
            TrainDeclaration train => (SymbolKind.Event, $"train {name}", train.Data is { } data ? $"on {data.Text}" : null),
            _ => (SymbolKind.Module, name, "block"),
        };
        return new DocumentSymbol(
            title,
            kind,
            source.ToRange(block.Span),
            source.ToRange(Inside(block.Name?.Span ?? block.HeaderSpan, block.Span)),
            detail,
            Children: [.. block.Steps().Select(step => Of(step, block, snapshot))]);
    }

    // A step shows what it makes; a setting shows what it says.
    private static DocumentSymbol Of(StepStatement step, BlockDeclaration block, Snapshot snapshot)
    {
        var source = snapshot.Source;
        var node = snapshot.Analysis.Models.SelectMany(model => model.Nodes).LastOrDefault(node => node.Origin.NameSpan == step.Word.Span);
        var arguments = source[Span.FromBounds(step.Word.Span.End, step.CallSpan.End)].Trim();
        return new DocumentSymbol(
            step.Label is { } label ? $"{label.Text}: {step.Word.Text}" : step.Word.Text,
            block is DataDeclaration or TrainDeclaration ? SymbolKind.Property : SymbolKind.Method,
            source.ToRange(step.Span),
            source.ToRange(Inside(step.Word.Span, step.Span)),
            node?.Facts?.Output.Shape.ToString() ?? (arguments.Length > 0 ? arguments : null));
    }

    // Clients reject an outline whose selection leaves its range.
    private static Span Inside(Span inner, Span outer)
        => Span.FromBounds(Math.Clamp(inner.Start, outer.Start, outer.End), Math.Clamp(inner.End, outer.Start, outer.End));
}
