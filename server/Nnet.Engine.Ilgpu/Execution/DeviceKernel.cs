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
/// The device's twin of an instruction's class, found by this base alone. It is made with the instruction and the <see cref="Scene"/>.
/// A twin of a generic instruction is generic in what the instruction leaves open, such as the function of an activation.
/// </summary>
/// <typeparam name="TInstruction">The instruction.</typeparam>
internal abstract class DeviceKernel<TInstruction> : DeviceKernel
    where TInstruction : class;
