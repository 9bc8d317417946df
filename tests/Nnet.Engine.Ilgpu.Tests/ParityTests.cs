using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>The nets of the engine's parity suite, with kernels: ten training steps each beside PyTorch's losses.</summary>
public class ParityTests(Simulated simulated) : IClassFixture<Simulated>
{
    /// <summary>The networks by name.</summary>
    public static TheoryData<string> Names => NetworkGolden.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Net(string name) => NetworkGolden.Load(name).Compare<float>(1e-4, Options);

    [Fact]
    public void Mlp() => StepGolden.Load("mlp-adam").Compare(Models.Mlp(), Calls.CrossEntropy, Calls.Adam, 1e-3, Options);

    [Fact]
    public void Lenet() => StepGolden.Load("lenet-sgd-momentum").Compare(Models.Lenet5(), Calls.CrossEntropy, Calls.Sgd(0.9), 0.05, Options);

    private NetworkOptions Options => new() { Device = simulated.Device };
}
