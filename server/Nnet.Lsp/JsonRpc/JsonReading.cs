using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.JsonRpc;

/// <summary>A text that is not JSON.</summary>
/// <param name="message">What was found where.</param>
public sealed class JsonTextException(string message) : Exception(message);

/// <summary>
/// Reads JSON text into tokens. Newtonsoft's own reader replaces an escaped lone surrogate by U+FFFD, which would make the
/// server's text differ from the editor's, and costs 10 ms when it is first used. Here strings are carried over unit by unit,
/// and what looks like a date stays a string.
/// </summary>
internal static class JsonReading
{
    /// <summary>How deep arrays and objects may be nested: reading them calls itself.</summary>
    public const int MaxDepth = 128;

    /// <summary>Reads one JSON text.</summary>
    /// <exception cref="JsonTextException">It is no JSON, is nested too deep, or something follows it.</exception>
    public static JToken Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Reader(Encoding.UTF8.GetString(utf8));
        return reader.ReadAll();
    }

    private ref struct Reader(string text)
    {
        private readonly string _text = text;
        private int _at;
        private int _depth;

        public JToken ReadAll()
        {
            var token = ReadValue();
            SkipSpace();
            return _at == _text.Length ? token : throw Unexpected("the end");
        }

        private JToken ReadValue()
        {
            SkipSpace();
            switch (Peek())
            {
                case '{':
                    return ReadObject();
                case '[':
                    return ReadArray();
                case '"':
                    return new JValue(ReadString());
                case 't':
                    ReadWord("true");
                    return new JValue(true);
                case 'f':
                    ReadWord("false");
                    return new JValue(false);
                case 'n':
                    ReadWord("null");
                    return JValue.CreateNull();
                default:
                    return ReadNumber();
            }
        }

        private JObject ReadObject()
        {
            var result = new JObject();
            if (Enter('}'))
            {
                return result;
            }

            do
            {
                SkipSpace();
                var name = Peek() == '"' ? ReadString() : throw Unexpected("a name in quotes");
                SkipSpace();
                Expect(':');
                result[name] = ReadValue();
            }
            while (Continues('}'));
            return result;
        }

        private JArray ReadArray()
        {
            var result = new JArray();
            if (Enter(']'))
            {
                return result;
            }

            do
            {
                result.Add(ReadValue());
            }
            while (Continues(']'));
            return result;
        }

        /// <summary>Takes the opening bracket, and the closing one where it follows at once.</summary>
        private bool Enter(char close)
        {
            _at++;
            if (++_depth > MaxDepth)
            {
                throw new JsonTextException($"It is nested more than {MaxDepth} deep at character {_at}.");
            }

            SkipSpace();
            return Peek() == close && Leave();
        }

        private bool Continues(char close)
        {
            SkipSpace();
            if (Peek() == close)
            {
                Leave();
                return false;
            }

            Expect(',');
            return true;
        }

        private bool Leave()
        {
            _at++;
            _depth--;
            return true;
        }

        private string ReadString()
        {
            var start = ++_at;
            StringBuilder? resolved = null;
            while (true)
            {
                var plain = _text.AsSpan(_at).IndexOfAny('"', '\\');
                _at = plain < 0 ? _text.Length : _at + plain;
                if (Peek() == '"')
                {
                    var rest = _text.AsSpan(start, _at - start);
                    _at++;
                    return resolved is null ? rest.ToString() : resolved.Append(rest).ToString();
                }

                Expect('\\');
                resolved ??= new StringBuilder();
                resolved.Append(_text, start, _at - 1 - start).Append(ReadEscape());
                start = _at;
            }
        }

        private char ReadEscape()
        {
            var escape = Peek();
            _at++;
            switch (escape)
            {
                case '"' or '\\' or '/':
                    return escape;
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u' when _at + 4 <= _text.Length
                    && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                    _at += 4;
                    return (char)unit;
                default:
                    _at--;
                    throw Unexpected("an escape");
            }
        }

        private JValue ReadNumber()
        {
            var start = _at;
            var whole = true;
            while (Peek() is var unit and (>= '0' and <= '9' or '-' or '+' or '.' or 'e' or 'E'))
            {
                whole &= unit is >= '0' and <= '9' or '-';
                _at++;
            }

            var digits = _text.AsSpan(start, _at - start);
            if (whole && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return new JValue(number);
            }

            if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
            {
                return new JValue(real);
            }

            _at = start;
            throw Unexpected("a value");
        }

        private void ReadWord(string word)
        {
            if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            {
                throw Unexpected("a value");
            }

            _at += word.Length;
        }

        private void SkipSpace()
        {
            while (Peek() is ' ' or '\n' or '\r' or '\t')
            {
                _at++;
            }
        }

        private void Expect(char expected)
        {
            if (Peek() != expected)
            {
                throw Unexpected($"'{expected}'");
            }

            _at++;
        }

        /// <summary>The unit here, or NUL at the end, which no rule takes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

        private readonly JsonTextException Unexpected(string expected) =>
            new(_at < _text.Length
                ? $"At character {_at} is U+{(int)_text[_at]:X4} in place of {expected}."
                : $"It ends at character {_at} in place of {expected}.");
    }
}
