using System.Collections.Immutable;
using Nnet.Language.Binding;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Symbols;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Language;

/// <summary>Everything that is known of one version of a text. Immutable; made anew for every version.</summary>
public sealed partial class Analysis
{
    /// <summary>The text.</summary>
    public required SourceText Source { get; init; }

    /// <summary>The text as declarations and tokens.</summary>
    public required SyntaxTree Syntax { get; init; }

    /// <summary>What its names stand for, and where each is written.</summary>
    public required SymbolTable Symbols { get; init; }

    /// <summary>Every written line of a body with its meaning, in the order of the text.</summary>
    public ImmutableArray<BoundStep> Steps => _steps.IsDefault ? _steps = Log.Value.Steps : _steps;

    /// <summary>The models, in the order of the text.</summary>
    public required ImmutableArray<LayerGraph> Models { get; init; }

    /// <summary>The blocks that a line of a model can call: those of the text, then those of the files that it uses.</summary>
    public required ImmutableArray<BlockDefinition> Blocks { get; init; }

    /// <summary>Absolute paths of the files that the text uses, directly or through others, whether or not they can be read.</summary>
    public required ImmutableArray<string> Uses { get; init; }

    /// <summary>The data blocks.</summary>
    public required ImmutableArray<DataSpec> Data { get; init; }

    /// <summary>The data blocks of used files that train blocks name.</summary>
    public required ImmutableArray<DataSpec> UsedData { get; init; }

    /// <summary>The train blocks.</summary>
    public required ImmutableArray<TrainSpec> Trains { get; init; }

    /// <summary>What a look at each data block showed, by the block's name; empty without a probe.</summary>
    public required IReadOnlyDictionary<string, DataLook> Looks { get; init; }

    /// <summary>What a <c>let</c> or a parameter stood for: different values, in the order in which they came about.</summary>
    /// <param name="offset">Where the word begins that declares it.</param>
    public IReadOnlyList<Value> ValuesOf(int offset) => Log.Value.Values.TryGetValue(offset, out var values) ? values : [];

    /// <summary>The comments that switch findings off.</summary>
    public IgnoreComments Ignores { get; init; } = IgnoreComments.None;

    /// <summary>Everything that was found and is not switched off, in the order of the text.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }

    /// <summary>What was worked out for the parts of the text, for the next version.</summary>
    internal Remembered Remembered { get; init; } = new();

    /// <summary>The meaning of lines and names, taken together when somebody asks.</summary>
    internal Lazy<StepLog> Log { get; init; } = new(new StepLog());

    private ImmutableArray<BoundStep> _steps;

    /// <summary>Whether anything stands against training.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Kind.Severity == Severity.Error);
}
