using Newtonsoft.Json.Linq;
using Nnet.Conformance;
using Nnet.Training;
using Xunit;

namespace Nnet.Tests.Training;

/// <summary>The client of the worker against workers that behave in every way a process can.</summary>
public class WorkerTests
{
    [FactIfPresent]
    public async Task PassesEventsOnInOrder()
    {
        var events = await Run("""say({event:"started"}); say({event:"epoch",epoch:1}); say({event:"done",status:"completed"})""");
        Assert.Equal(["started", "epoch", "done"], events.Select(Kind));
    }

    [FactIfPresent]
    public async Task GivesTheWorkerTheTextThroughItsInput()
    {
        var text = string.Concat(Enumerable.Repeat("# π × ⚙ 𝄞\n", 50_000));
        var events = await Run("""listen(({command, text}) => { say({event:"done",command,length:text.length,end:text.slice(-4)}); setImmediate(process.exit); })""", text);
        var done = Assert.Single(events);
        Assert.Equal("text", (string?)done["command"]);
        Assert.Equal(text.Length, (int?)done["length"]);
        Assert.Equal(text[^4..], (string?)done["end"]);
    }

    [FactIfPresent]
    public async Task WhatIsNotAnEventIsSkipped()
    {
        var events = await Run("""console.log("hello"); console.log("[1]"); console.log("{broken"); say({event:"done"})""");
        Assert.Equal(["done"], events.Select(Kind));
    }

    [FactIfPresent]
    public async Task NothingFollowsTheEnd()
    {
        var events = await Run("""say({event:"done"}); say({event:"epoch"}); process.exit(3)""");
        Assert.Equal(["done"], events.Select(Kind));
    }

    [FactIfPresent]
    public async Task ACrashIsAFailureWithASentence()
    {
        var events = await Run("""say({event:"started"}); console.error("Something is broken."); process.exit(3)""");
        Assert.Equal(["started", "failed"], events.Select(Kind));
        Assert.Equal("The training process ended unexpectedly with exit code 3: Something is broken.", (string?)events[1]["message"]);
    }

    [FactIfPresent]
    public async Task AKilledWorkerIsAFailureWithASentence()
    {
        var events = await Run("""process.kill(process.pid, "SIGKILL")""");
        Assert.Contains("was killed", (string?)Assert.Single(events)["message"], StringComparison.Ordinal);
    }

    [FactIfPresent]
    public async Task LackOfMemoryIsNamed()
    {
        var events = await Run("""console.error("Unhandled exception. System.OutOfMemoryException: …"); process.exit(134)""");
        Assert.Contains("ran out of memory", (string?)Assert.Single(events)["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProgramThatIsNotThereIsAFailure()
    {
        var events = new List<JObject>();
        await Worker.Start(new WorkerCommand("no-such-program-at-all"), Job(""), events.Add).Completion;
        Assert.StartsWith("The training process could not be started: ", (string?)Assert.Single(events)["message"], StringComparison.Ordinal);
    }

    [FactIfPresent]
    public async Task AStopIsSaidToTheWorker()
    {
        var (worker, events) = Start("""say({event:"started"}); listen(({command}) => { if (command === "stop") { say({event:"done",status:"stopped"}); setImmediate(process.exit); } })""");
        await events.First();
        worker.Stop();
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("stopped", (string?)events.All[^1]["status"]);
    }

    [FactIfPresent]
    public async Task AWorkerThatIsAwaitedHearsOfItsTextWhenItMayBegin()
    {
        var (worker, events) = Start(Echo, "the text", TimeSpan.FromMinutes(10));
        await events.First();
        Assert.Equal("started", Kind(Assert.Single(events.All)));
        worker.Begin();
        worker.Stop();
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["started", "text", "done"], events.All.Select(Kind));
    }

    [FactIfPresent]
    public async Task AStopWaitsForNobody()
    {
        var (worker, events) = Start(Echo, "the text", TimeSpan.FromMinutes(10));
        worker.Stop();
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["started", "text", "done"], events.All.Select(Kind));
    }

    [FactIfPresent]
    public async Task WhoeverNeverComesIsNotWaitedForForEver()
    {
        var (worker, events) = Start("""listen(({command}) => { say({event:"done", first:command}); setImmediate(process.exit); })""", "the text", TimeSpan.FromMilliseconds(50));
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("text", (string?)events.All[0]["first"]);
    }

    [FactIfPresent]
    public async Task AWorkerThatDoesNotStopIsEndedAndThatIsSaid()
    {
        var (worker, events) = Start("""say({event:"started"}); setInterval(() => {}, 1000)""");
        await events.First();
        await worker.StopWithin(TimeSpan.FromMilliseconds(200));
        Assert.StartsWith("Training did not stop", (string?)events.All[^1]["message"], StringComparison.Ordinal);
    }

    private static string? Kind(JObject happened) => (string?)happened["event"];

    private static TrainingJob Job(string text) => new(Path.Combine(Path.GetTempPath(), "x.nnet"), "X", text);

    private static async Task<IReadOnlyList<JObject>> Run(string script, string text = "")
    {
        var (worker, events) = Start(script, text);
        await worker.Completion.WaitAsync(TimeSpan.FromSeconds(20));
        return events.All;
    }

    /// <summary>Says what it hears, to its end.</summary>
    private const string Echo = """say({event:"started"}); listen(({command}) => { if (command === "stop") { say({event:"done"}); setImmediate(process.exit); } else say({event:command}); })""";

    private static (Worker Worker, Events Events) Start(string script, string text = "", TimeSpan? patience = null)
    {
        const string Prelude = """
            const listen = heard => require("readline").createInterface({ input: process.stdin }).on("line", line => heard(JSON.parse(line)));
            const say = event => process.stdout.write(JSON.stringify(event) + "\n");

            """;
        var events = new Events();
        return (Worker.Start(new WorkerCommand("node", "-e", Prelude + script, "--"), Job(text), events.Add, patience), events);
    }

    private sealed class Events
    {
        private readonly List<JObject> _all = [];
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<JObject> All => _all;

        public void Add(JObject happened)
        {
            _all.Add(happened);
            _first.TrySetResult();
        }

        public Task First() => _first.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
