using System.Collections.Frozen;

namespace Nnet.Engine.Ilgpu.Execution;

/// <summary>All kernels, found by their class alone.</summary>
internal static class KernelCatalog
{
    private static readonly FrozenDictionary<Type, Twin> s_byInstruction = typeof(DeviceKernel).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.BaseType is { IsGenericType: true } of && of.GetGenericTypeDefinition() == typeof(DeviceKernel<>))
        .Select(type => new Twin(type, type.BaseType!.GetGenericArguments()[0]))
        .ToFrozenDictionary(twin => Definition(twin.Instruction));

    private static readonly FrozenDictionary<(Type First, Type Second), Twin> s_joint = typeof(DeviceKernel).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.BaseType is { IsGenericType: true } of && of.GetGenericTypeDefinition() == typeof(JointKernel<,>))
        .ToFrozenDictionary(type => (Definition(type.BaseType!.GetGenericArguments()[0]), Definition(type.BaseType!.GetGenericArguments()[1])), type => new Twin(type, type.BaseType!.GetGenericArguments()[1]));

    /// <summary>Whether a kernel is there for instructions of a class.</summary>
    public static bool Has(Type instruction) => s_byInstruction.ContainsKey(Definition(instruction));

    /// <summary>Makes the kernel of an instruction.</summary>
    public static DeviceKernel Of(object instruction, Scene scene)
    {
        var type = instruction.GetType();
        var twin = s_byInstruction[Definition(type)];
        return (DeviceKernel)Activator.CreateInstance(twin.Close(type), instruction, scene)!;
    }

    /// <summary>Makes the kernel of two instructions, or null where there is none for both at once.</summary>
    public static JointKernel? Of(object first, object second, Scene scene)
        => s_joint.TryGetValue((Definition(first.GetType()), Definition(second.GetType())), out var twin)
            && Activator.CreateInstance(twin.Close(second.GetType()), first, second, scene) is JointKernel { IsPossible: true } kernel
                ? kernel
                : null;

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    /// <param name="Kernel">The kernel's class, perhaps open.</param>
    /// <param name="Instruction">The instruction's class as the kernel's base names it.</param>
    private sealed record Twin(Type Kernel, Type Instruction)
    {
        /// <summary>The kernel's class for an instruction's class: what one leaves open is what the other has there.</summary>
        public Type Close(Type instruction)
        {
            if (!Kernel.IsGenericTypeDefinition)
            {
                return Kernel;
            }
            var (open, given) = (Instruction.GetGenericArguments(), instruction.GetGenericArguments());
            return Kernel.MakeGenericType([.. Kernel.GetGenericArguments().Select(parameter => given[Array.IndexOf(open, parameter)])]);
        }
    }
}
