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
    public async Task WhatIsFormattedNeedsNoEdits()
    {
        await using var client = await EditorClient.InProcess();
        client.OpenDocument(Uri, Marked.LeNet + "\n");
        Assert.Empty((JArray)await client.Ask("textDocument/formatting", new { textDocument = new { uri = Uri }, options = new { tabSize = 2, insertSpaces = true } }));
    }
}
