using System.Collections.Concurrent;
using Nnet.Lsp.Documents;
using Xunit;

namespace Nnet.Lsp.Tests;

public class LatestOnlyTests
{
    [Fact]
    public void StartsAtOnce_AndSkipsToTheNewest()
    {
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var done = new ConcurrentQueue<(string Item, bool Superseded)>();
        var worker = new LatestOnly<string>(
            (item, superseded) =>
            {
                entered.Release();
                go.Wait(TestClient.Patience);
                done.Enqueue((item, superseded.IsCancellationRequested));
            },
            (_, exception) => Assert.Fail(exception.ToString()));
        worker.Post("1");
        Assert.True(entered.Wait(TestClient.Patience));
        worker.Post("2");
        worker.Post("3");
        worker.Post("4");
        go.Release();
        Assert.True(entered.Wait(TestClient.Patience));
        go.Release();
        SpinWait.SpinUntil(() => done.Count == 2, TestClient.Patience);
        Assert.Equal([("1", true), ("4", false)], done);
    }

    [Fact]
    public void NeverTwoAtATime_AndTheLastIsDone()
    {
        var (running, most, last) = (0, 0, "");
        var worker = new LatestOnly<string>(
            (item, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                Thread.SpinWait(200);
                last = item;
                Interlocked.Decrement(ref running);
            },
            (_, _) => { });
        for (var i = 1; i <= 5000; i++)
        {
            worker.Post($"{i}");
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref last) == "5000", TestClient.Patience));
        Assert.Equal(1, most);
    }

    [Fact]
    public void AFailureIsReported_AndTheNextItemIsDone()
    {
        var failures = new ConcurrentQueue<string>();
        var done = new ConcurrentQueue<string>();
        var worker = new LatestOnly<string>(
            (item, _) =>
            {
                if (item == "bad")
                {
                    throw new InvalidOperationException(item);
                }

                done.Enqueue(item);
            },
            (_, exception) =>
            {
                failures.Enqueue(exception.Message);
                throw new InvalidOperationException("the reaction fails too");
            });
        worker.Post("bad");
        Assert.True(SpinWait.SpinUntil(() => failures.Count == 1, TestClient.Patience));
        worker.Post("good");
        Assert.True(SpinWait.SpinUntil(() => done.Count == 1, TestClient.Patience));
    }

    [Fact]
    public void StopCancelsWhatRuns_AndForgetsWhatWaits()
    {
        using var entered = new ManualResetEventSlim();
        using var left = new ManualResetEventSlim();
        var count = 0;
        var worker = new LatestOnly<string>(
            (_, stopped) =>
            {
                Interlocked.Increment(ref count);
                entered.Set();
                stopped.WaitHandle.WaitOne(TestClient.Patience);
                left.Set();
                stopped.ThrowIfCancellationRequested();
            },
            (_, exception) => Assert.Fail(exception.ToString()));
        worker.Post("1");
        Assert.True(entered.Wait(TestClient.Patience));
        worker.Stop();
        Assert.True(left.Wait(TestClient.Patience));
        Thread.Sleep(20);
        Assert.Equal(1, count);
    }
}
