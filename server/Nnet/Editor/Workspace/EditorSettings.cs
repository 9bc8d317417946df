using Newtonsoft.Json.Linq;
using Nnet.Engine.Devices;

namespace Nnet.Editor.Workspace;

/// <summary>What the user chose, under <c>lspnn</c> in the settings of the editor.</summary>
/// <param name="ShowShapes">Whether hints show the output's shape.</param>
/// <param name="ShowParameters">Whether hints show the number of parameters.</param>
/// <param name="Threads">Threads of a training run; 0 leaves it to the engine.</param>
public sealed record EditorSettings(bool ShowShapes = true, bool ShowParameters = true, int Threads = 0)
{
    private static readonly TimeSpan s_reload = TimeSpan.FromMinutes(2);

    /// <summary>Whether hints show multiply-accumulates.</summary>
    public bool ShowMacs { get; init; }

    /// <summary>Whether hints show what values an output can have.</summary>
    public bool ShowDomains { get; init; }

    /// <summary>What computes training runs, as <c>nnet train --device</c> takes it.</summary>
    public string Device { get; init; } = DeviceCatalog.Auto;

    /// <summary>How long a run goes on when the editor is gone; zero stops it, <see cref="Timeout.InfiniteTimeSpan"/> leaves it alone to its end.</summary>
    public TimeSpan Alone { get; init; }

    /// <summary>Whether hints show how a line was doing in the last epoch of a run.</summary>
    public bool ShowRun { get; init; } = true;

    /// <summary>Whether a lens over each train block offers trials.</summary>
    public bool OfferTrials { get; init; } = true;

    /// <summary>How grave findings are shown, and which are not.</summary>
    public FindingLevels Findings { get; init; } = FindingLevels.Declared;

    /// <summary>These settings with what <paramref name="json"/> says; whatever it does not say, or says wrongly, stays as it is.</summary>
    public EditorSettings With(JToken? json) => this with
    {
        ShowShapes = Truth(json, "inlayHints.shapes") ?? ShowShapes,
        ShowParameters = Truth(json, "inlayHints.parameters") ?? ShowParameters,
        ShowMacs = Truth(json, "inlayHints.macs") ?? ShowMacs,
        ShowDomains = Truth(json, "inlayHints.domains") ?? ShowDomains,
        ShowRun = Truth(json, "inlayHints.run") ?? ShowRun,
        OfferTrials = Truth(json, "codeLens.trials") ?? OfferTrials,
        Threads = Number(json, "training.threads") ?? Threads,
        Device = Find(json, "training.device") is JValue { Value: string and ("auto" or "cpu" or "cuda" or "opencl") and var device } ? device : Device,
        Alone = Find(json, "training.whenEditorCloses") is JValue { Value: string word } ? AloneWhen(word) ?? Alone : Alone,
        Findings = Find(json, "findings") is JObject levels ? Findings.Or(levels) : Findings,
    };

    // Nobody can be asked while the window closes. So a run has time until a window that was only reloaded is back; after that
    // the next window asks.
    private static TimeSpan? AloneWhen(string editorCloses) => editorCloses switch
    {
        "ask" => s_reload,
        "continue" => Timeout.InfiniteTimeSpan,
        "stop" => TimeSpan.Zero,
        _ => null,
    };

    private static bool? Truth(JToken? json, string path) => Find(json, path) is JValue { Value: bool truth } ? truth : null;

    private static int? Number(JToken? json, string path) => Find(json, path) is JValue { Value: long number and >= 0 and <= 1024 } ? (int)number : null;

    private static JToken? Find(JToken? json, string path)
    {
        foreach (var name in path.Split('.'))
        {
            json = (json as JObject)?[name];
        }
        return json;
    }
}
