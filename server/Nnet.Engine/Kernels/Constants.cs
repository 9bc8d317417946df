namespace Nnet.Engine.Kernels;

/// <summary>A number that the JIT knows when it compiles a kernel, so that branches on it vanish.</summary>
public interface IConstant
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

internal readonly struct None : IConstant
{
    public static int Value => 0;
}

internal readonly struct One : IConstant
{
    public static int Value => 1;
}

internal readonly struct Two : IConstant
{
    public static int Value => 2;
}

internal readonly struct Three : IConstant
{
    public static int Value => 3;
}

internal readonly struct Four : IConstant
{
    public static int Value => 4;
}

internal readonly struct Five : IConstant
{
    public static int Value => 5;
}

internal readonly struct Six : IConstant
{
    public static int Value => 6;
}

internal readonly struct Eight : IConstant
{
    public static int Value => 8;
}

internal readonly struct Twelve : IConstant
{
    public static int Value => 12;
}
