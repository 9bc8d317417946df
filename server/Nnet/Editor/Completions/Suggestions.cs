using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
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
    private const int Fitting = 0;
    private const int Unfitting = 1000;

    private Analysis Analysis => snapshot.Analysis;

    private SourceText Source => snapshot.Source;

    /// <summary>All of them.</summary>
    public IEnumerable<Suggestion> All() => context switch
    {
        { InText: true } => InText(),
        { Surroundings: Surroundings.File } => InFile(),
        { Before.IsEmpty: true } => context.Surroundings == Surroundings.Model ? Layers() : Settings(),
        _ => InLine(),
    };

    private static Suggestion Named(Definition definition, Span replace, CompletionItemKind kind)
        => new(definition.Name, kind, replace, definition.Name) { Definition = definition, Detail = Documentation.DefinitionText.KindOf(definition) };

    private Suggestion Plain(string word, CompletionItemKind kind, string? detail = null, int rank = 0)
        => new(word, kind, context.Typed, word) { Detail = detail, Rank = rank };

    private string Text(int index) => Source[context.Before[index].Span];

    // ---------------------------------------------------------------- declarations

    private IEnumerable<Suggestion> InFile()
    {
        string[] words = [.. context.Before.Select(token => Source[token.Span])];
        return words switch
        {
            [] => Declarations(),
            ["train"] => Analysis.Models.Select(model => Plain(model.Name, CompletionItemKind.Class, "model")),
            ["train", _] => [Plain("on", CompletionItemKind.Keyword)],
            ["train", _, "on"] => Analysis.Data.Select(data => Plain(data.Name, CompletionItemKind.Struct, "data")),
            _ => [],
        };
    }

    private IEnumerable<Suggestion> Declarations()
    {
        var model = Analysis.Models.Select(known => known.Name).FirstOrDefault();
        var data = Analysis.Data.Select(known => known.Name).FirstOrDefault();
        return
        [
            Declaration("data", "where samples come from", "data ${1:name} {\n\t$0\n}"),
            Declaration("model", "layers, one a line", $"model ${{1:Name}} {{\n\tinput ${{2:{InputShape() ?? "1x28x28"}}}\n\t$0\n}}"),
            Declaration("train", "which model learns from which data, and how", $"train ${{1:{model ?? "Model"}}} on ${{2:{data ?? "data"}}} {{\n\tloss ${{3|{string.Join(',', Catalog<Loss>.All.Select(loss => loss.Name))}|}}\n\toptimizer adam lr=${{4:0.001}}\n\tbatch ${{5:32}}\n\tepochs ${{6:30}}\n}}"),
        ];
    }

    private Suggestion Declaration(string word, string detail, string snippet)
        => new(word, CompletionItemKind.Keyword, context.Typed, snippet) { Detail = detail };

    // The shape of the data, where it is known and there is only one.
    private string? InputShape()
    {
        var shapes = Analysis.Looks.Values.OfType<DataLook.Seen>().Select(look => look.Facts.Input.Shape.ToSource()).Distinct().ToList();
        return shapes is [var only] ? only : null;
    }

    // ---------------------------------------------------------------- first words of lines

    private IEnumerable<Suggestion> Layers()
    {
        var input = ShapeAtCursor();
        foreach (var layer in Catalog<Layer>.All.Where(layer => (layer is Input) == input is null))
        {
            var (fits, detail) = Effect(layer, input);
            yield return new Suggestion(
                layer.Name,
                layer is Activation ? CompletionItemKind.Function : CompletionItemKind.Class,
                context.Typed,
                Snippets.Of(layer, InputShape()))
            {
                Definition = layer,
                Detail = detail,
                Rank = (fits ? Fitting : Unfitting) + (layer is Activation ? 1 : 0),
            };
        }
    }

    // What comes out of the step before the cursor; null at the beginning of a model.
    private Shape? ShapeAtCursor()
    {
        var block = Analysis.Syntax.Declarations.OfType<ModelDeclaration>().LastOrDefault(model => model.Span.Start <= context.StatementStart);
        return snapshot.Steps.Steps.LastOrDefault(step => step.Offset < context.StatementStart && step.Offset > block?.Span.Start)?.Facts.Output;
    }

    private static (bool Fits, string Detail) Effect(Layer layer, Shape? input)
    {
        if (input is null)
        {
            return (true, layer.Summary);
        }
        Language.Findings.Finding? finding = null;
        var site = new LayerSite(new SourceText(""), Snippets.Call(layer), [new TensorType(input)], found => finding ??= found);
        return layer.Infer(site) is { } facts
            ? (true, facts.Parameters > 0 ? $"{facts.Output.Shape} · {Figures.Count(facts.Parameters)}" : facts.Output.Shape.ToString())
            : (false, finding?.Kind.Title ?? "does not fit here");
    }

    private IEnumerable<Suggestion> Settings()
    {
        var written = Analysis.Syntax.Declarations.OfType<BlockDeclaration>()
            .LastOrDefault(block => block.Span.Touches(context.Typed.End))?
            .Steps().Where(step => !step.Span.Touches(context.Typed.End)).Select(step => step.Word.Text).ToHashSet() ?? [];
        IEnumerable<Setting> settings = context.Surroundings == Surroundings.Data ? Catalog<DataSetting>.All : Catalog<TrainSetting>.All;
        var hasSource = Catalog<DataSetting>.All.OfType<DataSource>().Any(source => written.Contains(source.Name));
        return
            from setting in settings
            where !written.Contains(setting.Name) && !(setting is DataSource && hasSource)
            select Named(setting, context.Typed, CompletionItemKind.Property) with
            {
                Snippet = setting.Options is [var option, ..] && !setting.ChoosesMany
                    ? $"{setting.Name} ${{1|{string.Join(',', setting.Options.Select(choice => choice.Name))}|}}"
                    : setting.Options.Length > 0 ? setting.Name + " " : Snippets.Of(setting),
                Detail = setting.Summary,
                Rank = setting.IsRequired || setting is DataSource ? 0 : 1,
            };
    }

    // ---------------------------------------------------------------- the rest of lines

    private IEnumerable<Suggestion> InLine()
    {
        if (DefinitionOf(Text(0)) is not { } definition)
        {
            return [];
        }
        if (definition is not Setting { Options.Length: > 0 } setting)
        {
            return Arguments(definition, from: 1);
        }
        var chosen = context.Before.Skip(1).TakeWhile(token => token.Kind == TokenKind.Word).Select(token => Source[token.Span]).ToHashSet();
        var isFirst = context.Before.Length == 1;
        if (isFirst || (setting.ChoosesMany && chosen.Count == context.Before.Length - 1))
        {
            return setting.Options.Where(option => !chosen.Contains(option.Name)).Select(option => Named(option, context.Typed, CompletionItemKind.EnumMember) with
            {
                Snippet = Snippets.Of(option),
                Detail = option.Summary,
            });
        }
        return setting.Options.FirstOrDefault(option => option.Name == Text(1)) is { } choice ? Arguments(choice, from: 2) : [];
    }

    private Definition? DefinitionOf(string word) => context.Surroundings switch
    {
        Surroundings.Data => Catalog<DataSetting>.Find(word),
        Surroundings.Train => Catalog<TrainSetting>.Find(word),
        _ => Catalog<Layer>.Find(word),
    };

    private IEnumerable<Suggestion> Arguments(Definition owner, int from)
    {
        var (current, given, places) = Read(owner, from);
        if (current is not null)
        {
            return Values(owner, current);
        }
        var positional = owner.Arguments.Where(argument => argument.IsPositional).ElementAtOrDefault(places);
        var named = owner.Arguments
            .Where(argument => !given.Contains(argument) && argument != positional)
            .Where(argument => !argument.IsPositional || owner.Arguments.IndexOf(argument) > places)
            .Select((argument, index) => new Suggestion(argument.Name, CompletionItemKind.Field, context.Typed, Snippets.Of(argument))
            {
                Definition = owner,
                Argument = argument,
                Detail = argument.DefaultText is { } text ? $"default {text}" : argument.IsRequired ? "required" : null,
                Rank = index + (argument.IsRequired ? 0 : 100),
            });
        return positional is null ? named : Values(owner, positional).Concat(named);
    }

    // The argument whose value the cursor is in, those that are given, and how many were given by place.
    private (Argument? Current, HashSet<Argument> Given, int Places) Read(Definition owner, int from)
    {
        var given = new HashSet<Argument>();
        Argument? current = null;
        var (places, depth) = (0, 0);
        for (var i = from; i < context.Before.Length; i++)
        {
            var text = Text(i);
            depth += text switch { "(" or "[" => 1, ")" or "]" => -1, _ => 0 };
            if (depth == 0 && i + 1 < context.Before.Length && Text(i + 1) == "=" && context.Before[i].Kind is TokenKind.Word or TokenKind.Keyword)
            {
                current = owner.Arguments.FirstOrDefault(argument => argument.Name == text);
                if (current is not null)
                {
                    given.Add(current);
                }
                i++;
                continue;
            }
            if (current is null && (depth == 0 || text is "[" or "(" && depth == 1))
            {
                if (depth == 0)
                {
                    places++;
                }
                current = depth > 0 ? owner.Arguments.Where(argument => argument.IsPositional).ElementAtOrDefault(places) : null;
                continue;
            }
            if (depth == 0)
            {
                current = null;
            }
        }
        return (current, given, places);
    }

    private IEnumerable<Suggestion> Values(Definition owner, Argument argument) => argument switch
    {
        { Words: { Length: > 0 } words } => words.Select((word, index) => argument == CommonArguments.Activation && Catalog<Activation>.Find(word) is { } activation
            ? Named(activation, context.Typed, CompletionItemKind.Function) with { Rank = index }
            : Plain(word, CompletionItemKind.EnumMember, word == argument.DefaultText ? "default" : null, index) with { Definition = owner, Argument = argument }),
        { Kind: ArgumentKind.Columns } => Columns(),
        { Kind: ArgumentKind.Formulas } => Columns().Concat(Formula.Functions.Keys.Order(StringComparer.Ordinal).Select(function =>
            new Suggestion(function, CompletionItemKind.Function, context.Typed, $"{function}($1)") { Rank = Unfitting })),
        { Kind: ArgumentKind.Path } => [new Suggestion("\"…\"", CompletionItemKind.File, context.Typed, "\"$1\"") { Detail = "a path in quotes", Definition = owner, Argument = argument }],
        _ => [],
    };

    private IEnumerable<Suggestion> Columns()
        => Analysis.Looks.GetValueOrDefault(context.Block) is DataLook.Seen { Facts.Columns: { IsDefaultOrEmpty: false } columns }
            ? columns.Select((column, index) => Plain(IsWord(column.Name) || context.InText ? column.Name : $"\"{column.Name}\"", CompletionItemKind.Field, "column", index))
            : [];

    private static bool IsWord(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(sign => char.IsLetterOrDigit(sign) || sign == '_');

    // ---------------------------------------------------------------- texts in quotes

    private IEnumerable<Suggestion> InText()
    {
        if (context.Before.IsEmpty || DefinitionOf(Text(0)) is not { } definition)
        {
            return [];
        }
        var (current, _, places) = Read(definition, from: 1);
        var argument = current ?? definition.Arguments.Where(argument => argument.IsPositional).ElementAtOrDefault(places);
        return argument?.Kind switch
        {
            ArgumentKind.Path when listFiles => PathSuggestions.Of(Source.Path, Source[context.Typed], context.Typed),
            ArgumentKind.Columns => Columns(),
            _ => [],
        };
    }
}
