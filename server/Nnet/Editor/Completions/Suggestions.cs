using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>What could be written at the cursor.</summary>
/// <param name="snapshot">The text.</param>
/// <param name="context">Where the cursor is.</param>
/// <param name="listFiles">Whether folders may be listed for paths.</param>
public sealed class Suggestions(Snapshot snapshot, CursorContext context, bool listFiles)
{
    private const int Unfitting = 1000;

    private Analysis Analysis => snapshot.Analysis;

    /// <summary>All of them.</summary>
    public IEnumerable<Suggestion> All() => context switch
    {
        CursorContext.DeclarationStart => Declarations(),
        CursorContext.ModelReference => Analysis.Models.Select(model => Plain(model.Name, CompletionItemKind.Class, "model")),
        CursorContext.OnKeyword => [Plain("on", CompletionItemKind.Keyword)],
        CursorContext.DataReference => Analysis.Data.Select(data => Plain(data.Name, CompletionItemKind.Struct, "data")),
        CursorContext.StatementStart { Kind: BodyKind.Model } => Layers(),
        CursorContext.StatementStart start => Settings(start),
        CursorContext.Choice choice => choice.Options.Select(option => Named(option, CompletionItemKind.EnumMember) with { Snippet = Snippets.Of(option), Detail = option.Summary }),
        CursorContext.ArgumentStart start => Arguments(start),
        CursorContext.ArgumentValue value => Values(value.Definition, value.Argument),
        CursorContext.Calculation => Lets(),
        CursorContext.PathText path when listFiles => PathSuggestions.Of(snapshot.Source.Path, path.Typed, path.Replace),
        _ => [],
    };

    private Suggestion Named(Definition definition, CompletionItemKind kind)
        => new(definition.Name, kind, context.Replace, definition.Name) { Definition = definition, Detail = DefinitionText.KindOf(definition) };

    private Suggestion Plain(string word, CompletionItemKind kind, string? detail = null, int rank = 0)
        => new(word, kind, context.Replace, word) { Detail = detail, Rank = rank };

    private IEnumerable<Suggestion> Declarations()
    {
        var model = Analysis.Models.Select(known => known.Name).FirstOrDefault() ?? "Model";
        var data = Analysis.Data.Select(known => known.Name).FirstOrDefault() ?? "data";
        var losses = string.Join(',', Catalog<Loss>.All.Select(loss => loss.Name));
        return
        [
            Declaration("data", "where samples come from", "data ${1:name} {\n\t$0\n}"),
            Declaration("model", "layers, one a line", $"model ${{1:Name}} {{\n\tinput ${{2:{DataShape() ?? "1x28x28"}}}\n\t$0\n}}"),
            Declaration("train", "which model learns from which data, and how", $"train ${{1:{model}}} on ${{2:{data}}} {{\n\tloss ${{3|{losses}|}}\n\toptimizer adam lr=${{4:0.001}}\n\tbatch ${{5:32}}\n\tepochs ${{6:30}}\n}}"),
        ];
    }

    private Suggestion Declaration(string word, string detail, string snippet)
        => new(word, CompletionItemKind.Keyword, context.Replace, snippet) { Detail = detail };

    // The shape of the data, where it is known and there is only one.
    private string? DataShape()
    {
        var shapes = Analysis.Looks.Values.OfType<DataLook.Seen>().Select(look => look.Facts.Input.Shape.ToSource()).Distinct().ToList();
        return shapes is [var only] ? only : null;
    }

    private IEnumerable<Suggestion> Layers()
    {
        var input = ShapeAtCursor();
        foreach (var layer in Catalog<Layer>.All.Where(layer => (layer is Input) == input is null))
        {
            var (fits, detail) = Effect(layer, input);
            yield return Named(layer, layer is Activation ? CompletionItemKind.Function : CompletionItemKind.Class) with
            {
                Snippet = Snippets.Of(layer, DataShape()),
                Detail = detail,
                Rank = (fits ? 0 : Unfitting) + (layer is Activation ? 1 : 0),
            };
        }
    }

    // What comes out of the step before the cursor; null at the beginning of a model.
    private Shape? ShapeAtCursor()
    {
        var block = Analysis.Syntax.Declarations.OfType<ModelDeclaration>().LastOrDefault(model => model.Span.Start <= context.Replace.Start);
        return snapshot.Steps.Steps.LastOrDefault(step => step.Offset < context.Replace.Start && step.Offset > block?.Span.Start)?.Facts.Output;
    }

