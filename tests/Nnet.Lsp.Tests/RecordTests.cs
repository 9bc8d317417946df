using System.Collections;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nnet.Conformance;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Xunit;

namespace Nnet.Lsp.Tests;

/// <summary>Every record of the protocol is what the specification says, in all its properties, whichever of them are set.</summary>
public class RecordTests
{
    /// <summary>Records of structures that the specification leaves without a name, and where it has them.</summary>
    private static readonly Dictionary<string, (string Owner, string Property)> Literals = new()
    {
        ["WorkspaceOptions"] = ("ServerCapabilities", "workspace"),
        ["CodeActionDisabled"] = ("CodeAction", "disabled"),
        ["SemanticTokensFullOptions"] = ("SemanticTokensOptions", "full"),
        ["ServerInfo"] = ("InitializeResult", "serverInfo"),
        ["ClientInfo"] = ("InitializeParams", "clientInfo"),
        ["PrepareRenamePlaceholder"] = ("PrepareRenameResult", ""),
    };

    public static TheoryData<Type> Records() =>
        [.. typeof(Hover).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Hover).Namespace && IsRecord(type) && !type.IsAbstract)];

    [TheoryIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    [MemberData(nameof(Records))]
    public void IsAsSpecified(Type type)
    {
        // Clients leave the settings out, whatever the specification says; they are read all the same.
        foreach (var filled in type == typeof(DidChangeConfigurationParams) ? [true] : new[] { true, false })
        {
            var json = JToken.Parse(Json.Write(Sample.Of(type, filled)));
            var problems = Validate(type.Name, json);
            Assert.True(problems.Count == 0, $"{string.Join("\n", problems)}\n{json}");
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void SurvivesTheWayThere_AndBack(Type type)
    {
        if (type == typeof(WorkspaceDiagnosticReport))
        {
            // Its items are of several types; only the server writes it.
            return;
        }

        var written = Json.Write(Sample.Of(type, filled: true));
        var read = typeof(Json).GetMethod(nameof(Json.Read))!.MakeGenericMethod(type).Invoke(null, [JToken.Parse(written)]);
        Assert.Equal(written, Json.Write(read));
    }

    private static IReadOnlyList<string> Validate(string name, JToken json)
    {
        if (Literals.TryGetValue(name, out var place))
        {
            return place.Property == ""
                ? MetaModel.Official.ValidateType(place.Owner, json)
                : MetaModel.Official.ValidateProperty(place.Owner, place.Property, json);
        }

        return MetaModel.Official.TypeNames.Contains(name)
            ? MetaModel.Official.ValidateType(name, json)
            : [$"{name} is no type of the specification"];
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
}

/// <summary>Makes values of protocol records by their constructors.</summary>
internal static class Sample
{
    /// <summary>A value with all its properties set, or with as few as possible.</summary>
    public static object Of(Type type, bool filled, int depth = 0)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return "file:///a.txt";
        }

        if (type == typeof(int))
        {
            return 3;
        }

        if (type == typeof(bool))
        {
            return true;
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0)!;
        }

        if (type == typeof(JToken))
        {
            return new JObject { ["x"] = 1 };
        }

        // What may be a plain yes, or options.
        if (type == typeof(object))
        {
            return true;
        }

        if (type.IsArray)
        {
            return ArrayOf(type.GetElementType()!, filled, depth);
        }

        if (type.IsAssignableTo(typeof(IEnumerable)) && type.GetGenericArguments() is [var item])
        {
            return ArrayOf(item, filled, depth);
        }

        if (type.IsAssignableTo(typeof(IEnumerable)))
        {
            var edits = new TextEdit[] { new(default, "x") };
            return new Dictionary<string, TextEdit[]> { ["file:///a.txt"] = edits };
        }

        if (type == typeof(DocumentDiagnosticReport))
        {
            return new WorkspaceUnchangedDocumentDiagnosticReport("file:///a.txt", null, "1");
        }

        return Record(type, filled, depth);
    }

    private static Array ArrayOf(Type item, bool filled, int depth)
    {
        var array = Array.CreateInstance(item, filled && depth < 6 ? 2 : 0);
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(Of(item, filled, depth + 1), i);
        }

        return array;
    }

    private static object Record(Type type, bool filled, int depth)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var arguments = constructor.GetParameters().Select(parameter => Argument(type, parameter, filled, depth)).ToArray();
        var record = constructor.Invoke(arguments);
        if (filled)
        {
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && property.GetValue(record) is null && depth < 6))
            {
                property.SetValue(record, Of(property.PropertyType, filled, depth + 1));
            }
        }

        return record;
    }

    private static object? Argument(Type type, ParameterInfo parameter, bool filled, int depth)
    {
        var required = !parameter.HasDefaultValue;
        if (!(required || (filled && depth < 6)) || (parameter.ParameterType == type && depth > 2))
        {
            return null;
        }

        if (required && !filled && type.GetProperty(parameter.Name!)?.GetCustomAttribute<JsonPropertyAttribute>()?.Required == Required.AllowNull)
        {
            return null;
        }

        return (type.Name, parameter.Name) switch
        {
            (_, "Kind") when parameter.ParameterType == typeof(string) => type == typeof(MarkupContent) ? "markdown" : "comment",
            _ => Of(parameter.ParameterType, filled, depth + 1),
        };
    }
}
