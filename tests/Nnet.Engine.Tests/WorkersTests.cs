using Nnet.Engine.Execution;
using Xunit;

namespace Nnet.Engine.Tests;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_piece_is_done_exactly_once(int threads)
    {
        using var workers = new Workers(threads);
        var work = new Counting();
        for (var round = 0; round < 3000; round++)
        {
            var items = round % 23;
            work.Clear(items);
            workers.Run(work, items);
            Assert.Equal(Enumerable.Repeat(1, items), work.Done);
            if (round % 500 == 0)
            {
                // Long enough for the others to park, so that they have to be woken.
                Thread.Sleep(5);
            }
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_next_round_works()
    {
        using var workers = new Workers(3);
        Assert.Throws<AggregateException>(() => workers.Run(new Failing(), 10));
        var work = new Counting();
        work.Clear(10);
        workers.Run(work, 10);
        Assert.Equal(Enumerable.Repeat(1, 10), work.Done);
    }

    private sealed class Counting : IWork
    {
        private int[] _done = [];

        public IEnumerable<int> Done => _done;

        public void Clear(int items) => _done = new int[items];

        public void Run(int item) => Interlocked.Increment(ref _done[item]);
    }

    private sealed class Failing : IWork
    {
        public void Run(int item) => throw new InvalidOperationException($"piece {item}");
    }
}
