using Nnet.Engine.Kernels;
using Nnet.Engine.Layers.Sequences;

namespace Nnet.Engine.Ilgpu.Layers.Sequences;

/// <summary>A unit of a recurrent layer whose numbers are in a thread's registers.</summary>
internal struct RegisterUnit : IUnit<Lane>
{
    public Lane First { get; set; }

    public Lane Second { get; set; }

    public Lane Third { get; set; }

    public Lane Fourth { get; set; }

    public Lane Memory { get; set; }

    public Lane MemoryBefore { get; set; }

    public Lane Carried { get; set; }
}
