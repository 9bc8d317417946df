using System.Diagnostics;
using System.Globalization;
using Nnet.Benchmarks;

// Reads lines "VERB NET BATCH THREADS SECONDS" and answers each with a line of numbers, as torch_peer.py does:
//   train    samples trained per second; train-cuda on a graphics card, or on what else --device knows
//   predict  samples predicted per second
//   look-N   how many times as long an epoch of N steps takes when it is looked at for findings
//   memory   megabytes resident before the net was made, and at most while it trained for SECONDS; and what its values take
(string, string, string, string) known = default;
Case? made = null;
while (Console.ReadLine() is { } line)
{
    if (line.Split(' ') is not [var verb, var name, var batch, var threads, var seconds])
    {
        Console.WriteLine($"expected VERB NET BATCH THREADS SECONDS, got: {line}");
        continue;
    }
    var before = PeakMegabytes();
    if (made is null || known != (verb, name, batch, threads))
    {
        // Large nets do not stay behind when the next comes.
        made?.Dispose();
        made = new Case(NetText.Of(name), int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(threads, CultureInfo.InvariantCulture), predicts: verb == "predict", verb.StartsWith("train-", StringComparison.Ordinal) ? verb[6..] : "cpu");
        known = (verb, name, batch, threads);
    }
    var time = double.Parse(seconds, CultureInfo.InvariantCulture);
    var speed = verb.StartsWith("look-", StringComparison.Ordinal) ? made.CostOfLooking(int.Parse(verb[5..], CultureInfo.InvariantCulture), time) : made.Repeat(time);
    double[] answer = verb == "memory" ? [before, PeakMegabytes(), made.ValueBytes / 1048576.0] : [speed];
    Console.WriteLine(string.Join(' ', answer.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
}

static double PeakMegabytes()
{
    using var self = Process.GetCurrentProcess();
    return self.PeakWorkingSet64 / 1048576.0;
}
