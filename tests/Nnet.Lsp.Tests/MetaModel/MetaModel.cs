using System.Diagnostics;
using Newtonsoft.Json.Linq;

namespace Nnet.Conformance;

/// <summary>Which way a message goes.</summary>
public enum Direction
{
    ClientToServer,
    ServerToClient,
}

/// <summary>
/// The official meta model of the protocol, and the check of JSON against it. The check is strict: a property that the
/// specification does not know is a problem too, since a client would ignore it without a word.
/// </summary>
public sealed class MetaModel
{
    /// <summary>The npm packages that the model is made from.</summary>
    public const string Typings = "vscode-languageserver-protocol";

    /// <inheritdoc cref="Typings"/>
    public const string TypeScript = "typescript";

    private static readonly Lazy<MetaModel> Loaded = new(Extract);

    private readonly Dictionary<string, JToken> _structures;
    private readonly Dictionary<string, JToken> _aliases;
    private readonly Dictionary<string, JToken> _enumerations;
    private readonly Dictionary<string, JToken> _requests;
    private readonly Dictionary<string, JToken> _notifications;

    /// <summary>Takes a model in the form of the official <c>metaModel.json</c>.</summary>
    public MetaModel(JObject json)
    {
        Version = (string)json["metaData"]!["version"]!;
        _structures = By("structures", "name");
        _aliases = By("typeAliases", "name");
        _enumerations = By("enumerations", "name");
        _requests = By("requests", "method");
        _notifications = By("notifications", "method");

        Dictionary<string, JToken> By(string list, string key) => json[list]!.ToDictionary(item => (string)item[key]!);
    }

    /// <summary>The model that the installed packages declare.</summary>
    public static MetaModel Official => Loaded.Value;

    /// <summary>The version of the protocol.</summary>
    public string Version { get; }

    /// <summary>The names of all structures and aliases.</summary>
    public IEnumerable<string> TypeNames => _structures.Keys.Concat(_aliases.Keys);

    /// <summary>Whether the model knows a message of this name.</summary>
    public bool Knows(string method) => _requests.ContainsKey(method) || _notifications.ContainsKey(method);

    /// <summary>The methods of all requests that go this way.</summary>
    public IEnumerable<string> RequestsTo(Direction direction) => _requests
        .Where(request => (string?)request.Value["messageDirection"] is { } given && (given == "both" || given == Name(direction)))
        .Select(request => request.Key);

    /// <summary>Checks a whole message.</summary>
    /// <param name="method">The method of the call; of a response, the method of its request.</param>
    /// <param name="direction">Which way this message goes.</param>
    /// <param name="message">The message, as it was on the wire.</param>
    /// <returns>The problems; none if the message is as the specification says.</returns>
    public IReadOnlyList<string> Validate(string method, Direction direction, JToken message)
    {
        var problems = new List<string>();
        if (message is not JObject envelope)
        {
            return [$"{method}: the message is {message.Type}, not an object"];
        }

        if ((string?)envelope["jsonrpc"] != "2.0")
        {
            problems.Add($"{method}: jsonrpc is not '2.0'");
        }

        if (envelope.ContainsKey("method"))
        {
            CheckCall(method, direction, envelope, problems);
        }
        else
        {
            CheckResponse(method, direction, envelope, problems);
        }

        return problems;
    }

