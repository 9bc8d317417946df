using System.Diagnostics;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.JsonRpc;

namespace Nnet.Training;

/// <summary>
/// A training run in a process of its own, so that a fault of the training cannot take the editor's server with it.
/// Events arrive in order, one at a time; the last one is always <c>done</c> or <c>failed</c>, whatever becomes of the process.
/// </summary>
public sealed class Worker
{
    /// <summary>How long a worker may take to end after it was asked to.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int KeptErrors = 40;

    private readonly Process _process;
    private readonly TrainingJob _job;
    private readonly Action<JObject> _event;
    private readonly Queue<string> _errors = new();
    private readonly SemaphoreSlim _input = new(1);
    private readonly TaskCompletionSource _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;
    private volatile bool _lostPatience;

    private Worker(Process process, TrainingJob job, Action<JObject> onEvent)
    {
        _process = process;
        _job = job;
        _event = onEvent;
    }

    /// <summary>Completes after the last event, when the process is gone.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a worker.</summary>
    /// <param name="command">How to start it.</param>
    /// <param name="job">What it is to train.</param>
    /// <param name="onEvent">Takes its events; what it throws ends nothing.</param>
    /// <param name="patience">How long it waits for <see cref="Begin"/> once its process is ready; null to begin at once.</param>
    public static Worker Start(WorkerCommand command, TrainingJob job, Action<JObject> onEvent, TimeSpan? patience = null)
    {
        var info = command.StartInfo(job.Arguments);
        info.WorkingDirectory = Path.GetDirectoryName(job.File) ?? "";
        var worker = new Worker(new Process { StartInfo = info }, job, onEvent);
        try
        {
            worker._process.Start();
        }
        catch (Exception exception)
        {
            worker.End(Failed($"The training process could not be started: {exception.Message.TrimEnd('.')}."));
            return worker;
        }
        worker.GiveWay();
        worker.Completion = worker.Attend(job.GoesOnIn is null ? job.Text : null, patience ?? TimeSpan.Zero);
        return worker;
    }

    /// <summary>Lets a worker begin that was started with patience: whoever wanted to watch is there.</summary>
    public void Begin() => _awaited.TrySetResult();

    /// <summary>Says a command to the worker (docs/events.md); one that has ended hears nothing.</summary>
    public void Command(string word, params ReadOnlySpan<(string Name, JToken? Value)> arguments)
    {
        var command = new JObject { ["command"] = word };
        foreach (var (name, value) in arguments)
        {
            command[name] = value;
        }
        _ = Say(command);
    }

    /// <summary>Asks the worker to stop, keeping the best weights; it is killed if it does not answer in <see cref="Patience"/>.</summary>
    public void Stop()
    {
        Begin();
        _ = Say(new JObject { ["command"] = "stop" });
        _ = KillAfter(Patience);
    }

    /// <summary>Asks the worker to stop, waits for it, and kills it when the time is over.</summary>
    /// <returns>Completes when the process is gone.</returns>
    public async Task StopWithin(TimeSpan time)
    {
        Begin();
        await Say(new JObject { ["command"] = "stop" }).ConfigureAwait(false);
        await KillAfter(time).ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
    }

    /// <summary>Lets the worker be. A run goes on as long as its job says, and can be found again in its folder.</summary>
    /// <returns>Completes when it has been told.</returns>
    public async Task Leave()
    {
        Begin();
        await _input.WaitAsync().ConfigureAwait(false);
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // It has just ended by itself.
        }
        finally
        {
            _input.Release();
        }
    }

    // Whoever types comes first. Threads take it over from the one that makes them, and so early there is only one.
    private void GiveWay()
    {
        try
        {
            _process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException or System.ComponentModel.Win32Exception)
        {
            // Not every system lets us, and it may have ended by itself already.
        }
    }

    private static JObject Failed(string message) => new() { ["event"] = "failed", ["message"] = message, ["line"] = null };

    private async Task Attend(string? text, TimeSpan patience)
    {
        var errors = ReadErrors();
        if (text is not null)
        {
            _ = Say(new JObject { ["command"] = "text", ["text"] = text }, patience);
        }
        try
        {
            while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                if (Parse(line) is { } parsed)
                {
                    Tell(parsed);
                }
            }
            await errors.ConfigureAwait(false);
            await _process.WaitForExitAsync().ConfigureAwait(false);
            End(Failed(_lostPatience && _job.IsUnderWay
                ? "Training did not stop when it was asked to, and may still go on in the background: it was not begun from this window."
                : _lostPatience ? "Training did not stop when it was asked to, so it was ended. Its last checkpoint is in the run's folder."
                : WorkerExit.Describe(_process.ExitCode, [.. _errors])));
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
        {
            End(Failed($"The connection to the training process broke: {exception.Message.TrimEnd('.')}."));
        }
        finally
        {
            _process.Dispose();
        }
    }

    private async Task ReadErrors()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptErrors)
            {
                _errors.Dequeue();
            }
        }
    }

    private static JObject? Parse(string line)
    {
        try
        {
            return Json.Parse(Encoding.UTF8.GetBytes(line)) as JObject;
        }
        catch (JsonTextException)
        {
            // Something else that printed; the schema knows objects only.
            return null;
        }
    }

    private void Tell(JObject parsed)
    {
        // A run has one end: what a worker says behind it would only confuse.
        if (_ended)
        {
            return;
        }
        _ended = (string?)parsed["event"] is "done" or "failed" or "rate_found" or "batch_learnt";
        _event(parsed);
    }

    private void End(JObject last)
    {
        if (!_ended)
        {
            _ended = true;
            _event(last);
        }
    }

    // What is said with patience is still the first: whatever comes later waits for the input behind it.
    private async Task Say(JObject command, TimeSpan patience = default)
    {
        await _input.WaitAsync().ConfigureAwait(false);
        try
        {
            if (patience > TimeSpan.Zero)
            {
                await Task.WhenAny(_awaited.Task, Task.Delay(patience)).ConfigureAwait(false);
            }
            await _process.StandardInput.WriteLineAsync(Ascii(command)).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // It is gone already; its end is told by Attend.
        }
        finally
        {
            _input.Release();
        }
    }

    // Plain ASCII arrives whole whatever code page the worker's console has.
    private static string Ascii(JObject command)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text) { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii };
        command.WriteTo(json);
        return text.ToString();
    }

    private async Task KillAfter(TimeSpan time)
    {
        if (await Task.WhenAny(Completion, Task.Delay(time)).ConfigureAwait(false) == Completion)
        {
            return;
        }
        _lostPatience = true;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has just ended by itself.
        }
    }
}
