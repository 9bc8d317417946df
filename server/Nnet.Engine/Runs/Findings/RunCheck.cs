using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Text;
using Nnet.Language.Training;
using Nnet.Language.Training.Settings;

namespace Nnet.Engine.Runs.Findings;

/// <summary>
/// Something that can be wrong with a run, one class each, found by its class alone. It looks at the run after every
/// epoch and speaks at most once. Precision goes first: a run that is on its way to its goal is not ill.
/// </summary>
public abstract class RunCheck
{
    /// <summary>Every check, in the order in which they speak.</summary>
    public static ImmutableArray<RunCheck> All { get; } =
    [
        .. typeof(RunCheck).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(RunCheck)))
            .Select(type => (RunCheck)Activator.CreateInstance(type, nonPublic: true)!)
            .OrderBy(check => check.Order),
    ];

    /// <summary>What it finds.</summary>
    public abstract FindingKind Kind { get; }

    /// <summary>Causes before their effects, since an effect is not worth a second finding.</summary>
    protected abstract int Order { get; }

    /// <summary>Kinds that explain this one: once one of them was found, this is its effect and is not told.</summary>
    protected virtual ImmutableArray<Type> Causes => [];

    /// <summary>Looks at a run, unless what it could find is the effect of something already found.</summary>
    /// <param name="run">The run so far.</param>
    /// <param name="seen">The kinds found before.</param>
    public Finding? Examine(RunState run, IReadOnlyCollection<FindingKind> seen)
        => All.Any(check => Causes.Contains(check.GetType()) && seen.Contains(check.Kind)) ? null : Look(run);

    /// <summary>Looks at a run.</summary>
    protected abstract Finding? Look(RunState run);

    /// <summary>A finding of this kind.</summary>
    protected Finding Found(Span span, string message, params ImmutableArray<Fix> fixes) => new(Kind, span, message) { Fixes = fixes };

    /// <summary>The line of the optimizer.</summary>
    protected static Span OptimizerLine(RunState run) => run.Spec.Find<OptimizerSetting>()!.Span;

    /// <summary>Whether the rate is above what the optimizer can usually use.</summary>
    protected static bool RateIsUnusual(RunState run) => LearningRate(run) > ((Optimizer)run.Spec.Optimizer!.Definition).UsualRates.High;

    /// <summary>The learning rate as it is written.</summary>
    protected static double LearningRate(RunState run) => run.Spec.Optimizer!.Get(((Optimizer)run.Spec.Optimizer.Definition).LearningRate);

    /// <summary>Divides the learning rate by ten.</summary>
    protected static Fix LowerRate(RunState run)
    {
        var call = run.Spec.Optimizer!;
        return Fixes.SetArgument(call, ((Optimizer)call.Definition).LearningRate, Number(LearningRate(run) / 10));
    }

    /// <summary>
    /// Whether the inputs rather than the rate make values too large: nothing is normalised, the largest input is far from
    /// one, and the rate is a usual one.
    /// </summary>
    protected static bool InputsAreUnscaled(RunState run)
        => run.LargestInput > 20
            && run.Spec.Data!.Find<NormalizeSetting>() is null
            && !RateIsUnusual(run);

    /// <summary>Adds a normalisation behind the source of the data.</summary>
    protected static Fix Normalize(RunState run) => Fixes.InsertStepAfter(run.Source, run.Spec.Data!.Source!, "normalize standard");

    /// <summary>A number as people read it: four digits, no more.</summary>
    protected static string Number(double value) => !double.IsFinite(value) ? "no number" : Math.Abs(value) is >= 1000 and < 1e9
        ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);
}
