using Xunit;

namespace Nnet.Tests;

public class FiguresTests
{
    [Theory]
    [InlineData(0, "0 MACs")]
    [InlineData(1, "1 MAC")]
    [InlineData(640, "640 MACs")]
    [InlineData(416_520, "0.42 M MACs")]
    [InlineData(1_814_073_344, "1.8 G MACs")]
    [InlineData(15_470_264_320, "15.5 G MACs")]
    public void MacsAsPeopleReadThem(long macs, string expected) => Assert.Equal(expected, Figures.Macs(macs));

    [Theory]
    [InlineData(812, "812 B")]
    [InlineData(18_816, "18.8 kB")]
    [InlineData(900_000, "0.9 MB")]
    [InlineData(498_000_000, "0.5 GB")]
    public void BytesAsPeopleReadThem(long bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0812, "0.081")]
    [InlineData(2.302585, "2.303")]
    [InlineData(0.000081, "8.1e-5")]
    [InlineData(41.26, "41.3")]
    [InlineData(5321.4, "5,321")]
    [InlineData(3.1e9, "3.1e9")]
    [InlineData(double.NaN, "NaN")]
    public void MeasuresAsPeopleReadThem(double value, string expected) => Assert.Equal(expected, Figures.Measure(value));

    [Fact]
    public void CountsAgreeWithTheirNoun()
    {
        Assert.Equal("1 parameter", Figures.Count(1, "parameter"));
        Assert.Equal("61,706 parameters", Figures.Count(61_706, "parameter"));
    }
}
