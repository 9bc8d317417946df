using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.Protocol;
using Range = Nnet.Lsp.Protocol.Range;

namespace Nnet.Lsp.JsonRpc;

/// <summary>
/// Writes tokens, records, lists, dictionaries with string keys, strings, numbers and truth values as JSON text: names in
/// camelCase, absent instead of null, and null instead of the numbers that JSON lacks. Newtonsoft's serializer prepares itself for
/// 40 ms when it is first used, which would be most of the answer to <c>initialize</c> and of the time to the first
/// diagnostics; and its text goes through an encoder that replaces lone surrogates.
/// </summary>
internal static class JsonWriting
{
    /// <summary>How deep values may be nested: more is a cycle, and a stack that overflows cannot be caught.</summary>
    private const int MaxDepth = 1000;

    private static readonly ConcurrentDictionary<Type, Property[]> PropertiesByType = [];

    /// <summary>Writes a value.</summary>
    public static void Write(TextWriter writer, object? value) => Write(writer, value, 0);

    /// <summary>Writes a string in quotes. All that is not ASCII is escaped: an encoder would replace a lone surrogate.</summary>
    public static void WriteString(TextWriter writer, ReadOnlySpan<char> text)
    {
        writer.Write('"');
        while (!text.IsEmpty)
        {
            var plain = 0;
            while (plain < text.Length && text[plain] is >= ' ' and < '\x7f' and not '"' and not '\\')
            {
                plain++;
            }

            writer.Write(text[..plain]);
            if (plain == text.Length)
            {
                break;
            }

            WriteEscape(writer, text[plain]);
            text = text[(plain + 1)..];
        }

        writer.Write('"');
    }

    private static void Write(TextWriter writer, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidOperationException($"The value is nested more than {MaxDepth} deep: it may contain itself.");
        }

        switch (value)
        {
            case null:
            case double number when !double.IsFinite(number):
            case float small when !float.IsFinite(small):
                writer.Write("null");
                break;
            case string text:
                WriteString(writer, text);
                break;
            case bool truth:
                writer.Write(truth ? "true" : "false");
                break;
            case int number:
                WriteNumber(writer, number);
                break;
            case Enum member:
                WriteNumber(writer, Convert.ToInt32(member, CultureInfo.InvariantCulture));
                break;
            case double or float:
                writer.Write(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture));
                break;
            case JValue token:
                Write(writer, token.Value, depth);
                break;
            case Range range:
                WriteRange(writer, range);
                break;
            case Position position:
                WritePosition(writer, position);
                break;
            case int[] numbers:
                WriteNumbers(writer, numbers);
                break;
            case JObject properties:
                WriteDictionary(writer, properties, depth);
                break;
            case IDictionary dictionary:
                WriteDictionary(writer, dictionary, depth);
                break;
            case IEnumerable items:
                WriteItems(writer, items, depth);
                break;
            default:
                if (value.GetType() is { IsPrimitive: true } or { Namespace: "System" or "System.Numerics" })
                {
                    WriteSystemValue(writer, value);
                }
                else
                {
                    WriteProperties(writer, value, depth);
                }

                break;
        }
    }

    private static void WriteEscape(TextWriter writer, char unit)
    {
        writer.Write('\\');
        switch (unit)
        {
            case '"' or '\\':
                writer.Write(unit);
                break;
            case '\n':
                writer.Write('n');
                break;
            case '\r':
                writer.Write('r');
                break;
            case '\t':
                writer.Write('t');
                break;
            default:
                writer.Write('u');
                for (var shift = 12; shift >= 0; shift -= 4)
                {
                    writer.Write("0123456789abcdef"[(unit >> shift) & 15]);
                }

                break;
        }
    }

    private static void WriteNumber(TextWriter writer, long number)
    {
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        writer.Write(digits[..length]);
    }

    private static void WriteNumbers(TextWriter writer, int[] numbers)
    {
        writer.Write('[');
        for (var i = 0; i < numbers.Length; i++)
        {
            writer.Write(i == 0 ? "" : ",");
            WriteNumber(writer, numbers[i]);
        }

        writer.Write(']');
    }

    private static void WritePosition(TextWriter writer, Position position)
    {
        writer.Write("{\"line\":");
        WriteNumber(writer, position.Line);
        writer.Write(",\"character\":");
        WriteNumber(writer, position.Character);
        writer.Write('}');
    }

    private static void WriteRange(TextWriter writer, Range range)
    {
        writer.Write("{\"start\":");
        WritePosition(writer, range.Start);
        writer.Write(",\"end\":");
        WritePosition(writer, range.End);
        writer.Write('}');
    }

    /// <summary>Numbers of other sizes are written as such, anything else of the runtime as a string.</summary>
    private static void WriteSystemValue(TextWriter writer, object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        if (value is sbyte or byte or short or ushort or uint or long or ulong or decimal or System.Numerics.BigInteger)
        {
            writer.Write(text);
        }
        else
        {
            WriteString(writer, text);
        }
    }

    private static void WriteItems(TextWriter writer, IEnumerable items, int depth)
    {
        writer.Write('[');
        var separator = "";
        foreach (var item in items)
        {
            writer.Write(separator);
            separator = ",";
            Write(writer, item, depth + 1);
        }

        writer.Write(']');
    }

    private static void WriteDictionary(TextWriter writer, JObject properties, int depth)
    {
        writer.Write('{');
        var separator = "";
        foreach (var (name, value) in properties)
        {
            WriteName(writer, ref separator, name);
            Write(writer, value, depth + 1);
        }

        writer.Write('}');
    }

    private static void WriteDictionary(TextWriter writer, IDictionary dictionary, int depth)
    {
        writer.Write('{');
        var separator = "";
        foreach (DictionaryEntry entry in dictionary)
        {
            WriteName(writer, ref separator, (string)entry.Key);
            Write(writer, entry.Value, depth + 1);
        }

        writer.Write('}');
    }

    private static void WriteProperties(TextWriter writer, object value, int depth)
    {
        writer.Write('{');
        var separator = "";
        foreach (var property in PropertiesByType.GetOrAdd(value.GetType(), PropertiesOf))
        {
            var part = property.Info.GetValue(value);
            if (part is not null || property.KeepsNull)
            {
                WriteName(writer, ref separator, property.Name);
                Write(writer, part, depth + 1);
            }
        }

        writer.Write('}');
    }

    private static void WriteName(TextWriter writer, ref string separator, string name)
    {
        writer.Write(separator);
        separator = ",";
        WriteString(writer, name);
        writer.Write(':');
    }

    private static Property[] PropertiesOf(Type type)
    {
        var properties = new List<Property>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var attribute = property.GetCustomAttribute<JsonPropertyAttribute>();
            var name = attribute?.PropertyName ?? char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            properties.Add(new Property(name, property, attribute?.Required == Required.AllowNull));
        }

        return [.. properties];
    }

    private sealed record Property(string Name, PropertyInfo Info, bool KeepsNull);
}
