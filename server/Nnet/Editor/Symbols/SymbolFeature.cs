using Nnet.Editor.Workspace;
using Nnet.Language.Graph;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Symbols;

/// <summary>The outline: blocks with their parameters, models with their layers and shapes, data and training with their settings.</summary>
public static class SymbolFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.DocumentSymbolProvider = new DocumentSymbolOptions();
        workspace.OnRequest<DocumentSymbolParams, object>("textDocument/documentSymbol", (snapshot, _) =>
        {
            DocumentSymbol[] tree = [.. snapshot.Analysis.Syntax.Declarations.Select(declaration => Of(declaration, snapshot)).OfType<DocumentSymbol>()];
            return server.Client.Capabilities.Supports("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport") ? tree : Flat(tree, null, snapshot.Document.Uri).ToArray();
        });
    }

    // For clients that show a list: what stands in something names it.
    private static IEnumerable<SymbolInformation> Flat(IEnumerable<DocumentSymbol> symbols, string? container, string uri)
        => symbols.SelectMany(symbol => Flat(symbol.Children ?? [], symbol.Name, uri).Prepend(new SymbolInformation(symbol.Name, symbol.Kind, new Location(uri, symbol.Range), container)));

    private static DocumentSymbol? Of(Declaration declaration, Snapshot snapshot) => declaration switch
    {
        BlockDeclaration block => Of(block, snapshot),
        UseDeclaration { Path: { } path } use => Make(snapshot, $"use {path.Content}", SymbolKind.File, use.Span, path.Span, null, []),
        StatementDeclaration { Statement: LetStatement let } => Of(let, null, snapshot),
        _ => null,
    };

    private static DocumentSymbol Of(BlockDeclaration block, Snapshot snapshot)
    {
        var name = block.Name?.Text ?? "?";
        var (kind, title, detail) = block switch
        {
            ModelDeclaration => (SymbolKind.Class, name, snapshot.Steps.Totals.TryGetValue(name, out var totals) ? Figures.Count(totals.Parameters, "parameter") : "model"),
            DataDeclaration => (SymbolKind.Struct, name, "data"),
            TrainDeclaration train => (SymbolKind.Event, $"train {name}", train.Data is { } data ? $"on {data.Text}" : null),
            _ => (SymbolKind.Function, name, "block"),
        };
        var parameters = (block as LayerBlockDeclaration)?.Parameters ?? [];
        return Make(snapshot, title, kind, block.Span, block.Name?.Span ?? block.HeaderSpan, detail,
        [
            .. parameters.Select(parameter => Of(parameter, snapshot)),
            .. Lines(block.Body, block, snapshot),
        ]);
    }

    private static DocumentSymbol Of(Parameter parameter, Snapshot snapshot)
        => Make(snapshot, parameter.Name.Text, SymbolKind.Variable,
            parameter.Default is { } value ? Span.Cover(parameter.Name.Span, value.Span) : parameter.Name.Span, parameter.Name.Span,
            parameter.Default is { } shown ? $"= {snapshot.Source[shown.Span]}" : null, []);

    private static IEnumerable<DocumentSymbol> Lines(Body? body, BlockDeclaration block, Snapshot snapshot)
        => body?.Statements.Select(statement => Of(statement, block, snapshot)) ?? [];

    private static DocumentSymbol Of(Statement statement, BlockDeclaration? block, Snapshot snapshot) => statement switch
    {
        LetStatement let => Make(snapshot, let.Name.Text, SymbolKind.Constant, let.Span, let.Name.Span, let.Value is { } value ? $"= {snapshot.Source[value.Span]}" : null, []),
        RepeatStatement repeat => Of(repeat, block!, snapshot),
        _ => Of((StepStatement)statement, block!, snapshot),
    };

    private static DocumentSymbol Of(RepeatStatement repeat, BlockDeclaration block, Snapshot snapshot)
    {
        var counts = string.Join(" × ", repeat.Counts.Select(count => snapshot.Source[count.Span]));
        return Make(snapshot, $"repeat {counts}".TrimEnd(), SymbolKind.Array, repeat.Span, repeat.WordSpan, null,
            repeat.Step is { } step ? [Of(step, block, snapshot)] : [.. Lines(repeat.Body, block, snapshot)]);
    }

    // A line shows what it makes, or what it says where it makes several things or nothing.
    private static DocumentSymbol Of(StepStatement step, BlockDeclaration block, Snapshot snapshot)
    {
        var isSetting = block is DataDeclaration or TrainDeclaration;
        var written = Span.FromBounds(step.Word.Span.End, step.Condition is { } condition ? condition.Span.End : step.CallSpan.End);
        var said = string.Join(' ', snapshot.Source[written].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Make(snapshot,
            step.Label is { } label ? $"{label.Text}: {step.Word.Text}" : step.Word.Text,
            isSetting ? SymbolKind.Property : step.Label is null ? SymbolKind.Method : SymbolKind.Key,
            step.Span, step.Word.Span,
            (isSetting ? null : ShapeOf(step, snapshot)?.ToString()) ?? (said.Length > 0 ? said : null),
            [.. Lines(step.Body, block, snapshot)]);
    }

    // The shape that every execution of the line gives; null when it has none yet or they differ.
    private static Shape? ShapeOf(StepStatement step, Snapshot snapshot)
    {
        Shape? shape = null;
        foreach (var (model, place) in snapshot.Analysis.PlacesOf(step))
        {
            var given = place is { Output: { } output } && place.End > place.First ? model.Nodes[output].Facts?.Output.Shape : null;
            if (given is null || (shape is not null && !shape.Equals(given)))
            {
                return null;
            }
            shape = given;
        }
        return shape;
    }

    // Clients reject an outline whose selection leaves its range.
    private static DocumentSymbol Make(Snapshot snapshot, string name, SymbolKind kind, Span range, Span selection, string? detail, DocumentSymbol[] children)
        => new(
            name,
            kind,
            snapshot.Source.ToRange(range),
            snapshot.Source.ToRange(Span.FromBounds(Math.Clamp(selection.Start, range.Start, range.End), Math.Clamp(selection.End, range.Start, range.End))),
            detail,
            Children: children);
}