    /// <summary>Checks all messages of a conversation: each by itself, and that every request has exactly one answer.</summary>
    /// <param name="messages">The messages in the order in which they were sent.</param>
    /// <param name="isCustom">Tells the methods that two sides agreed on beside the specification.</param>
    public IReadOnlyList<string> ValidateTranscript(IEnumerable<(Direction Direction, JToken Message)> messages, Func<string, bool>? isCustom = null)
    {
        var problems = new List<string>();
        var open = new Dictionary<(Direction Asker, string Id), string>();
        foreach (var (direction, message) in messages)
        {
            var id = message["id"]?.ToString(Newtonsoft.Json.Formatting.None);
            if ((string?)message["method"] is { } method)
            {
                if (id is not null && !open.TryAdd((direction, id), method))
                {
                    problems.Add($"{method}: the id {id} is in use");
                }
            }
            else
            {
                var asker = direction == Direction.ServerToClient ? Direction.ClientToServer : Direction.ServerToClient;
                if (id is null or "null")
                {
                    continue;
                }

                if (!open.Remove((asker, id), out method))
                {
                    problems.Add($"a response to {id}, which was not asked or was answered before: {message.ToString(Newtonsoft.Json.Formatting.None)}");
                    continue;
                }
            }

            if (isCustom?.Invoke(method) != true)
            {
                problems.AddRange(Validate(method, direction, message));
            }
        }

        problems.AddRange(open.Select(request => $"{request.Value}: the request {request.Key.Id} of {request.Key.Asker} was not answered"));
        return problems;
    }

    /// <summary>Checks a value against the structure or alias of that name.</summary>
    public IReadOnlyList<string> ValidateType(string name, JToken value)
    {
        var problems = new List<string>();
        CheckReference(name, value, name, problems);
        return problems;
    }

    /// <summary>Checks a value against a property of the structure of that name.</summary>
    public IReadOnlyList<string> ValidateProperty(string structure, string property, JToken value)
    {
        var problems = new List<string>();
        Check(PropertiesOf(structure)![property].Type, value, $"{structure}.{property}", problems);
        return problems;
    }

    /// <summary>The properties of a structure, with those it inherits; null if the type is no single object.</summary>
    public IReadOnlyDictionary<string, (JToken Type, bool Optional)>? PropertiesOf(string name)
    {
        var properties = new Dictionary<string, (JToken, bool)>();
        return Collect(Reference(name), properties) ? properties : null;
    }

    private static string Name(Direction direction) => direction == Direction.ClientToServer ? "clientToServer" : "serverToClient";

    private static JObject Reference(string name) => new() { ["kind"] = "reference", ["name"] = name };

