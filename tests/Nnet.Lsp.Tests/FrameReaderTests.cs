using System.Text;
using Nnet.Lsp.JsonRpc;
using Xunit;

namespace Nnet.Lsp.Tests;

public class FrameReaderTests
{
    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nab")]
    [InlineData("content-length:2\r\n\r\nab")]
    [InlineData("Content-Length: 2\n\nab")]
    [InlineData("\r\n\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("X-Unknown: y\r\nContent-Length: 2 \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nab")]
    [InlineData("Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: 2\r\n\r\nab")]
    public void ReadsABody(string bytes)
    {
        var reader = Reader(bytes);
        Assert.Equal("ab", Body(reader.Read()));
        Assert.Equal(FrameKind.End, reader.Read().Kind);
    }

    [Theory]
    [InlineData("Nonsense\r\n\r\n", "'Nonsense' is no header")]
    [InlineData("X: y\r\n\r\n", "no Content-Length")]
    [InlineData("Content-Length: two\r\n\r\n", "'two'")]
    [InlineData("Content-Length: -2\r\n\r\n", "'-2'")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n", "'99999999999999999999'")]
    [InlineData("Content-Length: 3\r\nContent-Type: text; charset=utf-16\r\n\r\nxyz", "only utf-8")]
    [InlineData("Content-Length: 101\r\n\r\n" + "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x", "101 bytes; at most 100")]
    public void SaysWhatIsWrong_AndGoesOn(string broken, string problem)
    {
        var reader = Reader(broken + "Content-Length: 2\r\n\r\nab", maxBody: 100);
        var frame = reader.Read();
        Assert.Equal(FrameKind.Broken, frame.Kind);
        Assert.Contains(problem, frame.Problem, StringComparison.Ordinal);
        Assert.Equal("ab", Body(reader.Read()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Le")]
    [InlineData("Content-Length: 5\r\n")]
    [InlineData("Content-Length: 5\r\n\r\nab")]
    [InlineData("Content-Length: 500\r\n\r\nab")]
    public void HalfAMessageAtTheEnd_IsTheEnd(string bytes) => Assert.Equal(FrameKind.End, Reader(bytes, maxBody: 100).Read().Kind);

    [Fact]
    public void AHeaderOf100Megabytes_IsSkippedWithoutKeepingIt()
    {
        var stream = new Repeated(100_000_000, "\r\nContent-Length: 2\r\n\r\nContent-Length: 2\r\n\r\nab");
        var reader = new FrameReader(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = reader.Read();
        Assert.Equal(FrameKind.Broken, frame.Kind);
        Assert.Contains("longer than", frame.Problem, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);

        // The two bytes of the broken frame's body were skipped with it.
        Assert.Equal(FrameKind.Broken, reader.Read().Kind);
    }

    [Fact]
    public void ABodyOf100Megabytes_IsSkippedWithoutKeepingIt()
    {
        var stream = new Repeated(0, "Content-Length: 100000000\r\n\r\n", 100_000_000, "Content-Length: 2\r\n\r\nab");
        var reader = new FrameReader(stream);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = reader.Read();
        Assert.Equal(FrameKind.Broken, frame.Kind);
        Assert.Contains("at most", frame.Problem, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal("ab", Body(reader.Read()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(70_000)]
    public void BodiesComeInAnyPieces(int piece)
    {
        var random = new Random(1);
        var bodies = Enumerable.Range(0, 20).Select(_ => new string('x', random.Next(200_000))).ToArray();
        var bytes = Encoding.ASCII.GetBytes(string.Concat(bodies.Select(body => $"Content-Length: {body.Length}\r\n\r\n{body}")));
        var reader = new FrameReader(new Pieces(bytes, piece));
        Assert.Equal(bodies, bodies.Select(_ => Body(reader.Read())));
        Assert.Equal(FrameKind.End, reader.Read().Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomBytes_NeitherThrowNorHang(int seed)
    {
        var random = new Random(seed);
        string[] words = ["Content-Length", ":", " ", "\r\n", "\r\n\r\n", "\n", "5", "70000", "-1", "{}", "\0", "é", "Content-Type: x; charset=latin1"];
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new List<byte>();
            for (var count = random.Next(40); count > 0; count--)
            {
                bytes.AddRange(random.Next(3) == 0 ? RandomBytes(random) : Encoding.UTF8.GetBytes(words[random.Next(words.Length)]));
            }

            var reader = new FrameReader(new MemoryStream([.. bytes]), maxBody: 100);
            var frames = 0;
            while (reader.Read() is { Kind: not FrameKind.End } frame)
            {
                Assert.Equal(frame.Kind == FrameKind.Broken, frame.Problem is not null);
                Assert.True(++frames <= bytes.Count, "more frames than bytes");
            }
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(8)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static FrameReader Reader(string text, int maxBody = 1000) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), maxBody);

    private static string Body(Frame frame)
    {
        Assert.Equal(FrameKind.Message, frame.Kind);
        return Encoding.UTF8.GetString(frame.Body.Span);
    }

    /// <summary>A stream that gives at most so many bytes at a time.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }

    /// <summary>So many x, a text, so many x, a text: large without being kept.</summary>
    private sealed class Repeated : MemoryStream
    {
        private readonly Queue<(byte[] Bytes, long Times)> _parts;

        public Repeated(long first, string then, long second = 0, string last = "") =>
            _parts = new Queue<(byte[], long)>([("x"u8.ToArray(), first), (Encoding.ASCII.GetBytes(then), 1), ("x"u8.ToArray(), second), (Encoding.ASCII.GetBytes(last), 1)]);

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_parts.TryDequeue(out var part))
            {
                if (part is { Bytes.Length: 1, Times: > 0 })
                {
                    var length = (int)Math.Min(count, part.Times);
                    buffer.AsSpan(offset, length).Fill(part.Bytes[0]);
                    Return(part with { Times = part.Times - length });
                    return length;
                }

                if (part is { Bytes.Length: > 1, Times: 1 })
                {
                    part.Bytes.CopyTo(buffer, offset);
                    return part.Bytes.Length;
                }
            }

            return 0;
        }

        private void Return((byte[], long) part)
        {
            var rest = _parts.ToArray();
            _parts.Clear();
            _parts.Enqueue(part);
            Array.ForEach(rest, _parts.Enqueue);
        }
    }
}
