using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Ilgpu.Tests;

/// <summary>The nets of the engine's parity suite, with kernels: ten training steps each beside PyTorch's losses.</summary>
public class ParityTests(Card card) : IClassFixture<Card>
{
    private static readonly string[] s_quick = ["gru", "llama", "lstm"];

    /// <summary>The networks by name; without patience those that take seconds.</summary>
    public static TheoryData<string> Names => Patience.IsThere ? NetworkGolden.Names : [.. s_quick];

    [Theory]
    [MemberData(nameof(Names))]
    public void Net(string name) => NetworkGolden.Load(name).Compare<float>(1e-4, Options);

    [PatientFact]
    public void Mlp() => StepGolden.Load("mlp-adam").Compare(Models.Mlp(), Calls.CrossEntropy, Calls.Adam, 1e-3, Options);

    [PatientFact]
    public void Lenet() => StepGolden.Load("lenet-sgd-momentum").Compare(Models.Lenet5(), Calls.CrossEntropy, Calls.Sgd(0.9), 0.05, Options);

    private NetworkOptions Options => new() { Device = card.Device };
}
