using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Binding;

/// <summary>Gives a whole file its meaning: values first, then models and data, and what trains them last.</summary>
internal sealed class FileBinder(FindingBag bag, SyntaxTree tree)
{
    private readonly Scope _scope = new();
    private readonly List<BoundStep> _steps = [];
    private readonly Dictionary<string, LayerGraph> _models = [];
    private readonly Dictionary<string, DataSpec> _data = [];
    private readonly HashSet<string> _trained = [];

    /// <summary>The written lines with their meaning, in the order of the text.</summary>
    public ImmutableArray<BoundStep> Steps => [.. _steps.OrderBy(step => step.Syntax.Span.Start)];

    /// <summary>The models in the order of the text.</summary>
    public ImmutableArray<LayerGraph> Models { get; private set; } = [];

    /// <summary>The declarations of the models, in the same order.</summary>
    public ImmutableArray<ModelDeclaration> ModelDeclarations { get; private set; } = [];

    /// <summary>The data blocks in the order of the text.</summary>
    public ImmutableArray<DataSpec> Data { get; private set; } = [];

    /// <summary>The train blocks in the order of the text.</summary>
    public ImmutableArray<TrainSpec> Trains { get; private set; } = [];

    /// <summary>Binds everything.</summary>
    public void Bind()
    {
        foreach (var declaration in tree.Declarations)
        {
            switch (declaration)
            {
                case StatementDeclaration { Statement: LetStatement let }:
                    Lets.Declare(bag, _scope, let);
                    break;
                case UseDeclaration use:
                    bag.Add(BindingFindings.CannotBuild, use.Span, "This version of nnet reads one file at a time: copy what you need of the other file here.");
                    break;
                case LayerBlockDeclaration block:
                    bag.Add(BindingFindings.CannotBuild, block.HeaderSpan, "This version of nnet builds chains of layers in `model` blocks; a `block` to be used again it cannot build.");
                    break;
            }
        }
        Strays();
        var blocks = tree.Declarations.OfType<LayerBlockDeclaration>().Select(block => block.Name?.Text).OfType<string>().ToHashSet();
        ModelDeclarations = [.. tree.Declarations.OfType<ModelDeclaration>()];
        Models = [.. ModelDeclarations.Select(model => Model(model, blocks))];
        Data = [.. tree.Declarations.OfType<DataDeclaration>().Select(DataBlock)];
        Trains = [.. tree.Declarations.OfType<TrainDeclaration>().Select(Train)];
    }

