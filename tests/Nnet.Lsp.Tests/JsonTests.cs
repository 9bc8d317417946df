using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Xunit;

namespace Nnet.Lsp.Tests;

public class JsonTests
{
    [Theory]
    [InlineData("""{"a":[1,-2,3.5,1e3,true,false,null,"x"],"b":{}}""")]
    [InlineData(""" [ ] """)]
    [InlineData("\"\\u0041\\n\\t\\\\\\\"\\/\\b\\f\\r é 😀 \\ud83d\\ude00\"")]
    [InlineData("9223372036854775807")]
    [InlineData("-0.0001")]
    public void ReadsWhatNewtonsoftReads(string json) => Assert.True(JToken.DeepEquals(JToken.Parse(json), Parse(json)), json);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("\"x")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("NaN")]
    [InlineData("-")]
    [InlineData("1 2")]
    [InlineData("{} // comment")]
    [InlineData("tru")]
    [InlineData("\0")]
    public void RefusesWhatIsNoJson(string json) => Assert.Throws<JsonTextException>(() => Parse(json));

    [Fact]
    public void RefusesDeepNesting()
    {
        Assert.Equal(JTokenType.Array, Parse(new string('[', 128) + new string(']', 128)).Type);
        Assert.Throws<JsonTextException>(() => Parse(new string('[', 100_000)));
    }

    [Fact]
    public void ALoneSurrogateSurvives_BothWays()
    {
        const string text = "a\ud800b\udc00\ud83d\ude00\\ud800";
        Assert.Equal(text, (string?)Parse("\"a\\ud800b\\uDC00\\uD83D\\ude00\\\\ud800\""));
        var written = Json.Write(text);
        Assert.All(written, unit => Assert.True(char.IsAscii(unit)));
        Assert.Equal(text, (string?)Parse(written));
        Assert.Equal(text, Json.Read<MarkupContent>(Parse(Json.Write(MarkupContent.PlainText(text))))!.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnyStringSurvives(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var units = Enumerable.Range(0, random.Next(30)).Select(_ => (char)(random.Next(2) == 0 ? random.Next(128) : random.Next(65536)));
            var text = string.Concat(units);
            Assert.Equal(text, (string?)Parse(Json.Write(text)));
        }
    }

    [Fact]
    public void WhatLooksLikeADateStaysAString()
    {
        const string text = "2026-11-21T01:02:03Z";
        Assert.Equal(text, (string?)Parse($"\"{text}\""));
        Assert.Equal(text, Json.Read<Diagnostic>(Parse($$"""{"message":"{{text}}","range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0} } }"""))!.Message);
    }

    [Fact]
    public void NumbersThatJsonLacksAreNull()
    {
        var value = new { A = double.NaN, B = float.PositiveInfinity, C = 0.1, D = (double?)double.NegativeInfinity, E = 1e300, F = new JValue(double.NaN), G = 2.5f };
        Assert.Equal("""{"a":null,"b":null,"c":0.1,"d":null,"e":1E+300,"f":null,"g":2.5}""", Json.Write(value));
    }

    [Fact]
    public void WritesNamesListsAndAbsence()
    {
        var value = new
        {
            PascalCase = 1L,
            Missing = (string?)null,
            List = new object?[] { 1, null, "x", MessageType.Warning, 7m },
            Map = new Dictionary<string, int> { ["Kept As Is"] = 1 },
            Token = JToken.Parse("""{"Kept":null}"""),
            Bytes = (byte)3,
            When = new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc),
        };
        Assert.Equal(
            """{"pascalCase":1,"list":[1,null,"x",2,7],"map":{"Kept As Is":1},"token":{"Kept":null},"bytes":3,"when":"11/21/2026 00:00:00"}""",
            Json.Write(value));
    }

    [Fact]
    public void WritesNumbersInNoLanguage()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NegativeSign = "−";
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal("[-1.5,-2,-3]", Json.Write(new object[] { -1.5, -2, -3L }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void AValueThatContainsItselfIsAnError()
    {
        var list = new List<object>();
        list.Add(list);
        Assert.Throws<InvalidOperationException>(() => Json.Write(list));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"textDocument":null,"position":{"line":0,"character":0}}""")]
    [InlineData("""{"textDocument":{},"position":{"line":0,"character":0}}""")]
    [InlineData("""{"textDocument":{"uri":"file:///a"}}""")]
    [InlineData("""{"textDocument":{"uri":"file:///a"},"position":{"line":99999999999,"character":0}}""")]
    [InlineData("""{"textDocument":{"uri":"file:///a"},"position":[]}""")]
    [InlineData("[]")]
    [InlineData("7")]
    public void MissingOrMisshapenPropertiesAreErrors(string json) => Assert.ThrowsAny<Exception>(() => Json.Read<HoverParams>(Parse(json)));

    [Fact]
    public void NullAndUnknownPropertiesAreNot()
    {
        var parameters = Json.Read<CompletionParams>(Parse("""{"textDocument":{"uri":"file:///a"},"position":{"line":1,"character":2},"context":null,"workDoneToken":1}"""));
        Assert.Equal(new Position(1, 2), parameters!.Position);
        Assert.Null(parameters.Context);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomText_IsReadAsNewtonsoftReadsIt_OrRefused(int seed)
    {
        var random = new Random(seed);
        string[] words = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"\\ud83d\\ude00\"", "1", "-2.5e-3", "true", "null", " ", "\"", "\\", "é", "nul", "01"];
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)]));
            JToken token;
            try
            {
                token = Parse(text);
            }
            catch (JsonTextException)
            {
                continue;
            }

            if (text.Contains("01", StringComparison.Ordinal))
            {
                // Numbers with a leading zero are octal to Newtonsoft.
                continue;
            }

            read++;
            Assert.True(JToken.DeepEquals(JToken.Parse(text), token), text);
            Assert.True(JToken.DeepEquals(token, Parse(Json.Write(token))), text);
        }

        Assert.InRange(read, 500, 20_000);
    }

    private static JToken Parse(string json) => Json.Parse(Encoding.UTF8.GetBytes(json));
}
