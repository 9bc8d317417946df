using Newtonsoft.Json.Linq;
using Nnet.Tests.Server;
using Xunit;

namespace Nnet.Tests.Editor;

public class FormattingTests
{
    private const string Uri = "file:///x.nnet";

    [Fact]
    public async Task ADocumentIsFormatted()
    {
        const string Text = "model M {\n    input   4\n dense 2\n}";
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Text);
        var edits = (JArray)await client.Ask("textDocument/formatting", new { textDocument = new { uri = Uri }, options = new { tabSize = 8, insertSpaces = false } });
        Assert.Equal("model M {\n  input 4\n  dense 2\n}\n", edits.Reverse().Aggregate(Text, TrainingTests.Apply));
    }

    [Fact]
    public async Task ARangeIsFormatted_OfWholeLines()
    {
        const string Text = "model M {\n    input   4\n dense   2\n}\n";
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Text);
        var range = new { start = new { line = 1, character = 0 }, end = new { line = 2, character = 0 } };
        var options = new { tabSize = 2, insertSpaces = true };
        foreach (var (method, parameters) in new (string, object)[]
        {
            ("textDocument/rangeFormatting", new { textDocument = new { uri = Uri }, range, options }),
            ("textDocument/rangesFormatting", new { textDocument = new { uri = Uri }, ranges = new[] { range, range }, options }),
        })
        {
            var edits = (JArray)await client.Ask(method, parameters);
            Assert.Equal("model M {\n  input 4\n dense   2\n}\n", edits.Reverse().Aggregate(Text, TrainingTests.Apply));
        }
    }

    [Fact]
    public async Task AClosingBraceIsFormattedAsItIsTyped()
    {
        const string Text = "model M {\n  input 4\n  }\n";
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Text);
        var edits = (JArray)await client.Ask("textDocument/onTypeFormatting", new { textDocument = new { uri = Uri }, position = new { line = 2, character = 3 }, ch = "}", options = new { tabSize = 2, insertSpaces = true } });
        Assert.Equal("model M {\n  input 4\n}\n", edits.Reverse().Aggregate(Text, TrainingTests.Apply));
    }

    [Fact]
    public async Task WhatIsFormattedNeedsNoEdits()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet + "\n");
        Assert.Empty((JArray)await client.Ask("textDocument/formatting", new { textDocument = new { uri = Uri }, options = new { tabSize = 2, insertSpaces = true } }));
    }
}
