using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Nnet.Engine.Data;
using Nnet.Engine.Data.Sources.Named;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>Named sets against a web server of the test's own: nothing is ever asked of the real ones.</summary>
public sealed class NamedSetTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public NamedSetTests() => Environment.SetEnvironmentVariable("LSPNN_DATA", _folder.In("cache"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("LSPNN_MIRROR", null);
        Environment.SetEnvironmentVariable("LSPNN_DATA", null);
        _folder.Dispose();
    }

    [Fact]
    public void FileIsFetchedWithProgress()
    {
        using var server = new TinyServer(new byte[300_000]);
        var told = new List<FetchProgress>();
        new Fetcher(told.Add, default).Fetch(server.File, server.Address, _folder.In("a/set.bin"));
        Assert.Equal(server.Content, File.ReadAllBytes(_folder.In("a/set.bin")));
        Assert.Equal(new FetchProgress("set.bin", 300_000, 300_000), told[^1]);
        Assert.False(File.Exists(_folder.In("a/set.bin.part")));
    }

    [Fact]
    public void WhatWasFetchedBeforeIsNotFetchedAgain()
    {
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 7)).ToArray();
        using var server = new TinyServer(content);
        File.WriteAllBytes(_folder.In("set.bin.part"), content[..120_000]);
        new Fetcher(null, default).Fetch(server.File, server.Address, _folder.In("set.bin"));
        Assert.Equal(content, File.ReadAllBytes(_folder.In("set.bin")));
        Assert.Equal(["bytes=120000-"], server.Ranges);
    }

    [Fact]
    public void BrokenLineIsTakenUpWhereItBroke()
    {
        var content = Enumerable.Range(0, 200_000).Select(i => (byte)(i * 3)).ToArray();
        using var server = new TinyServer(content) { BreakAfter = 90_000 };
        new Fetcher(null, default).Fetch(server.File, server.Address, _folder.In("set.bin"));
        Assert.Equal(content, File.ReadAllBytes(_folder.In("set.bin")));
        Assert.Equal([null, "bytes=90000-"], server.Ranges);
    }

    [Fact]
    public void ServerWithoutRangesSendsEverything()
    {
        using var server = new TinyServer(Encoding.ASCII.GetBytes("all of it")) { KnowsRanges = false };
        File.WriteAllText(_folder.In("set.bin.part"), "xxx");
        new Fetcher(null, default).Fetch(server.File, server.Address, _folder.In("set.bin"));
        Assert.Equal("all of it", File.ReadAllText(_folder.In("set.bin")));
    }

    [Fact]
    public void WrongChecksumIsRefusedAndDeleted()
    {
        using var server = new TinyServer(new byte[10]);
        var problem = Assert.Throws<IOException>(() => new Fetcher(null, default).Fetch(server.File with { Md5 = "00" }, server.Address, _folder.In("set.bin")));
        Assert.StartsWith("what came as set.bin (10 bytes) has the checksum ", problem.Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void StopEndsIt()
    {
        using var server = new TinyServer(new byte[1000]);
        Assert.ThrowsAny<OperationCanceledException>(() => new Fetcher(null, new CancellationToken(true)).Fetch(server.File, server.Address, _folder.In("set.bin")));
    }

    [Fact]
    public void WithoutANetworkItIsSaidWhichFilesGoWhere()
    {
        Environment.SetEnvironmentVariable("LSPNN_MIRROR", "http://127.0.0.1:1");
        var problem = Assert.Throws<DataException>(() => DataSet.Load(Set<MnistSource>()));
        Assert.StartsWith("mnist is not on this machine, and it could not be fetched: train-images-idx3-ubyte.gz from 127.0.0.1: ", problem.Message);
        Assert.EndsWith($"Without a network, put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into {_folder.In("cache/mnist")}, or name a folder that has them with dir=.", problem.Message);
    }

    [Fact]
    public void MirrorThatLacksItSaysSo()
    {
        using var server = new TinyServer([]) { IsMissing = true };
        Environment.SetEnvironmentVariable("LSPNN_MIRROR", server.Address.GetLeftPart(UriPartial.Authority));
        Assert.Contains("127.0.0.1 answers 404 (NotFound) to cifar-10-binary.tar.gz", Assert.Throws<DataException>(() => DataSet.Load(Set<Cifar10Source>())).Message);
        Assert.Equal(["/cifar10/cifar-10-binary.tar.gz"], server.Paths);
    }

    [Fact]
    public void FilesThatOneHasAreUsed()
    {
        Directory.CreateDirectory(_folder.In("mine/MNIST/raw"));
        File.WriteAllBytes(_folder.In("mine/MNIST/raw/train-images-idx3-ubyte"), DataFolder.Idx(new byte[3 * 784], 3, 28, 28));
        File.WriteAllBytes(_folder.In("mine/MNIST/raw/train-labels-idx1-ubyte"), DataFolder.Idx([1, 2, 9], 3));
        File.WriteAllBytes(_folder.In("mine/MNIST/raw/t10k-images-idx3-ubyte.gz"), DataFolder.Gzip(DataFolder.Idx(new byte[784], 1, 28, 28)));
        File.WriteAllBytes(_folder.In("mine/MNIST/raw/t10k-labels-idx1-ubyte.gz"), DataFolder.Gzip(DataFolder.Idx([5], 1)));
        var source = Catalog<DataSource>.Get<FashionMnistSource>();
        var data = DataSet.Load(_folder.Source<FashionMnistSource>((source.Dir, "mine")));
        Assert.Equal((3, 1), (data.Train.Count, data.Test!.Count));
        Assert.Equal("Ankle boot", data.Target.ClassNames[9]);
    }

    [Fact]
    public void LooksTellWhatEverybodyKnowsAndFetchNothing()
    {
        Environment.SetEnvironmentVariable("LSPNN_MIRROR", "http://127.0.0.1:1");
        Assert.Equal((70_000, 10), (DataFolder.Facts(Set<MnistSource>()).Rows, DataFolder.Facts(Set<MnistSource>()).Target.Classes));
        Assert.Equal("T-shirt/top", DataFolder.Facts(Set<FashionMnistSource>()).Target.ClassNames[0]);
        Assert.Equal("3×32×32 [0,1]", DataFolder.Facts(Set<Cifar10Source>()).Input.ToString());
        Assert.Equal((60_000, 100, "worm"), (DataFolder.Facts(Set<Cifar100Source>()).Rows, DataFolder.Facts(Set<Cifar100Source>()).Target.ClassNames.Distinct().Count(), DataFolder.Facts(Set<Cifar100Source>()).Target.ClassNames[99]));
        Assert.False(Directory.Exists(_folder.In("cache")));
    }

    private DataSpec Set<T>()
        where T : DataSource
        => _folder.Source<T>();

    /// <summary>A web server of one file that can break, lack it, or know no ranges.</summary>
    private sealed class TinyServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<string?> _ranges = [];
        private readonly List<string> _paths = [];

        public TinyServer(byte[] content)
        {
            Content = content;
            _listener.Start();
            _ = Task.Run(Serve);
        }

        public byte[] Content { get; }

        public bool KnowsRanges { get; init; } = true;

        public bool IsMissing { get; init; }

        /// <summary>The first answer ends after so many bytes.</summary>
        public int? BreakAfter { get; init; }

        public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/set.bin");

        public KnownFile File => new("set.bin", "", Convert.ToHexStringLower(MD5.HashData(Content)));

        public IReadOnlyList<string?> Ranges => _ranges;

        public IReadOnlyList<string> Paths => _paths;

        public void Dispose() => _listener.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                    _paths.Add((await reader.ReadLineAsync())!.Split(' ')[1]);
                    string? range = null;
                    while (await reader.ReadLineAsync() is { Length: > 0 } line)
                    {
                        range = line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase) ? line[7..] : range;
                    }
                    _ranges.Add(range);
                    var from = range is not null && KnowsRanges ? int.Parse(range["bytes=".Length..^1]) : 0;
                    var status = IsMissing ? "404 Not Found" : from > 0 ? "206 Partial Content" : "200 OK";
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {Content.Length - from}\r\nConnection: close\r\n\r\n"));
                    await stream.WriteAsync(Content.AsMemory(from, (_ranges.Count == 1 ? BreakAfter : null) ?? (Content.Length - from)));
                }
            }
            catch (Exception problem) when (problem is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
