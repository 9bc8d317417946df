using Nnet.Language.Graph;

namespace Nnet.Engine;

/// <summary>A tensor that a network keeps.</summary>
/// <param name="Name">Unique, as it is saved: <c>dense_1.weight</c>.</param>
/// <param name="Node">Id of the layer that owns it.</param>
/// <param name="Offset">Its first number in <see cref="Network{T}.Parameters"/>, or in <see cref="Network{T}.Buffers"/> when it is not trained.</param>
/// <param name="Shape">As PyTorch lays it out.</param>
/// <param name="IsTrainable">Whether training changes it by its gradient.</param>
public sealed record TensorInfo(string Name, int Node, int Offset, Shape Shape, bool IsTrainable)
{
    /// <summary>Number of elements.</summary>
    public int Length => (int)Shape.Count;

    /// <summary>What the learning rate is multiplied by for it; 0 where training leaves it as it is.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Whether l1 and l2 apply: weights do, biases and scales do not.</summary>
    public bool IsRegularized => IsTrainable && Shape.Rank > 1;
}
