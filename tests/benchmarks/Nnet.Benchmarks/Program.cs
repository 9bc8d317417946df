using System.Diagnostics;
using System.Globalization;
using Nnet.Benchmarks;

// Reads lines "CASE THREADS SECONDS" and answers each with the samples trained per second; torch_peer.py speaks the same.
var cases = new Dictionary<(string, int), TrainingCase>();
while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    if (words.Length != 3)
    {
        Console.WriteLine($"expected CASE THREADS SECONDS, got: {line}");
        continue;
    }
    var key = (words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
    if (!cases.TryGetValue(key, out var training))
    {
        cases[key] = training = new TrainingCase(TrainingCase.TextOf(words[0]), key.Item2);
    }
    var seconds = double.Parse(words[2], CultureInfo.InvariantCulture);
    var clock = Stopwatch.StartNew();
    long steps = 0;
    while (clock.Elapsed.TotalSeconds < seconds)
    {
        // The clock is read now and then only: reading it takes as long as a step of a small network.
        for (var i = 0; i < training.StepsPerLook; i++, steps++)
        {
            training.Step();
        }
    }
    Console.WriteLine((steps * training.Batch / clock.Elapsed.TotalSeconds).ToString("R", CultureInfo.InvariantCulture));
}
