using System.Diagnostics;
using Nnet.Tests.Editor;
using Xunit;

namespace Nnet.Tests.Server;

/// <summary>The executable as an editor starts it: <c>nnet lsp</c> over standard streams.</summary>
public class ProcessTests
{
    private const string Uri = "file:///lenet.nnet";

    [Fact]
    public async Task ServesAndEndsWithCodeZero()
    {
        var (client, server) = await EditorClient.OverStandardStreams();
        using (server)
        {
            client.OpenDocument(Uri, Marked.LeNet);
            await client.Diagnostics(Uri, 1);
            Assert.Equal(0, await client.Close());
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task EndsWhenItsInputEnds()
    {
        var (client, server) = await EditorClient.OverStandardStreams();
        using (server)
        {
            server.StandardInput.Close();
            Assert.Equal(1, await client.ExitCode.WaitAsync(EditorClient.Patience));
        }
    }

    [Fact]
    public async Task StartsQuickly()
    {
        var clock = Stopwatch.StartNew();
        var (client, server) = await EditorClient.OverStandardStreams();
        using (server)
        {
            // A generous bound for a debug build on a busy machine: the benchmark measures the real one.
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            await client.Close();
            await client.DisposeAsync();
        }
    }
}
