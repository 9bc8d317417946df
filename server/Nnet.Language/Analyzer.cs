using System.Collections.Immutable;
using Nnet.Language.Binding;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Findings.Rules;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language;

/// <summary>Text in, everything that is known of it out.</summary>
public static class Analyzer
{
    /// <summary>Nobody reads more, and an editor should not have to draw more.</summary>
    internal const int MaximalFindings = 500;

    private static readonly IReadOnlyDictionary<string, DataLook> s_nothingSeen = new Dictionary<string, DataLook>();

    /// <summary>Analyses a text. Never throws: a fault of this program becomes one finding on the first line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="probe">Looks at the data; without one, what depends on the data is not checked.</param>
    /// <param name="files">Gives the files that the text uses; without it none can be used.</param>
    /// <param name="before">The analysis of an earlier version of the text (<see cref="SourceText.Edited"/>): what an edit leaves alone is taken from it. The result is the same without.</param>
    public static Analysis Analyze(SourceText text, IDataProbe? probe = null, ISourceFiles? files = null, Analysis? before = null)
    {
        try
        {
            return AnalyzeCore(text, probe, files, before);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var fault = new Finding(SyntaxFindings.Internal, text.LineSpan(0), $"LspNN's checker failed on this file ({exception.GetType().Name}: {exception.Message}). This is a fault of LspNN: please report it with the file. The next change is checked anew.");
            var nothing = new SyntaxTree(text, [], [fault]);
            return new Analysis { Source = text, Syntax = nothing, Symbols = SymbolTable.Of(nothing, null), Models = [], Blocks = [], Uses = [], Data = [], UsedData = [], Trains = [], Looks = s_nothingSeen, Findings = [fault] };
        }
    }

    private static Analysis AnalyzeCore(SourceText text, IDataProbe? probe, ISourceFiles? files, Analysis? before)
    {
        var tree = SyntaxTree.Parse(text, before?.Syntax);
        var remembered = new Remembered(before?.Remembered);
        var binder = new FileBinder(tree, files, remembered);
        binder.Bind();
        var bag = binder.Bag;
        var looks = probe is null ? s_nothingSeen : Look(binder.Data.AddRange(binder.UsedData), probe);
        ReportUnreadable(bag, binder.Data, looks);
        ReportUnreadableElsewhere(bag, binder.Trains, looks);
        var symbols = SymbolTable.Of(tree, files, remembered);
        new RuleContext(text, binder.Models, binder.Data, binder.Trains, symbols, looks, Misread(tree), probe?.Memory, bag.Add).CheckAll(remembered);
        var ignores = IgnoreComments.Of(tree);
        var logs = binder.Logs;
        remembered.Close();
        return new Analysis
        {
            Source = text,
            Syntax = tree,
            Ignores = ignores,
            Symbols = symbols,
            Models = binder.Models,
            Blocks = binder.Blocks,
            Uses = binder.Uses,
            Data = binder.Data,
            UsedData = binder.UsedData,
            Trains = binder.Trains,
            Looks = looks,
            Remembered = remembered,
            Log = new Lazy<StepLog>(() => StepLog.Of(logs)),
            Findings = FirstDeclarations.AddTo(InOrder(tree.Findings.Concat(bag.Findings).Concat(ignores.Findings).Where(finding => !ignores.Hides(finding))), symbols),
        };
    }

    private static HashSet<int> Misread(SyntaxTree tree)
    {
        var lines = new HashSet<int>();
        foreach (var finding in tree.Findings)
        {
            if (finding.Kind.Severity == Severity.Error)
            {
                lines.Add(tree.Source.LineAt(finding.Span.Start));
            }
        }
        return lines;
    }

    private static IReadOnlyDictionary<string, DataLook> Look(ImmutableArray<DataSpec> data, IDataProbe probe)
    {
        var looks = new Dictionary<string, DataLook>();
        foreach (var spec in data)
        {
            if (spec.Source is not null && probe.Look(spec) is { } look)
            {
                looks.TryAdd(spec.Name, look);
            }
        }
        return looks;
    }

    private static void ReportUnreadable(FindingBag bag, ImmutableArray<DataSpec> data, IReadOnlyDictionary<string, DataLook> looks)
    {
        foreach (var spec in data)
        {
            if (spec.Source is { } source && looks.GetValueOrDefault(spec.Name) is DataLook.Unreadable look)
            {
                // What is to blame may stand on another line of the block: a column that `features` names.
                var call = look.At is null ? source : spec.Settings.FirstOrDefault(setting => setting.Has(look.At)) ?? source;
                var span = look.At is null ? source.NameSpan : call.SpanOf(look.At);
                bag.Add(look.Kind, span, look.Message, look is { Suggestion: { } suggestion, At: { } at } ? FixesOf(call, at, span, suggestion) : []);
            }
        }
    }

    // The data of a used file is told where it is trained on, without edits: they would change the other file.
    private static void ReportUnreadableElsewhere(FindingBag bag, ImmutableArray<TrainSpec> trains, IReadOnlyDictionary<string, DataLook> looks)
    {
        foreach (var train in trains)
        {
            if (train.Data is { Foreign: not null } data && looks.GetValueOrDefault(data.Name) is DataLook.Unreadable look)
            {
                bag.Add(look.Kind, train.HeaderSpan, $"{Path.GetFileName(data.File)}, `data {data.Name}`: {look.Message}");
            }
        }
    }

    // A source that reads another's format has arguments of its own with the same names.
    private static ImmutableArray<Fix> FixesOf(Call call, Argument at, Span span, string suggestion)
        => call.Has(at) ? [Fixes.Replace($"Change to {suggestion}", span, suggestion)]
            : call.Definition.Arguments.FirstOrDefault(argument => argument.Name == at.Name) is { } argument ? [Fixes.SetArgument(call, argument, suggestion)]
            : [];

    private static ImmutableArray<Finding> InOrder(IEnumerable<Finding> findings)
    {
        // A block says the same thing in every model that calls it.
        var seen = new HashSet<FindingPlace>();
        var ordered = findings.OrderBy(finding => finding.Span.Start).Where(finding => seen.Add(new FindingPlace(finding.Kind, finding.Span))).ToList();
        if (ordered.Count > MaximalFindings)
        {
            var rest = new Finding(SyntaxFindings.TooMany, ordered[MaximalFindings].Span, "From here on there are more findings; mend the first ones, and most of the rest will go.");
            ordered.RemoveRange(MaximalFindings, ordered.Count - MaximalFindings);
            ordered.Add(rest);
        }
        return [.. ordered];
    }
}