    // Lines that stand outside of any block; neighbours are reported together.
    private void Strays()
    {
        var reported = false;
        foreach (var declaration in tree.Declarations)
        {
            var stray = (declaration as StatementDeclaration)?.Statement;
            if (stray is null or LetStatement)
            {
                reported = false;
                continue;
            }
            if (reported || stray is StepStatement { HasErrors: true })
            {
                continue;
            }
            reported = true;
            if (stray is not StepStatement step)
            {
                bag.Add(BindingFindings.Misplaced, stray.Span with { Length = 6 }, "`repeat` repeats layers: it belongs in a `model Name { … }`.");
                continue;
            }
            var (word, span) = (step.Word.Text, step.Word.Span);
            if (Catalog<Layer>.Find(word) is not null || Catalog<Layer>.FindAlias(word) is not null)
            {
                bag.Add(BindingFindings.Misplaced, span, $"`{word}` is a layer and stands outside of a model: layers belong in `model Name {{ … }}`.");
            }
            else if (Catalog<Setting>.Find(word) is { } setting)
            {
                bag.Add(BindingFindings.Misplaced, span, $"`{word}` belongs in a block: {(setting is DataSetting ? "`data name { … }`" : "`train Model on data { … }`")}.");
            }
            else
            {
                string[] words = ["data", "model", "train", "let"];
                var nearest = Spelling.Nearest(word, words) ?? (word.ToLowerInvariant() switch { "net" or "network" or "class" or "def" => "model", "dataset" => "data", "fit" => "train", "var" or "const" => "let", _ => null });
                bag.Add(BindingFindings.UnknownWord, span, $"A file has `data`, `model` and `train` blocks and `let`; `{word}` is none of them.{Spelling.Suggest(nearest)}", nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]);
            }
        }
    }

    private LayerGraph Model(ModelDeclaration declaration, HashSet<string> blocks)
    {
        var binder = new ModelBinder(bag, _scope, blocks, declaration);
        var graph = binder.Bind();
        _steps.AddRange(binder.Steps);
        if (declaration.Name is { } name && !_models.TryAdd(name.Text, graph))
        {
            bag.Add(BindingFindings.DuplicateName, name.Span, $"There is a model `{name.Text}` already.");
        }
        return graph;
    }

    private DataSpec DataBlock(DataDeclaration declaration)
    {
        var binder = new SettingsBinder<DataSetting>(bag, new Scope(_scope), declaration);
        var settings = binder.Bind();
        _steps.AddRange(binder.Steps);
        var name = declaration.Name;
        var spec = new DataSpec(name?.Text ?? "", name?.Span ?? declaration.HeaderSpan, declaration.Span, settings, tree.Source.Path);
        if (name is not null && !_data.TryAdd(name.Text, spec))
        {
            bag.Add(BindingFindings.DuplicateName, name.Span, $"There is a data block `{name.Text}` already.");
        }
        Duplicates(binder.Steps, call => call.Definition is DataSource ? "a source" : call.Definition.Name);
        if (declaration.Body is { } body && !binder.Steps.Any(step => step.Call?.Definition is DataSource || (step.Call is null && step.Syntax.HasErrors)) && !HasUnknown(binder.Steps))
        {
            var sources = Catalog<DataSetting>.All.OfType<DataSource>().Select(source => source.Name).ToArray();
            bag.Add(BindingFindings.MissingSetting, declaration.HeaderSpan, $"{name?.Text} does not say where its samples come from: it needs a line that begins with {string.Join(", ", sources[..^1])} or {sources[^1]}.",
                new Fix("Insert playground circle", BlockEdits.InsertFirstLine(bag.Source, body, "playground circle")));
        }
        return spec;
    }

    private TrainSpec Train(TrainDeclaration declaration)
    {
        var binder = new SettingsBinder<TrainSetting>(bag, new Scope(_scope), declaration);
        var settings = binder.Bind();
        _steps.AddRange(binder.Steps);
        Duplicates(binder.Steps, call => call.Definition.Name);
        if (declaration.Body is { } body && !HasUnknown(binder.Steps))
        {
            foreach (var setting in Catalog<TrainSetting>.All.Where(setting => setting.IsRequired && !binder.Steps.Any(step => step.Call?.Definition == setting)))
            {
                ImmutableArray<string> lines = setting.Options.IsEmpty ? [$"{setting.Name} 20"] : [.. setting.Options.Select(option => $"{setting.Name} {option.Name}")];
                bag.Add(BindingFindings.MissingSetting, declaration.HeaderSpan, $"This training needs a line `{setting.Name}`: {char.ToLowerInvariant(setting.Summary[0])}{setting.Summary[1..]}",
                    [.. lines.Select(line => new Fix($"Insert {line}", BlockEdits.InsertLastLine(bag.Source, body, line)))]);
            }
        }
        if (declaration.Name is { } trained && !_trained.Add(trained.Text))
        {
            bag.Add(BindingFindings.DuplicateName, trained.Span, $"`{trained.Text}` is trained by another block already. Runs go by their model's name: give this one a model of its own, or a file of its own.");
        }
        var model = Reference(declaration.Name, _models, "model");
        var data = Reference(declaration.Data, _data, "data");
        return new TrainSpec(declaration.Name?.Text ?? "", declaration.Span, declaration.HeaderSpan, model, data, settings);
    }

    // A line that is not understood may well be the missing one.
    private static bool HasUnknown(IEnumerable<BoundStep> steps) => steps.Any(step => step.Call is null);

    private T? Reference<T>(Name? name, Dictionary<string, T> known, string kind)
        where T : class
    {
        if (name is null || known.TryGetValue(name.Text, out var found))
        {
            return name is null ? null : known[name.Text];
        }
        var nearest = Spelling.Nearest(name.Text, known.Keys) ?? (known.Count == 1 ? known.Keys.Single() : null);
        bag.Add(BindingFindings.UnknownName, name.Span, $"There is no {kind} block `{name.Text}` in this file.{(known.Count == 0 ? $" Write one: `{kind} {name.Text} {{ … }}`." : Spelling.Suggest(nearest))}",
            nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", name.Span, nearest)]);
        return null;
    }

    private void Duplicates(IEnumerable<BoundStep> steps, Func<Call, string> key)
    {
        var seen = new Dictionary<string, Call>();
        foreach (var call in steps.Select(step => step.Call).OfType<Call>())
        {
            if (!seen.TryAdd(key(call), call))
            {
                var first = seen[key(call)];
                var what = call.Definition is DataSource && first.Definition != call.Definition ? $"a source, {first.Definition.Name}," : $"`{call.Definition.Name}`";
                bag.Add(BindingFindings.DuplicateSetting, call.NameSpan, $"Line {bag.Source.LineAt(first.NameSpan.Start) + 1} gives {what} already; only one of the two can count.", Fixes.RemoveStep("Remove this line", bag.Source, call.Span));
            }
        }
    }
}
