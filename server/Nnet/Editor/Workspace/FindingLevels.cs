using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using Nnet.Language.Findings;

namespace Nnet.Editor.Workspace;

/// <summary>How grave the user wants findings to be: <c>lspnn.findings</c>, a level for each code.</summary>
public sealed class FindingLevels
{
    private static readonly Dictionary<string, Severity?> s_words = new()
    {
        ["error"] = Severity.Error,
        ["warning"] = Severity.Warning,
        ["information"] = Severity.Information,
        ["hint"] = Severity.Hint,
        ["off"] = null,
    };

    private readonly JObject _json;
    private readonly ImmutableDictionary<string, Severity?> _byCode;

    private FindingLevels(JObject json, ImmutableDictionary<string, Severity?> byCode, ImmutableArray<string> problems) => (_json, _byCode, Problems) = (json, byCode, problems);

    /// <summary>Every finding as it is declared.</summary>
    public static FindingLevels Declared { get; } = new([], ImmutableDictionary<string, Severity?>.Empty, []);

    /// <summary>What of the setting cannot be followed, as sentences for the log.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>These levels if the setting says the same, else those of the setting.</summary>
    public FindingLevels Or(JObject json) => JToken.DeepEquals(json, _json) ? this : Of(json);

    /// <summary>Reads the setting; what cannot be followed is left out.</summary>
    public static FindingLevels Of(JObject json)
    {
        var levels = ImmutableDictionary.CreateBuilder<string, Severity?>();
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
        return new FindingLevels(json, levels.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>How grave a finding is to be shown; null when it is not to be shown at all.</summary>
    public Severity? Of(FindingKind kind) => _byCode.TryGetValue(kind.Code, out var level) ? level : kind.Severity;
}
