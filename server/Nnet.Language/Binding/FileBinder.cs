using System.Collections.Immutable;
using Nnet.Language.Binding.Models;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Binding;

/// <summary>Gives a whole file its meaning: values and blocks first, then models and data, and what trains them last.</summary>
internal sealed class FileBinder
{
    private readonly SyntaxTree _tree;
    private readonly UnitLoader _loader;
    private readonly Unit _unit;
    private readonly FindingBag _bag;
    private readonly Remembered _remembered;
    private readonly UsedTexts _used;
    private readonly List<StepLog> _logs = [];
    private readonly HashSet<BlockDefinition> _called = [];
    private readonly Dictionary<string, LayerGraph> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DataSpec> _data = new(StringComparer.Ordinal);
    private readonly HashSet<string> _trained = new(StringComparer.Ordinal);

    /// <summary>Makes the binder of a file.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="files">Gives the files that it uses, or null.</param>
    /// <param name="remembered">What is known from the version before.</param>
    public FileBinder(SyntaxTree tree, ISourceFiles? files, Remembered remembered)
    {
        _tree = tree;
        _remembered = remembered;
        _loader = new UnitLoader(files, remembered);
        _unit = _loader.Load(tree);
        _used = remembered.Of(UsedTexts.Key, known => known.Texts.SequenceEqual(_loader.Texts), () => new UsedTexts(_loader.Texts));
        _bag = _unit.Bag;
    }

    /// <summary>Takes findings.</summary>
    public FindingBag Bag => _bag;

    /// <summary>The written lines with their meaning, and what names stood for, part by part.</summary>
    public IReadOnlyList<StepLog> Logs => _logs;

    /// <summary>The models in the order of the text.</summary>
    public ImmutableArray<LayerGraph> Models { get; private set; } = [];

    /// <summary>The blocks of the text, then those of the files that it uses.</summary>
    public ImmutableArray<BlockDefinition> Blocks => [.. BlocksOf(isForeign: false), .. BlocksOf(isForeign: true)];

    /// <summary>Absolute paths of the files that the text uses, directly or through others.</summary>
    public ImmutableArray<string> Uses => [.. _loader.Paths];

    /// <summary>The data blocks in the order of the text.</summary>
    public ImmutableArray<DataSpec> Data { get; private set; } = [];

    /// <summary>The data blocks of used files that train blocks name.</summary>
    public ImmutableArray<DataSpec> UsedData => [.. _data.Values.Where(spec => spec.Foreign is not null)];

    /// <summary>The train blocks in the order of the text.</summary>
    public ImmutableArray<TrainSpec> Trains { get; private set; } = [];

    /// <summary>Binds everything.</summary>
    public void Bind()
    {
        Strays();
        var lets = new StepLog();
        _logs.Add(lets);
        foreach (var let in _tree.Declarations.OfType<StatementDeclaration>().Select(declaration => declaration.Statement).OfType<LetStatement>())
        {
            lets.Add(let.Name, _unit.Scope.TryFind(let.Name.Text, out var value) ? value : null);
        }
        Models = [.. _tree.Declarations.OfType<ModelDeclaration>().Select(Model)];
        foreach (var block in BlocksOf(isForeign: false).Where(block => !_called.Contains(block)))
        {
            _ = Part(block, (bag, log) =>
            {
                new ModelBinder(_loader, bag, log, isDry: true).Read(_unit, block);
                return block;
            });
        }
        Data = [.. _tree.Declarations.OfType<DataDeclaration>().Select(DataBlock)];
        Trains = [.. _tree.Declarations.OfType<TrainDeclaration>().Select(Train)];
        _loader.ReportForeignErrors(_bag);
    }

    private IEnumerable<BlockDefinition> BlocksOf(bool isForeign) => _unit.Blocks.Values.Where(block => block.Unit.IsForeign == isForeign).Select(block => block.Definition);

