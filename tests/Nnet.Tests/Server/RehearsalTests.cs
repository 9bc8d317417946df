using Nnet.Editor;
using Nnet.Engine.Data;
using Xunit;

namespace Nnet.Tests.Server;

public sealed class RehearsalTests
{
    // A warm-up swallows its faults, so that one would only show as slow first words.
    [Fact]
    public void Every_question_of_the_rehearsal_is_answered()
    {
        var messages = 0;
        Rehearsal.Run(EditorClient.Nnet, () => new DataProbe(), () => messages++);
        Assert.True(messages > 100, $"There were {messages} messages.");
    }
}
