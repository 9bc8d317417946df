using System.Text.Json;
using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Ten training steps of whole networks, as texts, beside PyTorch's losses.</summary>
public class NetworkGoldenTests
{
    private static readonly Lazy<IReadOnlyDictionary<int, NetworkGolden>> s_drawn = new(() => JsonSerializer
        .Deserialize<NetworkGolden[]>(File.ReadAllText(Environment.GetEnvironmentVariable("LSPNN_RANDOM_NETWORKS") ?? Path.Combine(Repository.Root, "tests", "goldens", "random-networks.json")), JsonSerializerOptions.Web)!
        .ToDictionary(golden => golden.Seed));

    /// <summary>The networks by name.</summary>
    public static TheoryData<string> Names => NetworkGolden.Names;

    /// <summary>Seeds of the networks that random_networks.py drew.</summary>
    public static TheoryData<int> Seeds => [.. s_drawn.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_of_ten_steps(string name)
    {
        var golden = NetworkGolden.Load(name);
        // Double precision shows that the mathematics is the same; single precision is what trains.
        golden.Compare<double>(1e-7, new NetworkOptions { Threads = 2 });
        golden.Compare<float>(1e-4, new NetworkOptions { Threads = 2 });
    }

    // Combinations that nobody thought of. Some are so steep that single precision goes its own way after ten steps; the mathematics is what is compared.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Losses_of_a_network_drawn_at_random(int seed) => s_drawn.Value[seed].Compare<double>(1e-6, new NetworkOptions { Threads = 2 });
}
