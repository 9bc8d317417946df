using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;
using Nnet.Language.Text;

namespace Nnet.Language.Layers;

/// <summary>
/// A kind of layer. One class declares all that the language knows of it: arguments, shape rule, domain rule,
/// parameters, multiply-accumulates, formula and advice. Its engine half is one class of Nnet.Engine.
/// </summary>
public abstract class Layer : ModelWord
{
    /// <summary>Works out what this layer makes of its inputs, or reports why it cannot and returns null.</summary>
    public abstract LayerFacts? Infer(LayerSite site);

    // Every version of every model gives its layers the same names.
    private string[] _numbered = [];

    /// <summary>The name of the layer of this kind with a number, where it has no label: <c>conv_2</c>.</summary>
    internal string Numbered(int number)
    {
        var names = _numbered;
        if (number >= names.Length)
        {
            Array.Resize(ref names, Math.Max(number + 1, 2 * names.Length));
            _numbered = names;
        }
        return names[number] ??= string.Create(CultureInfo.InvariantCulture, $"{Name}_{number}");
    }

    /// <summary>How much it disturbs its values at random while training; null for a layer that does not. At 0 it leaves them as they are.</summary>
    public virtual Argument<double>? Disturbance => null;
}

/// <summary>A layer in its place, as its rule sees it.</summary>
/// <param name="source">The text, for quick fixes.</param>
/// <param name="call">The layer with its arguments.</param>
/// <param name="inputs">What comes in; empty only for <see cref="Input"/>.</param>
/// <param name="report">Takes findings.</param>
public sealed class LayerSite(SourceText source, Call call, ImmutableArray<TensorType> inputs, Action<Finding> report)
{
    /// <summary>The text that the layer stands in.</summary>
    public SourceText Source => source;

    /// <summary>The layer with its arguments.</summary>
    public Call Call => call;

    /// <summary>Everything that comes in.</summary>
    public ImmutableArray<TensorType> Inputs => inputs;

    /// <summary>The only (or first) thing that comes in.</summary>
    public TensorType Input => inputs[0];

    /// <summary>
    /// The layers that lead to the first input, nearest first, as far back as a single way in the same text does: a quick fix may
    /// change their lines. What is inferred does not depend on them.
    /// </summary>
    public IEnumerable<Node> Before { get; init; } = [];

    /// <summary>The zero-based line of an offset of the text, for a message.</summary>
    public Func<int, int> LineOf { get; init; } = source.LineAt;

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => call.Get(argument);

    /// <summary>Reports a finding at an argument's value, or at the layer's word.</summary>
    public void Report(FindingKind kind, string message, Argument? at = null, params ImmutableArray<Fix> fixes)
    {
        HasReported = true;
        report(new Finding(kind, at is null ? call.NameSpan : call.SpanOf(at), message) { Fixes = fixes });
    }

    /// <summary>Whether something was reported; what was inferred in silence follows from values and inputs alone and is remembered.</summary>
    public bool HasReported { get; private set; }
}
