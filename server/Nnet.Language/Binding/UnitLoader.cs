using System.Runtime.CompilerServices;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Registers what a text declares, and what the files declare that it uses.</summary>
/// <param name="files">Gives the used files; null reads none.</param>
/// <param name="remembered">What is known from the version before.</param>
internal sealed class UnitLoader(ISourceFiles? files, Remembered remembered)
{
    // A used file is the same text from one keystroke to the next.
    private static readonly ConditionalWeakTable<SourceText, SyntaxTree> s_trees = [];

    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);
    private readonly List<string> _loading = [];
    private readonly List<(UseDeclaration Use, Unit Unit)> _direct = [];
    private (FindingBag Bag, Span Span)? _rootUse;

    /// <summary>Every error of any text so far, repeated ones included, with the text that it is of.</summary>
    public List<(SourceText Source, Finding Finding)> Errors { get; } = [];

    /// <summary>Absolute paths of the files that are used, directly or through others, readable or not.</summary>
    public HashSet<string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>The used files as they were read, in the order in which they were met; null for each that cannot be read.</summary>
    public List<SourceText?> Texts { get; } = [];

    /// <summary>How often something was said in used files.</summary>
    public int SaidElsewhere => _units.Values.Sum(unit => unit.Bag.Said);

    /// <summary>Registers the declarations of the analysed text.</summary>
    public Unit Load(SyntaxTree tree)
    {
        var unit = new Unit(tree, new FindingBag(tree.Source, Errors), isForeign: false);
        if (tree.Source.Path is { } path)
        {
            _loading.Add(Path.GetFullPath(path));
        }
        Declare(unit);
        return unit;
    }

    /// <summary>Says at each <c>use</c> whether the file has errors that were found while its declarations were used.</summary>
    public void ReportForeignErrors(FindingBag bag)
    {
        foreach (var (use, unit) in _direct)
        {
            if (unit.Tree.Findings.Concat(unit.Bag.Findings).FirstOrDefault(finding => finding.Kind.Severity == Severity.Error) is { } error)
            {
                bag.Add(new Finding(BindingFindings.UsedFileHasErrors, use.Path!.Span, $"`{use.Path.Content}` has an error in line {unit.Tree.Source.LineAt(error.Span.Start) + 1}: {error.Message}")
                {
                    Related = [new RelatedPlace(error.Span, error.Message, unit.Tree.Source)],
                });
            }
        }
    }

    private void Declare(Unit unit)
    {
        foreach (var declaration in unit.Tree.Declarations)
        {
            switch (declaration)
            {
                case UseDeclaration { Path: { } path } use:
                    Use(unit, use, path);
                    break;
                case StatementDeclaration { Statement: LetStatement let }:
                    Lets.Declare(unit.Bag, unit.Scope, let);
                    break;
                case LayerBlockDeclaration { Name: { } name } block:
                    Block(unit, block, name);
                    break;
                case ModelDeclaration { Name: { } name } model:
                    unit.Models.TryAdd(name.Text, (model, unit));
                    break;
                case DataDeclaration { Name: { } name } data:
                    unit.Data.TryAdd(name.Text, (data, unit));
                    break;
            }
        }
    }

    private void Block(Unit unit, LayerBlockDeclaration block, Name name)
    {
        if (Catalog<ModelWord>.Find(name.Text) is not null)
        {
            unit.Bag.Add(BindingFindings.DuplicateName, name.Span, $"`{name.Text}` is a word of the language already: give the block a name of its own, such as `{char.ToUpperInvariant(name.Text[0])}{name.Text[1..]}`.");
            return;
        }
        var definition = remembered.Of(block, known => known.Summary == BlockDefinition.SummaryIn(unit.Tree.Source, block), () => new BlockDefinition(block, unit.Tree.Source, unit.IsForeign));
        if (!unit.Blocks.TryAdd(name.Text, new KnownBlock(definition, unit)))
        {
            var other = unit.Blocks[name.Text].Unit;
            unit.Bag.Add(BindingFindings.DuplicateName, name.Span, $"There is a block `{name.Text}` already{(other == unit ? "" : $" in `{Path.GetFileName(other.Tree.Source.Path)}`")}.");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in block.Parameters)
        {
            if (!seen.Add(parameter.Name.Text))
            {
                unit.Bag.Add(BindingFindings.DuplicateName, parameter.Name.Span, $"{name.Text} has a parameter `{parameter.Name.Text}` already.");
            }
        }
    }

    private void Use(Unit unit, UseDeclaration use, TextLiteral path)
    {
        if (unit.Tree.Source.Path is not { } from)
        {
            unit.Bag.Add(BindingFindings.CannotUse, path.Span, "Paths are relative to the file that names them, and this text has no file yet: save it first.");
            return;
        }
        string full;
        try
        {
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from))!, path.Content));
        }
        catch (ArgumentException)
        {
            unit.Bag.Add(BindingFindings.CannotUse, path.Span, $"\"{path.Content}\" is no path of a file.");
            return;
        }
        _rootUse = unit.IsForeign ? _rootUse : (unit.Bag, path.Span);
        Paths.Add(full);
        if (_loading.IndexOf(full) is var begin and >= 0)
        {
            var circle = _loading[begin..].Append(full).Select(Path.GetFileName);
            _rootUse!.Value.Bag.Add(BindingFindings.CircularUse, _rootUse.Value.Span, $"The files use each other in a circle: {string.Join(" → ", circle)}. Move what both need into a third file.");
            return;
        }
        if (!_units.TryGetValue(full, out var used))
        {
            var source = files?.Read(full);
            Texts.Add(source);
            if (source is null)
            {
                unit.Bag.Add(BindingFindings.CannotUse, path.Span, files?.Refusal(full) is { } why ? $"\"{path.Content}\" {why}" : $"There is no file \"{path.Content}\" that can be read beside `{Path.GetFileName(from)}` ({full}).");
                return;
            }
            used = new Unit(s_trees.GetValue(source, static text => SyntaxTree.Parse(text)), new FindingBag(source, Errors), isForeign: true);
            _loading.Add(full);
            Declare(used);
            _loading.RemoveAt(_loading.Count - 1);
            _units.Add(full, used);
        }
        if (!unit.IsForeign)
        {
            _direct.Add((use, used));
        }
        Import(unit, used, path);
    }

    // What a used file itself uses stays its own.
    private static void Import(Unit unit, Unit used, TextLiteral path)
    {
        foreach (var (name, block) in used.Blocks.Where(block => block.Value.Unit == used))
        {
            if (!unit.Blocks.TryAdd(name, block) && unit.Blocks[name].Unit != used)
            {
                unit.Bag.Add(BindingFindings.DuplicateName, path.Span, $"\"{path.Content}\" declares a block `{name}`, and there is one of that name already.");
            }
        }
        foreach (var (name, value) in used.Scope.Own)
        {
            unit.Scope.Outer!.TryDeclare(name, value);
        }
        foreach (var (name, model) in used.Models.Where(model => model.Value.Unit == used))
        {
            unit.Models.TryAdd(name, model);
        }
        foreach (var (name, data) in used.Data.Where(data => data.Value.Unit == used))
        {
            unit.Data.TryAdd(name, data);
        }
    }
}
