using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using Nnet.Language.Findings;

namespace Nnet.Editor.Workspace;

/// <summary>How grave the user wants findings to be: <c>lspnn.findings</c>, a level for each code.</summary>
public sealed class FindingLevels
{
    private static readonly Dictionary<string, Level> s_words = new(StringComparer.Ordinal)
    {
        ["error"] = new(Severity.Error),
        ["warning"] = new(Severity.Warning),
        ["information"] = new(Severity.Information),
        ["hint"] = new(Severity.Hint),
        ["off"] = new(null),
    };

    private readonly JObject _json;
    private readonly Dictionary<string, Level> _byCode;

    private FindingLevels(JObject json, Dictionary<string, Level> byCode, ImmutableArray<string> problems) => (_json, _byCode, Problems) = (json, byCode, problems);

    /// <summary>Every finding as it is declared.</summary>
    public static FindingLevels Declared { get; } = new([], [], []);

    /// <summary>What of the setting cannot be followed, as sentences for the log.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>These levels if the setting says the same, else those of the setting.</summary>
    public FindingLevels Or(JObject json) => JToken.DeepEquals(json, _json) ? this : Of(json);

    /// <summary>Reads the setting; what cannot be followed is left out.</summary>
    public static FindingLevels Of(JObject json)
    {
        var levels = new Dictionary<string, Level>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var (code, value) in json)
        {
            if (FindingKinds.Find(code) is not { } kind)
            {
                problems.Add($"lspnn.findings: there is no finding \"{code}\".");
            }
            else if (kind.Severity == Severity.Error)
            {
                problems.Add($"lspnn.findings: \"{code}\" stays an error, since it stands against training.");
            }
            else if (value is not JValue { Value: string word } || !s_words.TryGetValue(word, out var level))
            {
                problems.Add($"lspnn.findings: \"{code}\" takes one of {string.Join(", ", s_words.Keys.Order(StringComparer.Ordinal).Select(known => $"\"{known}\""))}.");
            }
            else
            {
                levels[code] = level;
            }
        }
        return new FindingLevels(json, levels, problems.ToImmutable());
    }

    /// <summary>How grave a finding is to be shown; null when it is not to be shown at all.</summary>
    public Severity? Of(FindingKind kind) => _byCode.TryGetValue(kind.Code, out var level) ? level.Severity : kind.Severity;

    // How a finding is shown, or null; a class, since collections of structures are compiled at start.
    private sealed record Level(Severity? Severity);
}
