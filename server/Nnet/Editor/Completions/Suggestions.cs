using System.Collections.Immutable;
using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Binding;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Completions;

/// <summary>What could be written at the cursor.</summary>
/// <param name="snapshot">The text.</param>
/// <param name="context">Where the cursor is.</param>
/// <param name="listFiles">Whether folders may be listed for paths.</param>
public sealed class Suggestions(Snapshot snapshot, CursorContext context, bool listFiles)
{
    // Behind the words that an argument takes.
    private const int Later = 200;

    private readonly NearbyData _data = new(snapshot, context.Replace.Start);

    private Analysis Analysis => snapshot.Analysis;

    /// <summary>All of them.</summary>
    public IEnumerable<Suggestion> All() => context switch
    {
        CursorContext.DeclarationStart => Declarations(),
        CursorContext.ModelReference => Known(NameKind.Model, CompletionItemKind.Class, "model"),
        CursorContext.OnKeyword => [Plain("on", CompletionItemKind.Keyword)],
        CursorContext.DataReference => Known(NameKind.Data, CompletionItemKind.Struct, "data"),
        CursorContext.StatementStart { Kind: BodyKind.Data or BodyKind.Train } start => Settings(start),
        CursorContext.StatementStart start => new LineSuggestions(snapshot, start).All(_data.Shape),
        CursorContext.Choice choice => choice.Options.Select(option => Named(option, CompletionItemKind.EnumMember) with { Snippet = Snippets.Of(option), Detail = option.Summary, Rank = Later })
            .Concat(choice.Value is { } value ? Values(value.Owner, value.Argument) : []),
        CursorContext.ArgumentStart start => Arguments(start),
        CursorContext.ArgumentValue { IsOperand: true, Argument.Kind: not (ArgumentKind.Formulas or ArgumentKind.Columns) } => Operands(0),
        // `stride=stride` is what a block mostly passes on.
        CursorContext.ArgumentValue value => Values(value.Definition, value.Argument).Select(suggestion => suggestion.Kind == CompletionItemKind.Variable && suggestion.Label == value.Argument.Name ? suggestion with { Rank = 0 } : suggestion),
        CursorContext.Calculation => Operands(0),
        CursorContext.Conjunction => [Plain("and", CompletionItemKind.Keyword), Plain("or", CompletionItemKind.Keyword)],
        CursorContext.Property property => Properties(property.Head),
        CursorContext.IgnoreWord comment => IgnoreWords(comment.Choices),
        CursorContext.PathText path when listFiles => PathSuggestions.Of(snapshot.Source.Path, path.Typed, path.Replace, path.Argument is null),
        _ => [],
    };

    private Suggestion Named(Definition definition, CompletionItemKind kind)
        => new(definition.Name, kind, context.Replace, definition.Name) { Definition = definition, Detail = DefinitionText.KindOf(definition) };

    private Suggestion Plain(string word, CompletionItemKind kind, string? detail = null, int rank = 0)
        => new(word, kind, context.Replace, word) { Detail = detail, Rank = rank };

    private IEnumerable<Suggestion> Known(NameKind kind, CompletionItemKind icon, string detail)
        => Analysis.Symbols.VisibleAt(context.Replace.Start).Where(symbol => symbol.Kind == kind)
            .Select(symbol => Plain(symbol.Name, icon, symbol.Foreign is { Path: { } path } ? Path.GetFileName(path) : detail));

    // What is found on this line or the next comes first.
    private IEnumerable<Suggestion> IgnoreWords(ImmutableArray<string> choices)
    {
        var line = snapshot.Source.LineAt(context.Replace.Start);
        var near = Analysis.Findings.Where(finding => snapshot.Source.LineAt(finding.Span.Start) - line is 0 or 1).Select(finding => finding.Kind.Code).ToHashSet(StringComparer.Ordinal);
        return choices.Select((choice, index) => FindingKinds.Find(choice) is { } kind
            ? Plain(choice, CompletionItemKind.EnumMember, kind.Title, near.Contains(choice) ? 0 : 1)
            : Plain(choice, CompletionItemKind.Keyword, null, index));
    }

