using System.Numerics;

namespace Nnet.Engine.Execution;

/// <summary>A tensor of parameters (or of numbers kept but not trained) and its place in memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class Parameter<T>(TensorInfo info, T* value, T* gradient)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The tensor whose numbers these are, for one that a layer shares; otherwise null.</summary>
    public Parameter<T>? Owner { get; init; }

    /// <summary>What it is.</summary>
    public TensorInfo Info => info;

    /// <summary>Its first number, in PyTorch's layout.</summary>
    public T* Value => value;

    /// <summary>The first number of its gradient; null for one that is not trained.</summary>
    public T* Gradient => gradient;

    /// <summary>Length of its first axis: units, filters, channels.</summary>
    public int Rows => info.Shape[0];

    /// <summary>Numbers in each row.</summary>
    public int RowLength => info.Length / info.Shape[0];
}
