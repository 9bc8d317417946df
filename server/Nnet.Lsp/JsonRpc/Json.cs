using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace Nnet.Lsp.JsonRpc;

/// <summary>
/// How values become JSON and back: camelCase names, absent instead of null, strings that look like dates left alone,
/// numbers that JSON lacks (NaN, infinities) as null, and every UTF-16 string carried over unit by unit, lone surrogates included.
/// </summary>
public static class Json
{
    private const int MaxDepth = 128;

    private static readonly JsonLoadSettings LoadSettings = new()
    {
        LineInfoHandling = LineInfoHandling.Ignore,
        CommentHandling = CommentHandling.Ignore,
    };

    /// <summary>The serializer of all messages.</summary>
    public static JsonSerializer Serializer { get; } = new()
    {
        ContractResolver = new ProtocolContracts(),
        DateParseHandling = DateParseHandling.None,
        NullValueHandling = NullValueHandling.Ignore,
        MaxDepth = MaxDepth,
        Culture = CultureInfo.InvariantCulture,
    };

    /// <summary>Reads one JSON text.</summary>
    /// <exception cref="JsonException">It is no JSON, is nested more than 128 deep, or something follows it.</exception>
    public static JToken Parse(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        if (text.Contains("\\u", StringComparison.Ordinal))
        {
            text = SurrogateEscapes.Resolve(text);
        }

        using var reader = new JsonTextReader(new StringReader(text))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = MaxDepth,
        };
        var token = JToken.Load(reader, LoadSettings);
        while (reader.Read())
        {
            if (reader.TokenType != JsonToken.Comment)
            {
                throw new JsonReaderException($"Something follows the message: {reader.TokenType}.");
            }
        }

        return token;
    }

    /// <summary>Makes a <typeparamref name="T"/> of a token; a missing token gives the default value.</summary>
    public static T? Read<T>(JToken? token) =>
        token is null ? default : typeof(T).IsAssignableTo(typeof(JToken)) ? (T?)(object)token : token.ToObject<T>(Serializer);

    /// <summary>Makes a token of a value.</summary>
    public static JToken Write(object? value) => value is null ? JValue.CreateNull() : JToken.FromObject(value, Serializer);

    /// <summary>Prepares the contracts of these types and of what they hold, so that their first message costs no more than the later ones.</summary>
    public static void Warm(IEnumerable<Type> types)
    {
        var seen = new HashSet<Type>();
        var waiting = new Stack<Type>(types);
        while (waiting.TryPop(out var type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            switch (Serializer.ContractResolver!.ResolveContract(type))
            {
                case JsonObjectContract contract:
                    foreach (var property in contract.Properties)
                    {
                        waiting.Push(property.PropertyType!);
                    }

                    break;
                case JsonArrayContract { CollectionItemType: { } item }:
                    waiting.Push(item);
                    break;
            }
        }
    }

    /// <summary>Makes a whole frame, header included, of what <paramref name="write"/> writes.</summary>
    internal static ReadOnlyMemory<byte> Frame(Action<JsonWriter> write)
    {
        var buffer = new FrameBuffer();
        var writer = new ProtocolWriter(buffer);
        write(writer);
        writer.Flush();
        return buffer.ToFrame();
    }

    /// <summary>
    /// The contracts of protocol records. A constructor parameter without a default value is a required property: its absence
    /// is an error on reading; where it may be null, that null is written.
    /// </summary>
    private sealed class ProtocolContracts : DefaultContractResolver
    {
        public ProtocolContracts() => NamingStrategy = new CamelCaseNamingStrategy(processDictionaryKeys: false, overrideSpecifiedNames: false);

        protected override JsonProperty CreatePropertyFromConstructorParameter(JsonProperty? matchingMemberProperty, ParameterInfo parameterInfo)
        {
            if (matchingMemberProperty is not null && !parameterInfo.HasDefaultValue)
            {
                var nullable = Nullable.GetUnderlyingType(parameterInfo.ParameterType) is not null;
                matchingMemberProperty.Required = nullable ? Required.AllowNull : Required.Always;
                matchingMemberProperty.NullValueHandling = nullable ? NullValueHandling.Include : null;
            }

            return base.CreatePropertyFromConstructorParameter(matchingMemberProperty!, parameterInfo);
        }
    }

    /// <summary>A writer that knows that JSON has neither NaN nor infinities.</summary>
    private sealed class ProtocolWriter : JsonTextWriter
    {
        public ProtocolWriter(TextWriter text)
            : base(text)
        {
            // All output is ASCII: an encoder would replace a lone surrogate, an escape carries it over.
            StringEscapeHandling = StringEscapeHandling.EscapeNonAscii;
            Culture = CultureInfo.InvariantCulture;
        }

        public override void WriteValue(double value)
        {
            if (double.IsFinite(value))
            {
                base.WriteValue(value);
            }
            else
            {
                WriteNull();
            }
        }

        public override void WriteValue(float value)
        {
            if (float.IsFinite(value))
            {
                base.WriteValue(value);
            }
            else
            {
                WriteNull();
            }
        }

        public override void WriteValue(double? value)
        {
            if (value is { } number)
            {
                WriteValue(number);
            }
            else
            {
                WriteNull();
            }
        }

        public override void WriteValue(float? value)
        {
            if (value is { } number)
            {
                WriteValue(number);
            }
            else
            {
                WriteNull();
            }
        }
    }

    /// <summary>Collects ASCII text behind room for the header, so that a frame is one array and one write.</summary>
    private sealed class FrameBuffer : TextWriter
    {
        private const int HeaderRoom = 32;

        private byte[] _bytes = new byte[1024];
        private int _end = HeaderRoom;

        public FrameBuffer()
            : base(CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.ASCII;

        public override void Write(char value)
        {
            Room(1)[0] = (byte)value;
            _end++;
        }

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Encoding.Latin1.GetBytes(buffer, Room(buffer.Length));
            _end += buffer.Length;
        }

        public ReadOnlyMemory<byte> ToFrame()
        {
            Span<byte> header = stackalloc byte[HeaderRoom];
            "Content-Length: "u8.CopyTo(header);
            Utf8Formatter.TryFormat(_end - HeaderRoom, header[16..], out var digits);
            "\r\n\r\n"u8.CopyTo(header[(16 + digits)..]);
            var length = 16 + digits + 4;
            header[..length].CopyTo(_bytes.AsSpan(HeaderRoom - length));
            return _bytes.AsMemory(HeaderRoom - length, length + _end - HeaderRoom);
        }

        private Span<byte> Room(int count)
        {
            if (_bytes.Length - _end < count)
            {
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + count));
            }

            return _bytes.AsSpan(_end);
        }
    }
}
