using Nnet.Language.Syntax;

namespace Nnet.Language.Symbols;

/// <summary>
/// What <c>input=</c> and <c>output=</c> name: a line of the model that the train block is about, or of each model that learns from the data
/// block. Such a line may stand in the model itself, in a block that it calls, or in another file.
/// </summary>
/// <param name="declarations">Those of the text.</param>
/// <param name="symbols">What each of them declares, or null.</param>
/// <param name="parts">The names of each.</param>
/// <param name="known">The blocks, models and data that the text knows.</param>
internal sealed class ModelEnds(IReadOnlyList<Declaration> declarations, IReadOnlyList<Symbol?> symbols, IReadOnlyList<NamesPart> parts, NamesByKind known)
{
    // Of another file's labels those that are named here, so that each is one object.
    private readonly Dictionary<(Symbol Model, string Name), Symbol?> _foreign = [];

    private readonly Dictionary<Symbol, HashSet<Symbol>> _together = [];

    /// <summary>The line that a name leads to; null when no model has it. Where several have it, they are written together from now on.</summary>
    /// <param name="declaration">Which of the declarations names it.</param>
    /// <param name="name">The name.</param>
    public Symbol? Find(int declaration, string name)
    {
        Symbol? first = null;
        foreach (var label in ModelsOf(declarations[declaration]).Select(model => LabelOf(model, name, [])).OfType<Symbol>())
        {
            first ??= label;
            Join(first, label);
        }
        return first;
    }

    /// <summary>The labels that get another name when this one does, itself among them; null where it is alone.</summary>
    public IReadOnlyCollection<Symbol>? WrittenWith(Symbol label) => _together.GetValueOrDefault(label);

    private IEnumerable<Symbol> ModelsOf(Declaration declaration)
        => (declaration is TrainDeclaration ? [declaration] : declarations.Where(other => other is TrainDeclaration { Data.Text: var data } && data == (declaration as BlockDeclaration)?.Name?.Text))
            .Select(train => ((TrainDeclaration)train).Name is { } model ? known.Find(NameKind.Model, model.Text) : null).OfType<Symbol>().Distinct();

    private Symbol? LabelOf(Symbol owner, string name, HashSet<Symbol> asked)
    {
        if (!asked.Add(owner))
        {
            return null;
        }
        if (owner.Foreign is not null)
        {
            if (!_foreign.TryGetValue((owner, name), out var foreign))
            {
                _foreign.Add((owner, name), foreign = FileDeclarations.LabelOf(owner, name));
            }
            return foreign;
        }
        for (var i = 0; i < symbols.Count; i++)
        {
            if (symbols[i] == owner)
            {
                return parts[i].Declared.Find(symbol => symbol.Kind == NameKind.Label && symbol.Name == name)
                    ?? parts[i].Used.Where(symbol => symbol.Kind == NameKind.Block).Select(block => LabelOf(block, name, asked)).FirstOrDefault(label => label is not null);
            }
        }
        return null;
    }

    private void Join(Symbol first, Symbol other)
    {
        if (first == other)
        {
            return;
        }
        var all = _together.GetValueOrDefault(first) ?? [first];
        all.UnionWith(_together.GetValueOrDefault(other) ?? [other]);
        foreach (var label in all)
        {
            _together[label] = all;
        }
    }
}