    private static MetaModel Extract()
    {
        var script = Present.Find(Path.Combine("tests", "Nnet.Lsp.Tests", "MetaModel", "extract.mjs"))!;
        var start = new ProcessStartInfo("node", [script, Present.Find("node_modules")!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync();
        var model = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return node.ExitCode == 0
            ? new MetaModel(JObject.Parse(model))
            : throw new InvalidOperationException($"extract.mjs failed: {error.Result}");
    }

    private void CheckCall(string method, Direction direction, JObject envelope, List<string> problems)
    {
        if ((string?)envelope["method"] != method)
        {
            problems.Add($"{method}: the method is '{envelope["method"]}'");
        }

        var isRequest = envelope.ContainsKey("id");
        if (!(isRequest ? _requests : _notifications).TryGetValue(method, out var model))
        {
            problems.Add($"{method} is no {(isRequest ? "request" : "notification")} of the protocol");
            return;
        }

        var allowed = (string)model["messageDirection"]!;
        if (allowed != "both" && allowed != Name(direction))
        {
            problems.Add($"{method} goes {allowed}, not {direction}");
        }

        if (isRequest && envelope["id"] is not { Type: JTokenType.Integer or JTokenType.String })
        {
            problems.Add($"{method}: the id is {envelope["id"]!.Type}");
        }

        if (model["params"] is { } type)
        {
            if (envelope["params"] is { } parameters)
            {
                Check(type, parameters, $"{method}.params", problems);
            }
            else
            {
                problems.Add($"{method}.params is missing");
            }
        }
        else if (envelope.ContainsKey("params"))
        {
            problems.Add($"{method} has no params");
        }

        if (method == "$/progress" && envelope["params"]?["value"] is { } progress)
        {
            // The model leaves the value open; work-done progress is the one kind of it that a server begins.
            var values = new JArray(Reference("WorkDoneProgressBegin"), Reference("WorkDoneProgressReport"), Reference("WorkDoneProgressEnd"));
            Check(new JObject { ["kind"] = "or", ["items"] = values }, progress, $"{method}.params.value", problems);
        }

        CheckNames(envelope, ["jsonrpc", "id", "method", "params"], method, problems);
    }

    private void CheckResponse(string method, Direction direction, JObject envelope, List<string> problems)
    {
        CheckNames(envelope, ["jsonrpc", "id", "result", "error"], method, problems);
        if (envelope["id"] is not { Type: JTokenType.Integer or JTokenType.String or JTokenType.Null })
        {
            problems.Add($"{method}: the response has no id");
        }

        if (envelope.ContainsKey("result") == envelope.ContainsKey("error"))
        {
            problems.Add($"{method}: a response has a result or an error");
        }
        else if (envelope["error"] is { } error)
        {
            if (error["code"]?.Type != JTokenType.Integer || error["message"]?.Type != JTokenType.String)
            {
                problems.Add($"{method}: an error has a code and a message");
            }
        }
        else if (!_requests.TryGetValue(method, out var model))
        {
            problems.Add($"{method} is no request of the protocol");
        }
        else
        {
            var allowed = (string)model["messageDirection"]!;
            if (allowed != "both" && allowed == Name(direction))
            {
                problems.Add($"{method} goes {allowed}: its response does not go {direction}");
            }

            Check(model["result"]!, envelope["result"]!, $"{method}.result", problems);
        }
    }

    private static void CheckNames(JObject value, string[] known, string path, List<string> problems)
    {
        foreach (var property in value.Properties().Where(property => !known.Contains(property.Name)))
        {
            problems.Add($"{path}: '{property.Name}' is not specified");
        }
    }

    private void Check(JToken type, JToken value, string path, List<string> problems)
    {
        switch ((string)type["kind"]!)
        {
            case "base":
                Expect(IsBase((string)type["name"]!, value), (string)type["name"]!);
                break;
            case "reference":
                CheckReference((string)type["name"]!, value, path, problems);
                break;
            case "array":
                if (Expect(value is JArray, "an array"))
                {
                    for (var i = 0; i < ((JArray)value).Count; i++)
                    {
                        Check(type["element"]!, value[i]!, $"{path}[{i}]", problems);
                    }
                }

                break;
            case "tuple":
                if (Expect((value as JArray)?.Count == type["items"]!.Count(), $"a tuple of {type["items"]!.Count()}"))
                {
                    for (var i = 0; i < type["items"]!.Count(); i++)
                    {
                        Check(type["items"]![i]!, value[i]!, $"{path}[{i}]", problems);
                    }
                }

                break;
            case "map":
                if (Expect(value is JObject, "a map"))
                {
                    foreach (var (key, item) in (JObject)value)
                    {
                        Check(type["key"]!, new JValue(key), $"{path}.{key} (the key)", problems);
                        Check(type["value"]!, item!, $"{path}.{key}", problems);
                    }
                }

                break;
            case "or":
                CheckAlternatives(type["items"]!, value, path, problems);
                break;
            case "and" or "literal":
                CheckObject(type, value, path, problems);
                break;
            case "stringLiteral" or "integerLiteral" or "booleanLiteral":
                Expect(JToken.DeepEquals(type["value"], value), $"{type["value"]}");
                break;
            case var other:
                problems.Add($"{path}: the model has the kind '{other}', which is not known");
                break;
        }

        bool Expect(bool holds, string expected)
        {
            if (!holds)
            {
                problems.Add($"{path} is {value.Type} {Excerpt(value)}, not {expected}");
            }

            return holds;
        }
    }

    private static string Excerpt(JToken value)
    {
        var text = value.ToString(Newtonsoft.Json.Formatting.None);
        return text.Length <= 80 ? text : $"{text[..80]}…";
    }

    // Read from text a number is a long, made from an object it is what the object had; a BigInteger is neither and too large.
    private static bool IsWhole(JToken value, long least)
        => value is JValue { Type: JTokenType.Integer, Value: int or long or uint or short or byte } && (long)value >= least && (long)value <= int.MaxValue;

    private static bool IsBase(string name, JToken value) => name switch
    {
        "string" or "RegExp" => value.Type == JTokenType.String,
        "URI" or "DocumentUri" => value.Type == JTokenType.String && Uri.TryCreate((string)value!, UriKind.Absolute, out _),
        "integer" => IsWhole(value, int.MinValue),
        "uinteger" => IsWhole(value, 0),
        "decimal" => value.Type is JTokenType.Integer or JTokenType.Float,
        "boolean" => value.Type == JTokenType.Boolean,
        "null" => value.Type == JTokenType.Null,
        _ => throw new InvalidOperationException($"The model has the base type '{name}', which is not known."),
    };

    private void CheckReference(string name, JToken value, string path, List<string> problems)
    {
        if (name is "LSPAny" or "LSPObject" or "LSPArray")
        {
            return;
        }

        if (_enumerations.TryGetValue(name, out var enumeration))
        {
            Check(enumeration["type"]!, value, path, problems);
            if ((bool?)enumeration["supportsCustomValues"] != true && !enumeration["values"]!.Any(item => JToken.DeepEquals(item["value"], value)))
            {
                problems.Add($"{path} is {Excerpt(value)}, which is no {name}");
            }
        }
        else if (_structures.ContainsKey(name))
        {
            CheckObject(Reference(name), value, path, problems);
        }
        else
        {
            Check(_aliases[name]["type"]!, value, path, problems);
        }
    }

    private void CheckAlternatives(JToken alternatives, JToken value, string path, List<string> problems)
    {
        List<string>? nearest = null;
        foreach (var alternative in alternatives)
        {
            var tried = new List<string>();
            Check(alternative, value, path, tried);
            if (tried.Count == 0)
            {
                return;
            }

            // What goes wrong deepest in the value belongs to the alternative that was meant.
            if (nearest is null || Depth(tried) > Depth(nearest))
            {
                nearest = tried;
            }
        }

        problems.AddRange(nearest!);

        static int Depth(List<string> tried) => tried.Max(problem => problem.TakeWhile(unit => unit != ' ').Count(unit => unit is '.' or '['));
    }

    private void CheckObject(JToken type, JToken value, string path, List<string> problems)
    {
        if (value is not JObject given)
        {
            problems.Add($"{path} is {value.Type} {Excerpt(value)}, not an object");
            return;
        }

        var properties = new Dictionary<string, (JToken Type, bool Optional)>();
        var closed = Collect(type, properties);
        foreach (var (name, (propertyType, optional)) in properties)
        {
            if (given[name] is { } part)
            {
                Check(propertyType, part, $"{path}.{name}", problems);
            }
            else if (!optional)
            {
                problems.Add($"{path}.{name} is missing");
            }
        }

        if (closed)
        {
            CheckNames(given, [.. properties.Keys], path, problems);
        }
    }

    /// <summary>Collects the properties of an object type; false if it is open to others, or no object.</summary>
    private bool Collect(JToken type, Dictionary<string, (JToken Type, bool Optional)> properties)
    {
        switch ((string)type["kind"]!)
        {
            case "literal":
                Add(type["value"]!["properties"]!);
                return true;
            case "and":
                return type["items"]!.Select(item => Collect(item, properties)).ToList().TrueForAll(closed => closed);
            case "reference" when _structures.TryGetValue((string)type["name"]!, out var structure):
                var closed = true;
                foreach (var parent in (structure["extends"] ?? new JArray()).Concat(structure["mixins"] ?? new JArray()))
                {
                    closed &= Collect(parent, properties);
                }

                Add(structure["properties"]!);
                return closed;
            case "reference" when _aliases.TryGetValue((string)type["name"]!, out var alias):
                return Collect(alias["type"]!, properties);
            default:
                return false;
        }

        void Add(JToken list)
        {
            foreach (var property in list)
            {
                properties[(string)property["name"]!] = (property["type"]!, (bool?)property["optional"] ?? false);
            }
        }
    }
}
