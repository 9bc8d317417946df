using Nnet.Language.Editing;
using Xunit;

namespace Nnet.Language.Tests.Editing;

public class ConditionTests
{
    [Theory]
    [InlineData("1 > 1", "false")]
    [InlineData("2 > 1 or in.channels != 64", "true")]
    [InlineData("1 > 1 or in.channels != 64", "in.channels != 64")]
    [InlineData("1 < 2 and a > 3 and true", "a > 3")]
    [InlineData("1 > 2 and a > 3", "false")]
    [InlineData("false or 3 == 4", "false")]
    [InlineData("(1 > 1 or false) or a", "a")]
    [InlineData("max(2, 3) == 3", "true")]
    [InlineData("a or b", "a or b")]
    [InlineData("1 / 0 > 2", "1 / 0 > 2")]
    [InlineData("a >", "a >")]
    public void WhatIsKnownGoes(string condition, string simple) => Assert.Equal(simple, Conditions.Simplify(condition));
}
