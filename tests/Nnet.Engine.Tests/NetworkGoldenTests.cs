using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Ten training steps of whole networks, as texts, beside PyTorch's losses.</summary>
public class NetworkGoldenTests
{
    /// <summary>The networks by name.</summary>
    public static TheoryData<string> Names => NetworkGolden.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_of_ten_steps(string name)
    {
        var golden = NetworkGolden.Load(name);
        // Double precision shows that the mathematics is the same; single precision is what trains.
        golden.Compare<double>(1e-7, new NetworkOptions { Threads = 2 });
        golden.Compare<float>(1e-4, new NetworkOptions { Threads = 2 });
    }
}
