using Nnet.Language.Syntax;

namespace Nnet.Language.Symbols;

/// <summary>
/// What <c>input=</c> and <c>output=</c> name: a line of the model that the train block is about, or of each model that learns from the data
/// block. Such a line may stand in the model itself, in a block that it calls, or in another file. A name in a data block is a symbol of
/// its own, which belongs to the data: which lines it stands for, only a text with a train block can tell.
/// </summary>
/// <param name="declarations">Those of the text.</param>
/// <param name="symbols">What each of them declares, or null.</param>
/// <param name="parts">The names of each.</param>
/// <param name="known">The blocks, models and data that the text knows.</param>
/// <param name="files">Gives the files that other texts use; null reads none.</param>
internal sealed class ModelEnds(IReadOnlyList<Declaration> declarations, IReadOnlyList<Symbol?> symbols, IReadOnlyList<NamesPart> parts, NamesByKind known, ISourceFiles? files)
{
    // Of other files those that are named here, so that each is one object.
    private readonly Dictionary<(Symbol Model, string Name), Symbol?> _foreign = [];

    private readonly Dictionary<(Symbol Data, string Name), Symbol> _ofData = [];

    private readonly Dictionary<Symbol, HashSet<Symbol>> _together = [];

    /// <summary>What the text does not declare in a line, but names all the same: ends as data blocks name them, and lines of other files.</summary>
    public IEnumerable<Symbol> Others => _ofData.Values.Concat(_foreign.Values.OfType<Symbol>());

    /// <summary>The ends that a data block of the text names, each where it first does.</summary>
    public IEnumerable<Symbol> NamedBy(string data) => _ofData.Values.Where(end => end.Foreign is null && end.Owner!.Name == data);

    /// <summary>
    /// The line that a name leads to; where several models have it, they are written together from now on. Where none has it, what the data
    /// block names; null in a train block.
    /// </summary>
    /// <param name="declaration">Which of the declarations names it.</param>
    /// <param name="end">The name.</param>
    /// <param name="isMissed">Whether there are models that should have the line, and none does.</param>
    public Symbol? Find(int declaration, EndName end, out bool isMissed)
    {
        var ofData = declarations[declaration] is DataDeclaration && symbols[declaration] is { } data ? OfData(data, end.Name, () => NewEnd(data, end.Name, end.Span)) : null;
        var models = ModelsOf(declarations[declaration]).ToArray();
        var first = Join(models, end.Name, ofData);
        isMissed = first is null && (ofData is null || models.Length > 0);
        return first ?? ofData;
    }

    /// <summary>Joins the lines of models with the data blocks of other files that they learn from here.</summary>
    public void FindForeign()
    {
        foreach (var train in declarations.OfType<TrainDeclaration>())
        {
            if (train.Data is { } name && known.Find(NameKind.Data, name.Text) is { Foreign: not null } data && ModelOf(train) is { } model)
            {
                foreach (var end in FileDeclarations.EndsOf(data))
                {
                    Join([model], end.Name, OfData(data, end.Name, () => NewEnd(data, end.Name, end.Span)));
                }
            }
        }
    }

    /// <summary>The symbols that get another name when this one does, itself among them; null where it is alone.</summary>
    public IReadOnlyCollection<Symbol>? WrittenWith(Symbol label) => _together.GetValueOrDefault(label);

    private static Symbol NewEnd(Symbol data, string name, Text.Span span)
        => new() { Kind = NameKind.Label, Name = name, Span = span, Declaration = span, Scope = data.Scope, Owner = data, Foreign = data.Foreign };

    private Symbol OfData(Symbol data, string name, Func<Symbol> make)
    {
        if (!_ofData.TryGetValue((data, name), out var end))
        {
            _ofData.Add((data, name), end = make());
        }
        return end;
    }

    private IEnumerable<Symbol> ModelsOf(Declaration declaration)
        => (declaration is TrainDeclaration ? [declaration] : declarations.Where(other => other is TrainDeclaration { Data.Text: var data } && data == (declaration as BlockDeclaration)?.Name?.Text))
            .Select(train => ModelOf((TrainDeclaration)train)).OfType<Symbol>().Distinct();

    private Symbol? ModelOf(TrainDeclaration train) => train.Name is { } model ? known.Find(NameKind.Model, model.Text) : null;

    // The first line of that name; all of them and the data's end are written together from now on.
    private Symbol? Join(IReadOnlyList<Symbol> models, string name, Symbol? ofData)
    {
        Symbol? first = null;
        foreach (var label in models.Select(model => LabelOf(model, name, [])).OfType<Symbol>())
        {
            first ??= label;
            Join(ofData ?? first, label);
        }
        return first;
    }

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
                _foreign.Add((owner, name), foreign = FileDeclarations.LabelOf(owner, name, files, []));
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
