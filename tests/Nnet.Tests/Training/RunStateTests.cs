using Newtonsoft.Json.Linq;
using Nnet.Training;
using Xunit;

namespace Nnet.Tests.Training;

public class RunStateTests
{
    private const string Started = """{"event":"started","epochs":30,"stepsPerEpoch":10}""";

    [Fact]
    public void TellsTheEpochAndItsLoss()
    {
        var state = After(Started, """{"event":"batch","epoch":12,"step":115,"loss":0.0812}""");
        Assert.Equal("epoch 12 of 30 · loss 0.081", state.Standing);
        Assert.Equal(11.5 / 30, state.Progress, 6);
    }

    [Fact]
    public void ALossThatIsNoNumberIsLeftOut()
        => Assert.Equal("epoch 3 of 30", After(Started, """{"event":"epoch","epoch":3,"epochs":30,"train":{"loss":null}}""").Standing);

    [Theory]
    [InlineData("""{"event":"done","status":"completed","epochs":30,"test":{"loss":0.1,"accuracy":0.983}}""", "test accuracy 98.3%")]
    [InlineData("""{"event":"done","status":"early_stopped","epochs":9,"test":{"loss":0.25}}""", "test loss 0.25")]
    [InlineData("""{"event":"done","status":"stopped","epochs":12,"test":null}""", "stopped in epoch 12")]
    [InlineData("""{"event":"done","status":"diverged","epochs":2,"test":{"loss":null}}""", "diverged")]
    [InlineData("""{"event":"done","status":"completed","epochs":2,"test":null}""", "done")]
    [InlineData("""{"event":"failed","message":"no","line":3}""", "failed")]
    public void TheOutcomeIsOneFigure(string last, string expected)
    {
        var state = After(Started, last);
        Assert.Equal(RunPhase.Over, state.Phase);
        Assert.Equal(expected, state.Outcome);
    }

    [Fact]
    public void AStopIsShownUntilTheEnd()
    {
        var state = After(Started).Stopped().After(JObject.Parse("""{"event":"epoch","epoch":3,"epochs":30,"train":{"loss":1}}"""));
        Assert.Equal("stopping", state.Standing);
        Assert.Equal(RunPhase.Over, state.After(JObject.Parse("""{"event":"done","status":"stopped","epochs":3}""")).Phase);
    }

    private static RunState After(params string[] events) => events.Select(JObject.Parse).Aggregate(new RunState(), (state, happened) => state.After(happened));
}
