using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Nnet.Language.Definitions;

namespace Nnet.Language.Training;

/// <summary>A figure that people read beside the loss; it is computed in Nnet.Engine.</summary>
public abstract class Metric : Definition
{
    private static readonly Lazy<string[]> s_figures = new(() => [.. Catalog<Metric>.All.Where(metric => metric.IsNumber).Select(metric => metric.Name).Prepend("loss").SelectMany(name => new[] { "val_" + name, name })]);

    /// <summary>What early stopping and schedules can watch: the loss and the metrics that are one number.</summary>
    public static ImmutableArray<string> Figures => ImmutableCollectionsMarshal.AsImmutableArray(s_figures.Value);

    /// <summary>Whether it is one number; a table is not.</summary>
    public virtual bool IsNumber => true;

    /// <summary>Whether it speaks of classes (true) or of numbers (false).</summary>
    public abstract bool ForClasses { get; }

    /// <summary>Declares how what is counted class by class becomes one number.</summary>
    private protected static Argument<string> Mean()
        => Argument.Word("average", "How classes come together: macro is the mean over the classes that there are, micro counts all samples in one.", ["macro", "micro"], "macro", positional: true);
}
