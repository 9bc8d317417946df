using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>The nets of the engine's parity suite, with kernels: ten training steps each beside PyTorch's losses.</summary>
public class ParityTests(Card card) : IClassFixture<Card>
{
    /// <summary>The networks by name.</summary>
    public static TheoryData<string> Names => NetworkGolden.Names;

    // A card that the processor plays takes minutes for ten steps of the largest; whoever has them sets NNET_ALL_STEPS.
    private static readonly bool s_isPatient = Environment.GetEnvironmentVariable("NNET_ALL_STEPS") is { Length: > 0 };

    [Theory]
    [MemberData(nameof(Names))]
    public void Net(string name)
    {
        var golden = NetworkGolden.Load(name);
        golden.Compare<float>(1e-4, Options, golden.Parameters < 100_000 || s_isPatient ? null : 1);
    }

    [Fact]
    public void Mlp() => StepGolden.Load("mlp-adam").Compare(Models.Mlp(), Calls.CrossEntropy, Calls.Adam, 1e-3, Options);

    [Fact]
    public void Lenet() => StepGolden.Load("lenet-sgd-momentum").Compare(Models.Lenet5(), Calls.CrossEntropy, Calls.Sgd(0.9), 0.05, Options);

    private NetworkOptions Options => new() { Device = card.Device };
}