    // Binds a declaration, unless it would give what it gave in the version before.
    private T Part<T>(object declaration, Func<FindingBag, StepLog, T> bind)
    {
        var before = _bag.Findings.Count;
        var part = _remembered.Of(declaration, known => known.Holds(_unit, before, _used), () =>
        {
            var (reads, log, elsewhere) = (new Reads(), new StepLog(), _loader.SaidElsewhere);
            var bag = new FindingBag(_tree.Source, _loader.Errors, before, reads);
            _unit.Scope.Reads = reads;
            var result = bind(bag, log);
            _unit.Scope.Reads = null;
            return new BoundPart<T>(result, bag.Findings, log, reads, before, _used, _loader.SaidElsewhere > elsewhere);
        });
        _bag.AddAll(part.Findings);
        _logs.Add(part.Log);
        return part.Result;
    }

    // Lines that stand outside of any block; neighbours are reported together.
    private void Strays()
    {
        var reported = false;
        foreach (var declaration in _tree.Declarations)
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
                _bag.Add(BindingFindings.Misplaced, stray.Span with { Length = 6 }, "`repeat` repeats layers: it belongs in a `model Name { … }`.");
                continue;
            }
            var (word, span) = (step.Word.Text, step.Word.Span);
            if (Catalog<Layer>.Find(word) is not null || Catalog<Layer>.FindAlias(word) is not null)
            {
                _bag.Add(BindingFindings.Misplaced, span, $"`{word}` is a layer and stands outside of a model: layers belong in `model Name {{ … }}`.");
            }
            else if (Catalog<Setting>.Find(word) is { } setting)
            {
                _bag.Add(BindingFindings.Misplaced, span, $"`{word}` belongs in a block: {(setting is DataSetting ? "`data name { … }`" : "`train Model on data { … }`")}.");
            }
            else
            {
                string[] words = ["data", "model", "train", "block", "let", "use"];
                var nearest = Spelling.Nearest(word, words) ?? (word.ToLowerInvariant() switch { "net" or "network" or "class" or "def" => "model", "dataset" => "data", "fit" => "train", "module" or "function" => "block", "import" or "include" => "use", "var" or "const" => "let", _ => null });
                _bag.Add(BindingFindings.UnknownWord, span, $"A file has `model`, `block`, `data` and `train` declarations, `let` and `use`; `{word}` is none of them.{Spelling.Suggest(nearest)}", nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]);
            }
        }
    }

    private LayerGraph Model(ModelDeclaration declaration)
    {
        var (graph, called) = Part(declaration, (bag, log) =>
        {
            var binder = new ModelBinder(_loader, bag, log);
            return new BoundModel(binder.Bind(_unit, declaration), binder.Called);
        });
        _called.UnionWith(called);
        if (declaration.Name is { } name && !_models.TryAdd(name.Text, graph))
        {
            _bag.Add(BindingFindings.DuplicateName, name.Span, $"There is a model `{name.Text}` already.");
        }
        return graph;
    }

    private DataSpec DataBlock(DataDeclaration declaration)
    {
        var spec = Part(declaration, (bag, log) => DataBlock(declaration, _unit, bag, log));
        if (declaration.Name is { } name && !_data.TryAdd(name.Text, spec))
        {
            _bag.Add(BindingFindings.DuplicateName, name.Span, $"There is a data block `{name.Text}` already.");
        }
        return spec;
    }

    // The data block of a text; what is found in another file's is that file's affair.
    private static DataSpec DataBlock(DataDeclaration declaration, Unit unit, FindingBag bag, StepLog log)
    {
        var binder = new SettingsBinder<DataSetting>(bag, new Scope(unit.Scope), declaration, log);
        var settings = binder.Bind();
        var name = declaration.Name;
        var spec = new DataSpec(name?.Text ?? "", name?.Span ?? declaration.HeaderSpan, declaration.Span, settings, unit.Tree.Source.Path) { Foreign = unit.IsForeign ? unit.Tree.Source : null, IsComplete = binder.IsComplete };
        Duplicates(bag, binder.Steps, call => call.Definition is DataSource ? "a source" : call.Definition.Name + OfPart(call));
        DataLines(bag, binder.Steps);
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
        var settings = Part(declaration, (bag, log) => new BoundSettings(Settings(declaration, bag, log))).Calls;
        if (declaration.Name is { } trained && !_trained.Add(trained.Text))
        {
            _bag.Add(BindingFindings.DuplicateName, trained.Span, $"`{trained.Text}` is trained by another block already. Runs go by their model's name: give this one a model of its own, or a file of its own.");
        }
        BindUsed(declaration);
        var model = Reference(declaration.Name, _models, "model");
        var data = Reference(declaration.Data, _data, "data");
        return _remembered.Of(
            declaration,
            known => ReferenceEquals(known.Model, model) && ReferenceEquals(known.Data, data) && known.Settings == settings,
            () => new TrainSpec(declaration.Name?.Text ?? "", declaration.Span, declaration.HeaderSpan, model, data, settings));
    }

    private ImmutableArray<Call> Settings(TrainDeclaration declaration, FindingBag bag, StepLog log)
    {
        var binder = new SettingsBinder<TrainSetting>(bag, new Scope(_unit.Scope), declaration, log);
        var settings = binder.Bind();
        Duplicates(bag, binder.Steps, call => call.Definition.Name + OfPart(call));
        if (declaration.Body is { } body && !HasUnknown(binder.Steps))
        {
            foreach (var setting in Catalog<TrainSetting>.All.Where(setting => setting.IsRequired && !binder.Steps.Any(step => step.Call?.Definition == setting)))
            {
                ImmutableArray<string> lines = setting.Options.IsEmpty ? [$"{setting.Name} 20"] : [.. setting.Options.Select(option => $"{setting.Name} {option.Name}")];
                bag.Add(BindingFindings.MissingSetting, declaration.HeaderSpan, $"This training needs a line `{setting.Name}`: {char.ToLowerInvariant(setting.Summary[0])}{setting.Summary[1..]}",
                    [.. lines.Select(line => new Fix($"Insert {line}", BlockEdits.InsertLastLine(bag.Source, body, line)))]);
            }
        }
        return settings;
    }

    // Models and data of used files are bound when a train block asks for them.
    private void BindUsed(TrainDeclaration train)
    {
        if (train.Name is { } name && !_models.ContainsKey(name.Text) && _unit.Models.TryGetValue(name.Text, out var model) && model.Unit.IsForeign)
        {
            var caller = new Origin(name.Span, name.Span);
            _models.Add(name.Text, Part(name, (bag, _) => new ModelBinder(_loader, bag, new StepLog()).Bind(model.Unit, model.Declaration, caller)));
        }
        if (train.Data is { } data && !_data.ContainsKey(data.Text) && _unit.Data.TryGetValue(data.Text, out var used) && used.Unit.IsForeign)
        {
            _data.Add(data.Text, Part(data, (_, _) => DataBlock(used.Declaration, used.Unit, used.Unit.Bag, new StepLog())));
        }
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
        // `train Net on mnist`, where a source of that name is at hand.
        if (kind == "data" && known.Count == 0 && Catalog<DataSource>.Find(name.Text) is { } source && source.Arguments.All(argument => !argument.IsRequired) && _tree.Declarations.OfType<TrainDeclaration>().FirstOrDefault(train => train.Data == name) is { } user)
        {
            var block = $"data {name.Text} {{\n  {source.Name}\n}}";
            _bag.Add(BindingFindings.UnknownName, name.Span, $"There is no data block `{name.Text}` in this file. Write one: `data {name.Text} {{ {source.Name} }}`.", new Fix($"Insert data {name.Text}", new TextEdit(new Span(user.Span.Start, 0), block + "\n\n")));
            return null;
        }
        var nearest = Spelling.Nearest(name.Text, known.Keys) ?? (known.Count == 1 ? known.Keys.Single() : null);
        _bag.Add(BindingFindings.UnknownName, name.Span, $"There is no {kind} block `{name.Text}` in this file.{(known.Count == 0 ? $" Write one: `{kind} {name.Text} {{ … }}`." : Spelling.Suggest(nearest))}",
            nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", name.Span, nearest)]);
        return null;
    }

    // The input or output of the model that a line is about, with a space before it; empty for one that is about all of it.
    private static string OfPart(Call call)
    {
        var part = call.Definition switch
        {
            FeaturesSetting => call.Get(FeaturesSetting.Input),
            TargetSetting => call.Get(TargetSetting.Output),
            _ when call.Choice is { Definition: Loss } loss => loss.Get(Loss.Output),
            _ => "",
        };
        return part.Length > 0 ? $" {part}" : "";
    }

    // What lines of a data block lack that is needed in the company of others alone.
    private static void DataLines(FindingBag bag, IReadOnlyList<BoundStep> steps)
    {
        Call? rest = null;
        foreach (var call in steps.Where(step => !step.Syntax.HasErrors).Select(step => step.Call).OfType<Call>())
        {
            if (call.Definition is TargetSetting && call.Has(TargetSetting.What) && call.Get(TargetSetting.Output).Length == 0 && !DataSpec.IsSample(call))
            {
                bag.Add(BindingFindings.WrongValue, call.SpanOf(TargetSetting.What), $"What the last line of a model learns the source says: `csv … target={string.Join(", ", call.Get(TargetSetting.What))}`. This line is for another output, which it names with output=, or is `target input`.");
            }
            if (call.Definition is not FeaturesSetting || call.Has(FeaturesSetting.Expressions) || !steps.Any(step => step.Call == call && step.Syntax.Arguments.All(argument => argument.Name is not null)))
            {
                continue;
            }
            if (call.Get(FeaturesSetting.Input).Length == 0)
            {
                bag.Add(BindingFindings.MissingArgument, call.NameSpan, "features needs expressions: a list with one for each input, such as [x1, x2, x1*x2].");
            }
            else if (rest is null)
            {
                rest = call;
            }
            else
            {
                bag.Add(BindingFindings.MissingArgument, call.NameSpan, $"Line {bag.LineOf(rest.NameSpan.Start) + 1} takes all columns that no other line names, so this one has to name its own: `features [a, b] input={call.Get(FeaturesSetting.Input)}`.");
            }
        }
    }

    private static void Duplicates(FindingBag bag, IEnumerable<BoundStep> steps, Func<Call, string> key)
    {
        var seen = new Dictionary<string, Call>();
        foreach (var call in steps.Select(step => step.Call).OfType<Call>())
        {
            if (!seen.TryAdd(key(call), call))
            {
                var first = seen[key(call)];
                var what = call.Definition is DataSource && first.Definition != call.Definition ? $"a source, {first.Definition.Name}," : $"`{call.Definition.Name}`{(OfPart(call) is { Length: > 0 } part ? $" for{part}" : "")}";
                bag.Add(new Finding(BindingFindings.DuplicateSetting, call.NameSpan, $"Line {bag.LineOf(first.NameSpan.Start) + 1} gives {what} already; only one of the two can count.")
                {
                    Fixes = [Fixes.RemoveStep("Remove this line", bag.Source, call.Span)],
                    Related = [new RelatedPlace(first.NameSpan, $"{bag.Source[first.Span]} stands here.")],
                });
            }
        }
    }

    // Classes both, since generic code over structures of the framework is compiled at start.
    private sealed record BoundSettings(ImmutableArray<Call> Calls);

    private sealed record BoundModel(LayerGraph Graph, IReadOnlySet<BlockDefinition> Called);
}
