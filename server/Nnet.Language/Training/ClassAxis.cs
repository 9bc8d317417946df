using Nnet.Language.Graph;

namespace Nnet.Language.Training;

/// <summary>
/// Where the scores of the classes lie in a model's output. A vector is one answer. A sequence answers at every place, with the features
/// of that place; maps answer at every point, with their channels, as PyTorch has them.
/// </summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="Answers">Answers per sample: 1, places, or points.</param>
/// <param name="IsFirst">Whether the classes are the first axis of several, as channels are.</param>
public readonly record struct ClassAxis(int Classes, int Answers, bool IsFirst)
{
    /// <summary>The classes of an output of that shape.</summary>
    public static ClassAxis Of(Shape output)
    {
        var isFirst = output.Rank > 1 && !output.IsSequence;
        var classes = isFirst ? output[0] : output[^1];
        return new ClassAxis(classes, (int)(output.Count / classes), isFirst);
    }

    /// <summary>From a class to the next, in numbers of the output.</summary>
    public int Step => IsFirst ? Answers : 1;

    /// <summary>From an answer to the next, in numbers of the output.</summary>
    public int AnswerStep => IsFirst ? 1 : Classes;
}
