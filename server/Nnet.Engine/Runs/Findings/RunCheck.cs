using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Nnet.Language.Layers;
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

    /// <summary>Whether it is a symptom that any other illness can have: once something else was found, it is not told.</summary>
    protected virtual bool IsSymptom => false;

    /// <summary>Looks at a run, unless what it could find is the effect of something already found.</summary>
    /// <param name="run">The run so far.</param>
    /// <param name="seen">The kinds found before.</param>
    public Finding? Examine(RunState run, IReadOnlyCollection<FindingKind> seen)
        => seen.Count > 0 && All.Any(check => (IsSymptom ? check.Kind.Severity <= Severity.Warning : Causes.Contains(check.GetType())) && seen.Contains(check.Kind)) ? null : Look(run);

    /// <summary>Looks at a run.</summary>
    protected abstract Finding? Look(RunState run);

    /// <summary>A finding of this kind.</summary>
    protected Finding Found(Span span, string message, params ImmutableArray<Fix> fixes) => new(Kind, span, message) { Fixes = fixes };

    /// <summary>The line of the optimizer.</summary>
    protected static Span OptimizerLine(RunState run) => run.Spec.Find<OptimizerSetting>()!.Span;

    /// <summary>From here on inputs are far from what weights are made for.</summary>
    protected const double LargeInput = 20;

    /// <summary>The line whose own <c>init</c> starts it with the largest weights beside what is usual, if that is far too large.</summary>
    protected static (LearningLine Line, double Norm, double Usual, Fix Fix)? LoudStart(RunState run)
    {
        // He's rule gives each unit weights of √2 together, the largest of the usual ones.
        var starts = run.Lines.Zip(run.FirstWeightNorms, (line, norm) => (line, norm, usual: Math.Sqrt(2 * line.Node.Facts!.Output.Shape[0])))
            .Where(start => start.line.Node.Call.Has(CommonArguments.Init) && start.norm > 2 * start.usual)
            .ToArray();
        if (starts.Length == 0)
        {
            return null;
        }
        var (line, norm, usual) = starts.MaxBy(start => start.norm / start.usual);
        return (line, norm, usual, Fixes.RemoveArgument("Leave init out", run.Source, line.Node.Call, CommonArguments.Init));
    }

    /// <summary>Whether the rate is above what the optimizer can usually use.</summary>
    protected static bool RateIsUnusual(RunState run) => LearningRate(run) > ((Optimizer)run.Spec.Optimizer!.Definition).UsualRates.High;

    /// <summary>The learning rate as it is written.</summary>
    protected static double LearningRate(RunState run) => run.Spec.Optimizer!.Get(((Optimizer)run.Spec.Optimizer.Definition).LearningRate);

    /// <summary>Divides the learning rate by ten.</summary>
    protected static Fix LowerRate(RunState run) => ChangeRate(run, 0.1);

    /// <summary>Changes the learning rate by a factor.</summary>
    protected static Fix ChangeRate(RunState run, double factor)
    {
        var call = run.Spec.Optimizer!;
        return Fixes.SetArgument(call, ((Optimizer)call.Definition).LearningRate, Number(LearningRate(run) * factor));
    }

    /// <summary>
    /// Whether the inputs rather than the rate make values too large: nothing is normalised, the largest input is far from
    /// one, and the rate is a usual one.
    /// </summary>
    protected static bool InputsAreUnscaled(RunState run)
        => run.LargestInput > LargeInput
            && run.Spec.Data!.Find<NormalizeSetting>() is null
            && !RateIsUnusual(run);

    /// <summary>Adds a normalisation behind the source of the data.</summary>
    protected static Fix Normalize(RunState run) => Fixes.InsertStepAfter(run.Source, run.Spec.Data!.Source!, "normalize standard");

    /// <summary>Whether the targets are numbers of their own, neither classes nor the input itself.</summary>
    protected static bool FitsValues(RunState run) => ((Loss)run.Spec.Loss!.Definition) is { Encoding: TargetEncoding.Values, TakesProbabilities: false } && !run.Spec.Data!.TargetIsInput;

    /// <summary>A share as people read it.</summary>
    protected static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture);

    /// <summary>A number as people read it: four digits, no more.</summary>
    protected static string Number(double value) => !double.IsFinite(value) ? "no number" : Math.Abs(value) switch
    {
        >= 1000 and < 1e9 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 1e9 or (> 0 and < 1e-4) => value.ToString("0.###e-0", CultureInfo.InvariantCulture),
        _ => value.ToString("G4", CultureInfo.InvariantCulture),
    };
}
