using System.Collections.Immutable;
using System.Reflection;
using Nnet.Language.Findings.Rules;

namespace Nnet.Language.Findings;

/// <summary>Every kind of finding that the language declares, for its reference and for settings.</summary>
public static class FindingKinds
{
    /// <summary>All of them, by code.</summary>
    public static ImmutableArray<FindingKind> All { get; } =
    [
        .. typeof(FindingKinds).Assembly.GetTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(FindingKind)))
            .Select(property => (FindingKind)property.GetValue(null)!)
            .Concat(RuleContext.Rules.Select(rule => rule.Kind))
            .OrderBy(kind => kind.Code, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<string, FindingKind> s_byCode = All.ToDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The kind with a code, or null.</summary>
    public static FindingKind? Find(string code) => s_byCode.GetValueOrDefault(code);
}
