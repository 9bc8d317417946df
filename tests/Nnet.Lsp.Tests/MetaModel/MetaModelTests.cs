using Newtonsoft.Json.Linq;
using Xunit;

namespace Nnet.Conformance;

/// <summary>The check itself is checked: it accepts what the specification shows, and names what it forbids.</summary>
public class MetaModelTests
{
    [FactIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    public void KnowsTheWholeProtocol()
    {
        Assert.StartsWith("3.17", MetaModel.Official.Version, StringComparison.Ordinal);
        Assert.True(MetaModel.Official.TypeNames.Count() > 300, $"{MetaModel.Official.TypeNames.Count()} types");
        foreach (var method in new[] { "initialize", "textDocument/hover", "workspace/inlayHint/refresh", "$/progress", "exit" })
        {
            Assert.True(MetaModel.Official.Knows(method), method);
        }
    }

    [TheoryIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    [InlineData("Position", """{"line":0,"character":2147483647}""")]
    [InlineData("Hover", """{"contents":{"kind":"markdown","value":"x"}}""")]
    [InlineData("Hover", """{"contents":["a",{"language":"c","value":"x"}]}""")]
    [InlineData("ServerCapabilities", """{"hoverProvider":true,"textDocumentSync":2,"semanticTokensProvider":{"legend":{"tokenTypes":[],"tokenModifiers":[]},"full":{"delta":true}}}""")]
    [InlineData("WorkspaceEdit", """{"changes":{"file:///a":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"newText":""}]}}""")]
    [InlineData("DocumentDiagnosticReport", """{"kind":"unchanged","resultId":"1"}""")]
    [InlineData("ParameterInformation", """{"label":[1,2]}""")]
    public void AcceptsWhatIsSpecified(string type, string json) => Assert.Empty(MetaModel.Official.ValidateType(type, JToken.Parse(json)));

    [TheoryIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    [InlineData("Position", """{"line":-1,"character":0}""", "Position.line")]
    [InlineData("Position", """{"line":0,"character":2147483648}""", "Position.character")]
    [InlineData("Position", """{"line":0.5,"character":0}""", "Position.line")]
    [InlineData("Position", """{"line":0}""", "Position.character is missing")]
    [InlineData("Position", """{"line":0,"character":0,"column":1}""", "'column' is not specified")]
    [InlineData("Hover", """{"contents":{"kind":"html","value":"x"}}""", "Hover.contents")]
    [InlineData("Hover", """{"contents":{"kind":"markdown","value":"x"},"range":null}""", "Hover.range")]
    [InlineData("Location", """{"uri":"a b","range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}}}""", "Location.uri")]
    [InlineData("Diagnostic", """{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"message":"m","severity":5}""", "Diagnostic.severity")]
    [InlineData("DocumentDiagnosticReport", """{"kind":"unchanged"}""", "DocumentDiagnosticReport.")]
    [InlineData("ParameterInformation", """{"label":[1]}""", "ParameterInformation.label")]
    [InlineData("InlayHint", """{"position":{"line":0,"character":0},"label":[{"value":1}]}""", "InlayHint.label[0].value")]
    public void NamesWhatIsNot(string type, string json, string problem)
    {
        var problems = MetaModel.Official.ValidateType(type, JToken.Parse(json));
        Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [FactIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    public void ChecksDirectionAndEnvelope()
    {
        var hover = JObject.Parse("""{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a"},"position":{"line":0,"character":0}}}""");
        Assert.Empty(MetaModel.Official.Validate("textDocument/hover", Direction.ClientToServer, hover));
        Assert.NotEmpty(MetaModel.Official.Validate("textDocument/hover", Direction.ServerToClient, hover));
        var answer = JObject.Parse("""{"jsonrpc":"2.0","id":1,"result":null}""");
        Assert.Empty(MetaModel.Official.Validate("textDocument/hover", Direction.ServerToClient, answer));
        Assert.NotEmpty(MetaModel.Official.Validate("textDocument/hover", Direction.ClientToServer, answer));
        Assert.NotEmpty(MetaModel.Official.Validate("textDocument/hover", Direction.ServerToClient, JObject.Parse("""{"jsonrpc":"2.0","id":1}""")));
        Assert.NotEmpty(MetaModel.Official.Validate("window/logMessage", Direction.ServerToClient, JObject.Parse("""{"jsonrpc":"2.0","method":"window/logMessage"}""")));
    }

    [FactIfPresent(MetaModel.Typings, MetaModel.TypeScript)]
    public void FindsUnansweredAndDoublyAnsweredRequests()
    {
        var ask = JObject.Parse("""{"jsonrpc":"2.0","id":1,"method":"shutdown"}""");
        var answer = JObject.Parse("""{"jsonrpc":"2.0","id":1,"result":null}""");
        Assert.Empty(MetaModel.Official.ValidateTranscript([(Direction.ClientToServer, ask), (Direction.ServerToClient, answer)]));
        Assert.Contains("was not answered", Assert.Single(MetaModel.Official.ValidateTranscript([(Direction.ClientToServer, ask)])), StringComparison.Ordinal);
        Assert.Contains(
            "answered before",
            Assert.Single(MetaModel.Official.ValidateTranscript([(Direction.ClientToServer, ask), (Direction.ServerToClient, answer), (Direction.ServerToClient, answer)])),
            StringComparison.Ordinal);
    }
}
