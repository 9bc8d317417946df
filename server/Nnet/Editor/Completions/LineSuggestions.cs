using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>What a line of a model or block can begin with; layers with the shape that each would give there.</summary>
/// <param name="snapshot">The text.</param>
/// <param name="start">Where the line begins.</param>
public sealed class LineSuggestions(Snapshot snapshot, CursorContext.StatementStart start)
{
    // Behind everything that fits.
    private const int Unfitting = 1000;

    /// <summary>All of them.</summary>
    /// <param name="shape">Shape of the data, for the input's line; null when it is not known.</param>
    public IEnumerable<Suggestion> All(string? shape)
        => start.Replace.Length == 0 ? Unsorted(shape) : Unsorted(shape).Select(suggestion => suggestion with { Rank = (suggestion.Rank < Unfitting ? 0 : Unfitting) + suggestion.Label.Length });

    // An empty line is for looking around, kind by kind. Of the words that begin as typed, the shorter one is mostly the plainer one:
    // `add` before `adaptiveavgpool`, `conv` before `convtranspose`.
    private IEnumerable<Suggestion> Unsorted(string? shape)
    {
        if (start.Kind == BodyKind.Paths)
        {
            return Paths();
        }
        var edge = snapshot.Steps.EdgeAt(snapshot.Analysis, start.Replace.Start);
        if (edge.IsBeginning)
        {
            return [Input(shape, 0), Let()];
        }
        // A block cannot call itself.
        var here = (snapshot.Analysis.Syntax.DeclarationAt(start.Replace.Start) as LayerBlockDeclaration)?.Name?.Text;
        var words = start.Definitions.OfType<ModelWord>().Where(word => word is not (Branch or Language.Layers.Input) && !(word is BlockDefinition && word.Name == here)).SelectMany(word => word switch
        {
            BlockDefinition block => [Block(block)],
            Join join => Joint(join),
            Layer layer => [Layer(layer, edge.Type)],
            _ => [Structure(word)],
        });
        var branch = Structure(Catalog<ModelWord>.Get<Branch>()) with { Rank = 30 };
        return [.. words, branch, Repeat(), Let(), .. start.Kind == BodyKind.Model ? [Input(shape, 40)] : Array.Empty<Suggestion>()];
    }

    private IEnumerable<Suggestion> Paths()
    {
        var path = Structure(Catalog<ModelWord>.Get<Branch>());
        return
        [
            path with { Rank = 0 },
            path with { Label = "path when", Snippet = "path when ${1:stride > 1} {\n\t$0\n}", Detail = "a path that is only taken where a condition holds", Rank = 1 },
            Repeat(),
            Let(),
        ];
    }

    private Suggestion Word(ModelWord word, CompletionItemKind kind) => new(word.Name, kind, start.Replace, Snippets.Of(word)) { Definition = word, Detail = DefinitionText.KindOf(word) };

    private Suggestion Input(string? shape, int rank)
        => Word(Catalog<ModelWord>.Get<Input>(), CompletionItemKind.Class) with { Snippet = $"input ${{0:{shape ?? "1x28x28"}}}", Detail = shape is null ? "the shape of one sample" : "the shape of the data", Rank = rank };

    private Suggestion Layer(Layer layer, TensorType? edge)
    {
        var trial = LayerTrial.Of(layer, edge);
        var isActivation = layer is Activation;
        return Word(layer, isActivation ? CompletionItemKind.Function : CompletionItemKind.Class) with
        {
            Snippet = Snippets.Of(layer, trial.Values),
            Effect = trial.Facts is { } facts ? $"→ {facts.Output.Shape}" : null,
            Detail = trial switch
            {
                { Facts: { Parameters: > 0 and var parameters } } => Figures.Count(parameters, "parameter"),
                { Problem: not null } => "does not fit here",
                _ => DefinitionText.KindOf(layer),
            },
            Problem = trial.Problem?.Message,
            Rank = (trial.Problem is null ? 0 : Unfitting) + (isActivation ? 10 : 0),
        };
    }

    private Suggestion Block(BlockDefinition block) => Word(block, CompletionItemKind.Module) with
    {
        Effect = block.Signature[block.Name.Length..] is { Length: > 0 } parameters ? parameters : null,
        Detail = block.Foreign is null ? "block" : Path.GetFileName(block.Foreign.Path),
    };

    // With paths in braces, or with the label of a line above.
    private IEnumerable<Suggestion> Joint(Join join)
    {
        yield return Word(join, CompletionItemKind.Struct) with { Effect = "{ path … }", Rank = 20 };
        var labels = snapshot.Analysis.Symbols.VisibleAt(start.Replace.Start).Where(symbol => symbol.Kind == NameKind.Label).Select(symbol => symbol.Name).ToList();
        if (labels.Count > 0)
        {
            yield return Word(join, CompletionItemKind.Struct) with
            {
                Label = $"{join.Name} label",
                Snippet = $"{join.Name} ${{1|{string.Join(',', labels)}|}}",
                Effect = null,
                Detail = "joins the line above with a labelled one",
                Rank = 21,
            };
        }
    }

    private Suggestion Structure(ModelWord word) => Word(word, CompletionItemKind.Struct) with { Rank = word is Residual ? 20 : 30, Effect = word is Residual ? "{ … }" : null, Snippet = word is From ? "from $1" : Snippets.Of(word) };

    private Suggestion Repeat() => new("repeat", CompletionItemKind.Keyword, start.Replace, start.IsBare ? "repeat ${1:2} {\n\t$0\n}" : "repeat ${1:2} ") { Detail = "the lines in braces, several times", Rank = 30 };

    private Suggestion Let() => new("let", CompletionItemKind.Keyword, start.Replace, "let ${1:name} = $0") { Detail = "a name for a value", Rank = start.IsBare ? 35 : Unfitting };
}