    private IEnumerable<Suggestion> Declarations()
    {
        var model = Analysis.Models.Select(known => known.Name).FirstOrDefault() ?? "Model";
        var data = Analysis.Data.Select(known => known.Name).FirstOrDefault() ?? "data";
        return
        [
            Declaration("model", "layers, one a line", Snippets.Model(_data.Shape ?? "1x28x28"), 0),
            Declaration("block", "layers to be used again", Snippets.Block, 1),
            Declaration("data", "where samples come from", Snippets.Data, 2),
            Declaration("train", "which model learns from which data, and how", Snippets.Train(model, data), 3),
            Declaration("let", "a name for a value", "let ${1:name} = $0", 4),
            Declaration("use", "blocks, values, models and data of another file", "use \"$0\"", 5),
            .. Skeletons.All.Select(skeleton => new Suggestion(skeleton.Prefix, CompletionItemKind.Snippet, context.Replace, skeleton.Text) { Detail = skeleton.Description, Rank = 10 }),
        ];
    }

    private Suggestion Declaration(string word, string detail, string snippet, int rank)
        => new(word, CompletionItemKind.Keyword, context.Replace, snippet) { Detail = detail, Rank = rank };

    private IEnumerable<Suggestion> Settings(CursorContext.StatementStart start)
        => start.Definitions.OfType<Setting>().Select(setting => Named(setting, CompletionItemKind.Property) with
        {
            Snippet = Snippets.Of(setting),
            Detail = setting.Summary,
            Rank = setting.IsRequired || setting is DataSource ? 0 : 1,
        });

    private IEnumerable<Suggestion> Arguments(CursorContext.ArgumentStart start)
    {
        var named = start.Free.Where(argument => argument != start.Positional && argument.Kind != ArgumentKind.NewName).Select((argument, index) =>
            new Suggestion(argument.Name, CompletionItemKind.Field, context.Replace, Snippets.Of(argument))
            {
                Definition = start.Definition,
                Argument = argument,
                Detail = argument.DefaultText is { } text ? $"default {text}" : argument.IsRequired ? "required" : null,
                Rank = 100 + index + (argument.IsRequired ? -50 : CommonArguments.OfWeights.Contains(argument) ? 300 : 0),
            });
        var values = start.Positional is null ? [] : Values(start.Definition, start.Positional);
        Suggestion[] condition = start.Definition is ModelWord and not Input ? [new Suggestion("when", CompletionItemKind.Keyword, context.Replace, "when ") { Detail = "only where a condition holds", Rank = 900 }] : [];
        return values.Concat(named).Concat(condition);
    }

