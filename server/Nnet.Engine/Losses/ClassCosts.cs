using System.Numerics;
using Nnet.Language.Definitions;
using Nnet.Language.Graph;
using Nnet.Language.Training;

namespace Nnet.Engine.Losses;

/// <summary>What losses over classes share: their targets, and how much classes count.</summary>
public static class ClassCosts
{
    /// <summary>Refuses targets that are no numbers of classes.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void CheckClasses<T>(ReadOnlySpan<T> targets, Shape output, string loss)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var outputs = ClassAxis.Of(output).Classes;
        var classes = T.CreateChecked(outputs);
        foreach (var target in targets)
        {
            if (!(target >= T.Zero && target < classes && T.IsInteger(target)))
            {
                throw new ArgumentException($"{loss} got {target} as a class, but the model has {outputs} outputs{(output.Rank > 1 ? " at every place" : "")}, which stand for the classes 0 to {outputs - 1}.");
            }
        }
    }

    /// <summary>The weights of the classes; null where all count the same.</summary>
    /// <param name="given">As the line says it. What is balanced by data that the engine does not see counts the same here; see <see cref="Resolve"/>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">There are weights for another number of classes.</exception>
    public static double[]? WeightsOf(ClassWeights? given, int classes)
    {
        if (given is null || given.IsBalanced)
        {
            return null;
        }
        return given.Weights.Length == classes
            ? [.. given.Weights]
            : throw new ArgumentException($"class_weights has {given.Weights.Length} numbers, but there are {classes} classes: each wants one.");
    }

    /// <summary>Works out balanced weights: n / (classes · samples of the class), as in scikit-learn, so that their mean over the samples is 1.</summary>
    /// <param name="loss">The loss as the line says it.</param>
    /// <param name="argument">Its class weights, or null when it has none.</param>
    /// <param name="read">Reads the targets to learn; asked only where they decide.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>The loss with a number for each class.</returns>
    public static Call Resolve(Call loss, Argument<ClassWeights?>? argument, Func<float[]> read, int classes)
    {
        if (argument is null || loss.Get(argument) is not { IsBalanced: true })
        {
            return loss;
        }
        var targets = read();
        var counts = new long[classes];
        foreach (var target in targets)
        {
            counts[Math.Clamp((int)MathF.Round(target), 0, classes - 1)]++;
        }
        var total = targets.Length;
        // A class without a sample weighs nothing in any sum; 1 keeps it out of the way of label smoothing.
        var weights = counts.Select(count => count == 0 ? 1 : (double)total / (counts.Count(other => other > 0) * count));
        return With(loss, argument, new ClassWeights([.. weights]));
    }

    /// <summary>The loss with these weights in place of its own.</summary>
    public static Call With(Call loss, Argument<ClassWeights?> argument, ClassWeights weights)
        => loss with { Values = loss.Values.With(argument, loss.Values[argument] with { Value = weights }) };
}
