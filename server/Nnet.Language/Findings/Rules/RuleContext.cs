using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Graph;
using Nnet.Language.Symbols;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language.Findings.Rules;

/// <summary>What a rule has to say about something in its place.</summary>
/// <param name="Span">Where it is written, in the text that the thing itself is written in.</param>
/// <param name="Message">What was seen with its numbers, and why it matters.</param>
/// <param name="Fixes">Makes the edits that mend it; not asked where they would change another file.</param>
public sealed record Problem(Span Span, string Message, Func<IEnumerable<Fix>>? Fixes = null);

/// <summary>What rules see of one version of a text.</summary>
/// <param name="source">The text.</param>
/// <param name="models">Its models.</param>
/// <param name="data">Its data blocks.</param>
/// <param name="trains">Its train blocks.</param>
/// <param name="symbols">Its names; null where rules look at one model or train block alone.</param>
/// <param name="looks">What a look at each data block showed, by the block's name.</param>
/// <param name="misread">Lines that could be read in part only: nothing is concluded from what they lack.</param>
/// <param name="memory">Bytes of memory of the machine that would train, or null.</param>
/// <param name="report">Takes findings.</param>
public sealed class RuleContext(
    SourceText source,
    ImmutableArray<LayerGraph> models,
    ImmutableArray<DataSpec> data,
    ImmutableArray<TrainSpec> trains,
    SymbolTable? symbols,
    IReadOnlyDictionary<string, DataLook> looks,
    IReadOnlySet<int> misread,
    long? memory,
    Action<Finding> report)
{
    private static readonly ImmutableArray<Rule> s_rules =
    [
        .. typeof(Rule).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Rule)))
            .Select(type => (Rule)Activator.CreateInstance(type)!)
            .OrderBy(rule => rule.Kind.Code, StringComparer.Ordinal),
    ];

    private readonly HashSet<FindingPlace> _places = [];
    private readonly Dictionary<int, int> _lines = [];

    /// <summary>Every rule there is.</summary>
    public static ImmutableArray<Rule> Rules => s_rules;

    /// <summary>The text.</summary>
    public SourceText Source => source;

    /// <summary>Its models.</summary>
    public ImmutableArray<LayerGraph> Models => models;

    /// <summary>Its data blocks.</summary>
    public ImmutableArray<DataSpec> Data => data;

    /// <summary>Its train blocks.</summary>
    public ImmutableArray<TrainSpec> Trains => trains;

    /// <summary>Its names: what they stand for, and where they are used.</summary>
    public SymbolTable Symbols => symbols ?? throw new InvalidOperationException("What a rule says of a model or a train block follows from that alone, and is remembered as long as it stays what it is.");

    /// <summary>Bytes of memory of the machine that would train, or null when that is not known.</summary>
    public long? Memory => memory;

    /// <summary>What is known of the data, or null when nobody looked or it cannot be read.</summary>
    public DataFacts? FactsOf(DataSpec? spec) => spec is not null && looks.GetValueOrDefault(spec.Name) is DataLook.Seen seen ? seen.Facts : null;

    /// <summary>What is known of the data of a training, and of the target of the output that it is about; or null.</summary>
    public DataFacts? FactsOf(TrainSpec train) => FactsOf(train.Data) is { } facts ? facts with { Target = facts.TargetOf(train.Output) } : null;

    /// <summary>The zero-based line of a layer, for a message.</summary>
    public int LineOf(Origin origin)
    {
        var line = origin.LineIn(source);
        if (origin.Foreign is null)
        {
            _lines[origin.NameSpan.Start] = line;
        }
        return line;
    }

    /// <summary>Reports a finding about a line of this text, unless that could be read in part only.</summary>
    public void Report(Finding finding)
    {
        if (misread.Count == 0 || !misread.Contains(source.LineAt(finding.Span.Start)))
        {
            report(finding);
        }
    }

    /// <summary>
    /// Reports a finding about a layer: at its own line where that stands in this text, otherwise at the call of its block or
    /// at its model's name. Then there are no edits, since they would change another file. A line that is repeated says a thing once.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="model">The model that the layer is part of.</param>
    /// <param name="node">The layer.</param>
    /// <param name="problem">What to say, its span being of the text that the layer stands in.</param>
    public void Report(FindingKind kind, LayerGraph model, Node node, Problem problem)
    {
        if (misread.Count > 0 && model.AllBefore(node).Append(node).Any(IsMisread))
        {
            return;
        }
        var isHere = node.Origin.Foreign is null;
        var span = isHere ? problem.Span : node.Origin.Here.NameSpan;
        if (_places.Add(new FindingPlace(kind, span)))
        {
            report(isHere
                ? new Finding(kind, span, problem.Message) { Fixes = [.. problem.Fixes?.Invoke() ?? []] }
                : new Finding(kind, span, $"{Capital(this.LineOf(node))}, `{node.Layer.Name}`: {problem.Message}"));
        }
    }

    /// <summary>Reports a finding about the data of a training: at its own line, or in the header of the training where the data is another file's.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="train">The training; its data is known.</param>
    /// <param name="problem">What to say, its span being of the text that the data block stands in.</param>
    public void ReportData(FindingKind kind, TrainSpec train, Problem problem)
        => report(train.Data!.Foreign is null
            ? new Finding(kind, problem.Span, problem.Message) { Fixes = [.. problem.Fixes?.Invoke() ?? []] }
            : new Finding(kind, train.HeaderSpan, problem.Message));

    /// <summary>Runs every rule.</summary>
    /// <param name="remembered">What is known from the version before: a model or train block that is the same is not looked at again.</param>
    public void CheckAll(Remembered remembered)
    {
        foreach (var rule in s_rules.Where(rule => rule is not (ModelRule or TrainRule)))
        {
            rule.Check(this);
        }
        foreach (var model in models.Where(model => model.IsComplete))
        {
            Check<ModelRule>(remembered, model, [model], [], null);
        }
        foreach (var train in trains)
        {
            Check<TrainRule>(remembered, train, [], [train], train.Data is { } spec ? looks.GetValueOrDefault(spec.Name) : null);
        }
    }

    private void Check<T>(Remembered remembered, object part, ImmutableArray<LayerGraph> itsModels, ImmutableArray<TrainSpec> itsTrains, DataLook? look)
        where T : Rule
    {
        var problems = remembered.Of(part, known => ReferenceEquals(known.Look, look) && known.Lines.All(line => source.LineAt(line.Key) == line.Value), () =>
        {
            var findings = ImmutableArray.CreateBuilder<Finding>();
            var context = new RuleContext(source, itsModels, [], itsTrains, null, looks, misread, memory, findings.Add);
            foreach (var rule in s_rules.OfType<T>())
            {
                rule.Check(context);
            }
            return new PartFindings(findings.ToImmutable(), look, context._lines);
        });
        foreach (var finding in problems.Findings)
        {
            report(finding);
        }
    }

    // A line that is half typed may yet get the argument that a rule misses.
    private bool IsMisread(Node node) => node.Origin.Foreign is null && misread.Contains(node.Origin.LineIn(source));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // What rules said of a model or a train block, with what they saw of its data and the lines that they named.
    private sealed record PartFindings(ImmutableArray<Finding> Findings, DataLook? Look, Dictionary<int, int> Lines);
}