    private IEnumerable<Suggestion> Values(Definition owner, Argument argument)
    {
        var words = argument.Words.Select((word, index) => argument == CommonArguments.Activation && Catalog<Activation>.Find(word) is { } activation
            ? Named(activation, CompletionItemKind.Function) with { Rank = index }
            : Plain(word, CompletionItemKind.EnumMember, word == argument.DefaultText ? "default" : null, index) with { Definition = owner, Argument = argument });
        var forms = argument.Forms.Select(form => new Suggestion(form.Signature, CompletionItemKind.Function, context.Replace, Snippets.Of(form)) { Detail = form.Doc, Rank = argument.Words.Length });
        var rest = argument.Kind switch
        {
            ArgumentKind.Columns when argument == TargetSetting.What => Columns().Prepend(Plain(TargetSetting.Sample, CompletionItemKind.EnumMember, "the sample itself")),
            ArgumentKind.Columns => Columns(),
            ArgumentKind.Input => LearningModels().SelectMany(model => model.Inputs).Select((input, index) => Plain(input.Name, CompletionItemKind.Reference, input.Facts?.Output.Shape.ToString(), index)),
            ArgumentKind.Output => LearningModels().SelectMany(model => model.Outputs.Select(output => (model, Node: model.Nodes[output]))).Select((output, index) => Plain(output.model.NameOf(output.Node), CompletionItemKind.Reference, output.Node.Facts?.Output.Shape.ToString(), index)),
            ArgumentKind.Word when argument.Name == EarlyStoppingSetting.Monitor.Name => Analysis.Trains.Where(IsHere).SelectMany(train => train.Objectives).Where(objective => !objective.IsMain).SelectMany(objective => new[] { $"val_{objective.Figure}", objective.Figure }).Select((figure, index) => Plain(figure, CompletionItemKind.EnumMember, "the loss of an output", index)),
            ArgumentKind.Formulas => Columns().Concat(Formula.Functions.Keys.Order(StringComparer.Ordinal).Select(function =>
                new Suggestion(function, CompletionItemKind.Function, context.Replace, $"{function}($1)") { Detail = "function", Rank = Later + 100 })),
            ArgumentKind.Names => _data.Facts?.Target.ClassNames.Select((name, i) => Plain(Quoted(name), CompletionItemKind.EnumMember, "class", i)) ?? [],
            ArgumentKind.Path => [new Suggestion("\"…\"", CompletionItemKind.File, context.Replace, "\"$1\"") { Detail = "a path in quotes", Definition = owner, Argument = argument }],
            ArgumentKind.Edges or ArgumentKind.SharedLayer => Labels(0),
            ArgumentKind.Any => Operands(0).Concat(Labels(Later)).Concat(Catalog<Activation>.All.Select(activation => Named(activation, CompletionItemKind.Function) with { Rank = Later + 50 })),
            ArgumentKind.Integer or ArgumentKind.Number or ArgumentKind.PerAxis or ArgumentKind.Share => Suitable(owner, argument).Concat(Operands(Later)),
            ArgumentKind.Dimensions => (owner is Input && _data.Shape is { } shape ? [Plain(shape, CompletionItemKind.Value, "the shape of the data")] : Array.Empty<Suggestion>()).Concat(Names(Later)),
            ArgumentKind.Order => Orders().Select((order, index) => Plain(order.ToString(), CompletionItemKind.Value, null, index)),
            ArgumentKind.Word when owner is ModelWord => Names(Later),
            _ => [],
        };
        return words.Concat(forms).Concat(rest);
    }

    // The axes the other way round; those of a sequence as one of channels first.
    private IEnumerable<AxisOrder> Orders()
    {
        var shape = snapshot.Steps.EdgeAt(Analysis, LineStart()).Type?.Shape;
        var reversed = new AxisOrder([.. Enumerable.Range(1, Math.Max(2, shape?.Rank ?? 2)).Reverse()], []);
        return shape is { IsSequence: true } ? [reversed.WithFirst("channels"), reversed] : [reversed];
    }

    // The models that a train block trains, or that learn from a data block.
    private IEnumerable<LayerGraph> LearningModels()
        => Analysis.Trains.Where(train => IsHere(train) || (Analysis.Syntax.DeclarationAt(context.Replace.Start) is DataDeclaration { Name.Text: var data } && train.Data?.Name == data)).Select(train => train.Model).OfType<LayerGraph>().Distinct();

    private bool IsHere(TrainSpec train) => train.Span.Touches(context.Replace.Start);

    // Numbers that the data or the layer above ask for.
    private IEnumerable<Suggestion> Suitable(Definition owner, Argument argument)
    {
        if (owner is Dense && argument == Dense.Units && _data.Head is { } head)
        {
            yield return Plain($"{head.Units}", CompletionItemKind.Value, head.Why);
        }
        if (argument.IsPositional && argument.Kind == ArgumentKind.Integer && snapshot.Steps.EdgeAt(Analysis, LineStart()).Type is { Domain: { Kind: DomainKind.Tokens, Vocabulary: var size } } && owner.Arguments[0] == argument)
        {
            yield return Plain($"{size}", CompletionItemKind.Value, "the tokens that come in");
        }
    }

