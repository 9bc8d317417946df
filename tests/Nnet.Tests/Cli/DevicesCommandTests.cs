using Newtonsoft.Json.Linq;
using Nnet.Engine.Devices;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary><c>nnet devices</c> and <c>--device</c>, on machines with and without a card, and in builds with and without ILGPU.</summary>
public sealed class DevicesCommandTests : IDisposable
{
    private const string Text = """
        data spirals {
          playground spiral samples=60 seed=1
          normalize standard
        }
        model Tiny {
          input 2
          dense 3 activation=tanh
          dense 1 activation=sigmoid
        }
        train Tiny on spirals {
          loss binary_cross_entropy
          optimizer adam
          epochs 1
        }
        """;

    private readonly CommandLab _lab = new();

    [Fact]
    public void Lists_the_processor_and_says_of_every_other_kind_what_is_there_or_what_to_do()
    {
        var (code, output, error) = _lab.Run("devices");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"cpu +\d+ cores?  .*\d+-bit vectors", output);
        foreach (var search in DeviceCatalog.Search())
        {
            Assert.Contains(search.Devices.Count > 0 ? search.Devices[0].Name : search.Kind, output, StringComparison.Ordinal);
            Assert.Equal(search.Devices.Count == 0, search.Missing is not null && search.Remedy is not null);
            Assert.Contains(search.Missing ?? "", output, StringComparison.Ordinal);
            Assert.Contains(search.Remedy ?? "", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lists_them_as_JSON()
    {
        var (code, output, _) = _lab.Run("devices", "--json");
        Assert.Equal(0, code);
        var kinds = JArray.Parse(output);
        Assert.Equal(["cpu", "cuda", "opencl"], kinds.Select(kind => (string)kind["kind"]!).Where(kind => kind != "simulated"));
        Assert.NotEmpty(kinds[0]["devices"]!);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("opencl")]
    public void A_device_that_is_not_there_is_refused_with_what_was_seen_and_what_to_do(string kind)
    {
        var search = DeviceCatalog.Search().Single(search => search.Kind == kind);
        if (search.Devices.Count > 0)
        {
            return;
        }
        var (code, _, error) = _lab.Run("train", _lab.File("tiny.nnet", Text), "--device", kind);
        Assert.Equal(1, code);
        Assert.Contains($"There is no {kind} device to train on: {search.Missing} {search.Remedy}", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_lab.In("runs")), "a run that cannot begin leaves no folder");
    }

    [Fact]
    public void A_word_that_names_no_device_is_refused()
    {
        var (code, _, error) = _lab.Run("train", _lab.File("tiny.nnet", Text), "--device", "gpu");
        Assert.Equal(2, code);
        Assert.StartsWith("nnet: --device takes auto, cpu, cuda", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    public void A_small_network_is_trained_by_the_processor(string device)
    {
        var (code, output, error) = _lab.Run("train", _lab.File("tiny.nnet", Text), "--device", device, "--events");
        Assert.Equal((0, ""), (code, error));
        var started = output.Split('\n').Where(line => line.StartsWith('{')).Select(JObject.Parse).First(line => (string?)line["event"] == "started");
        Assert.Equal("cpu", (string?)started["device"]);
    }

    [Fact]
    public void Where_there_are_kernels_a_network_trains_with_them_as_with_the_processor()
    {
        if (!DeviceCatalog.Words.Contains("simulated"))
        {
            return;
        }
        Assert.Equal(Loss("cpu"), Loss("simulated"), 1e-4);

        double Loss(string device)
        {
            var (code, output, error) = _lab.Run("train", _lab.File("tiny.nnet", Text), "--device", device, "--events");
            Assert.Equal((0, ""), (code, error));
            return (double)output.Split('\n').Where(line => line.StartsWith('{')).Select(JObject.Parse).Single(line => (string?)line["event"] == "epoch")["train"]!["loss"]!;
        }
    }

    public void Dispose() => _lab.Dispose();
}
