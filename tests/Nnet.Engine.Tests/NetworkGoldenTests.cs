using System.Text.Json;
using Nnet.Engine.Tests.Support;
using Xunit;

namespace Nnet.Engine.Tests;

/// <summary>Ten training steps of whole networks, as texts, beside PyTorch's losses; tests/goldens/networks.py and others write the files.</summary>
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
        Compare<double>(golden, 1e-7);
        Compare<float>(golden, 1e-4);
    }

    // Combinations that nobody thought of. Some are so steep that single precision goes its own way after ten steps; the mathematics is what is compared.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Losses_of_a_network_drawn_at_random(int seed) => Compare<double>(s_drawn.Value[seed], 1e-6);

    // All widths of registers have their turn.
    private static void Compare<T>(NetworkGolden golden, double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        => golden.Compare<T>(tolerance, new NetworkOptions { Threads = 1 + (golden.Seed % 2), SimdBits = 128 << (golden.Seed % 3) });
}