    // Where the line begins that is being written: behind `dense ` too, whose space is no part of it yet.
    private int LineStart()
    {
        var end = context.Replace.Start;
        while (end > 0 && snapshot.Source[end - 1] is ' ' or '\t')
        {
            end--;
        }
        return Analysis.StepAt(end)?.Syntax.Span.Start ?? context.Replace.Start;
    }

    // Whatever a calculation can be made of.
    private IEnumerable<Suggestion> Operands(int rank)
    {
        foreach (var value in Names(rank))
        {
            yield return value;
        }
        if (Analysis.Syntax.DeclarationAt(context.Replace.Start) is ModelDeclaration or LayerBlockDeclaration)
        {
            foreach (var property in Properties("in"))
            {
                yield return property with { Label = $"in.{property.Label}", Snippet = $"in.{property.Snippet}", Rank = rank + 30 + property.Rank };
            }
            foreach (var label in Labels(rank + 60))
            {
                yield return label with { Snippet = $"{label.Snippet}.", Detail = "label" };
            }
        }
        foreach (var function in Function.All)
        {
            // A value without a name is one atom, so that a call needs parentheses around it.
            yield return Named(function, CompletionItemKind.Function) with { Snippet = context is CursorContext.ArgumentStart ? $"({function.Name}($1))" : $"{function.Name}($1)", Effect = function.Signature[function.Name.Length..], Rank = rank + 80 };
        }
    }

    // Names with a value: what `let` declares, parameters, axes.
    private IEnumerable<Suggestion> Names(int rank)
        => Analysis.Symbols.VisibleAt(context.Replace.Start).Where(symbol => symbol.Kind is NameKind.Let or NameKind.Parameter or NameKind.Axis)
            .Select((symbol, index) => Plain(symbol.Name, CompletionItemKind.Variable, ValueText(symbol), rank + Math.Min(index, 29)));

    private string ValueText(Symbol symbol)
        => Analysis.ValuesOf(symbol.Span.Start) is { Count: > 0 } values && symbol.Foreign is null
            ? "= " + string.Join(", ", values.Take(4)) + (values.Count > 4 ? " …" : "")
            : symbol.Kind switch { NameKind.Parameter => "parameter", NameKind.Axis => "axis", _ => "let" };

    private IEnumerable<Suggestion> Labels(int rank)
        => Analysis.Symbols.VisibleAt(context.Replace.Start).Where(symbol => symbol.Kind == NameKind.Label)
            .Select((symbol, index) => Plain(symbol.Name, CompletionItemKind.Reference, ShapeOf(symbol) is { } shape ? shape.ToString() : "label", rank + Math.Min(index, 19)));

    private IEnumerable<Suggestion> Properties(string head)
    {
        var shape = head == "in"
            ? snapshot.Steps.EdgeAt(Analysis, LineStart()).Type?.Shape
            : Analysis.Symbols.VisibleAt(context.Replace.Start).FirstOrDefault(symbol => symbol.Kind == NameKind.Label && symbol.Name == head) is { } label ? ShapeOf(label) : null;
        var names = shape is null ? EdgeProperties.All.Select(property => property.Name) : EdgeProperties.NamesOf(shape);
        return names.Select((name, index) => Plain(name, CompletionItemKind.Property, shape is null ? EdgeProperties.All.First(property => property.Name == name).Doc : $"= {EdgeProperties.Of(shape, name)}", index));
    }

    // What a labelled line gives on.
    private Shape? ShapeOf(Symbol label)
        => Analysis.StepAt(label.Span.Start) is { } step && snapshot.Steps.FactsOf(step.Syntax) is { } facts ? facts.First.Output.Shape : null;

    private IEnumerable<Suggestion> Columns()
        => _data.Facts is { Columns: { IsDefaultOrEmpty: false } columns }
            ? columns.Select((column, index) => Plain(Quoted(column.Name), CompletionItemKind.Field, "column", index))
            : [];

    private static string Quoted(string name) => IsWord(name) ? name : $"\"{name}\"";

    private static bool IsWord(string name)
        => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(sign => char.IsLetterOrDigit(sign) || sign == '_');
}
