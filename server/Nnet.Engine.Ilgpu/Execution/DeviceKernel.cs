namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>How a device carries one instruction of a program out.</summary>
internal abstract class DeviceKernel
{
    /// <summary>Has the device do it for the whole batch, once everything that was started before is through.</summary>
    public abstract void Start();

    /// <summary>Brings what was counted on the way to the processor.</summary>
    public virtual void Collect()
    {
    }
}

/// <summary>
/// One kernel for two instructions, the second of which works in place on what the first has written. Found by this base alone, and made with
/// both and the <see cref="Scene"/>.
/// </summary>
/// <typeparam name="TFirst">The first instruction.</typeparam>
/// <typeparam name="TSecond">The second, which may be generic; the kernel is then generic in what the second leaves open.</typeparam>
internal abstract class JointKernel<TFirst, TSecond> : JointKernel
    where TFirst : class
    where TSecond : class;

/// <summary>One kernel for two instructions.</summary>
internal abstract class JointKernel : DeviceKernel
{
    /// <summary>Whether these two can be done at once.</summary>
    public abstract bool IsPossible { get; }
}

/// <summary>
/// The device's twin of an instruction's class, found by this base alone. It is made with the instruction and the <see cref="Scene"/>.
/// A twin of a generic instruction is generic in what the instruction leaves open, such as the function of an activation.
/// </summary>
/// <typeparam name="TInstruction">The instruction.</typeparam>
internal abstract class DeviceKernel<TInstruction> : DeviceKernel
    where TInstruction : class;