    private static (bool Fits, string Detail) Effect(Layer layer, Shape? input)
    {
        if (input is null)
        {
            return (true, layer.Summary);
        }
        Finding? finding = null;
        var site = new LayerSite(new SourceText(""), Snippets.Call(layer), [new TensorType(input)], found => finding ??= found);
        return layer.Infer(site) is { } facts
            ? (true, facts.Parameters > 0 ? $"{facts.Output.Shape} · {Figures.Count(facts.Parameters)}" : facts.Output.Shape.ToString())
            : (false, finding?.Kind.Title ?? "does not fit here");
    }

    private IEnumerable<Suggestion> Settings(CursorContext.StatementStart start)
        => start.Definitions.OfType<Setting>().Select(setting => Named(setting, CompletionItemKind.Property) with
        {
            Snippet = setting switch
            {
                { Options.IsEmpty: true } => Snippets.Of(setting),
                { ChoosesMany: true } => setting.Name + " ",
                _ => $"{setting.Name} ${{1|{string.Join(',', setting.Options.Select(choice => choice.Name))}|}}",
            },
            Detail = setting.Summary,
            Rank = setting.IsRequired || setting is DataSource ? 0 : 1,
        });

    private IEnumerable<Suggestion> Arguments(CursorContext.ArgumentStart start)
    {
        var named = start.Free.Where(argument => argument != start.Positional).Select((argument, index) =>
            new Suggestion(argument.Name, CompletionItemKind.Field, context.Replace, Snippets.Of(argument))
            {
                Definition = start.Definition,
                Argument = argument,
                Detail = argument.DefaultText is { } text ? $"default {text}" : argument.IsRequired ? "required" : null,
                Rank = index + (argument.IsRequired ? 0 : 100),
            });
        return start.Positional is null ? named : Values(start.Definition, start.Positional).Concat(named);
    }

    private IEnumerable<Suggestion> Values(Definition owner, Argument argument) => argument switch
    {
        { Words: { Length: > 0 } words } => words.Select((word, index) => argument == CommonArguments.Activation && Catalog<Activation>.Find(word) is { } activation
            ? Named(activation, CompletionItemKind.Function) with { Rank = index }
            : Plain(word, CompletionItemKind.EnumMember, word == argument.DefaultText ? "default" : null, index) with { Definition = owner, Argument = argument }),
        { Kind: ArgumentKind.Columns } => Columns(),
        { Kind: ArgumentKind.Formulas } => Columns().Concat(Formula.Functions.Keys.Order(StringComparer.Ordinal).Select(function =>
            new Suggestion(function, CompletionItemKind.Function, context.Replace, $"{function}($1)") { Rank = Unfitting })),
        { Kind: ArgumentKind.Path } => [new Suggestion("\"…\"", CompletionItemKind.File, context.Replace, "\"$1\"") { Detail = "a path in quotes", Definition = owner, Argument = argument }],
        { Kind: ArgumentKind.Integer or ArgumentKind.Number or ArgumentKind.PerAxis } => Lets(),
        _ => [],
    };

    private IEnumerable<Suggestion> Columns()
    {
        var block = Analysis.Syntax.Declarations.OfType<DataDeclaration>().FirstOrDefault(data => data.Span.Touches(context.Replace.Start));
        return block?.Name is { } name && snapshot.FactsOf(name.Text) is { Columns: { IsDefaultOrEmpty: false } columns }
            ? columns.Select((column, index) => Plain(IsWord(column.Name) ? column.Name : $"\"{column.Name}\"", CompletionItemKind.Field, "column", index))
            : [];
    }

    private static bool IsWord(string name)
        => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(sign => char.IsLetterOrDigit(sign) || sign == '_');

    // Names with a value: those of the file and those of the block around the cursor.
    private IEnumerable<Suggestion> Lets()
        => from declared in Analysis.Syntax.Declarations.SelectMany(declaration => declaration switch
           {
               StatementDeclaration { Statement: LetStatement ofFile } => [ofFile],
               BlockDeclaration { Body: { } body } when body.Span.Touches(context.Replace.Start) => body.Statements.OfType<LetStatement>(),
               _ => [],
           })
           where declared.Span.End < context.Replace.Start
           select Plain(declared.Name.Text, CompletionItemKind.Variable, declared.Value is { } value ? snapshot.Source[value.Span] : null);
}
