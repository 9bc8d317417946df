using System.Globalization;
using System.Text;

namespace Nnet.Lsp.JsonRpc;

/// <summary>
/// Newtonsoft replaces an escaped lone surrogate (<c>"\ud800"</c>) with U+FFFD, but passes on a raw one. An editor's text may hold
/// lone surrogates, and the server's copy must equal the editor's, so escapes of surrogates are resolved before the text is parsed.
/// </summary>
internal static class SurrogateEscapes
{
    public static string Resolve(string json)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = json.IndexOf('\\'); at >= 0 && at + 1 < json.Length; at = json.IndexOf('\\', at))
        {
            if (json[at + 1] == 'u' && Unit(json, at + 2) is { } unit && char.IsSurrogate(unit))
            {
                result ??= new StringBuilder(json.Length);
                result.Append(json, copied, at - copied).Append(unit);
                at += 6;
                copied = at;
            }
            else
            {
                // The escaped character is passed over, so that the second backslash of "\\" starts no escape.
                at += 2;
            }

            if (at >= json.Length)
            {
                break;
            }
        }

        return result is null ? json : result.Append(json, copied, json.Length - copied).ToString();
    }

    private static char? Unit(string json, int at) =>
        at + 4 <= json.Length
        && ushort.TryParse(json.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
