using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>Texts, series, and tables with cells that are missing.</summary>
public sealed class SequenceDataTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CharactersPredictTheNext()
    {
        _folder.Write("t.txt", "abcabd𝄞");
        var data = DataSet.Load(Text((TextSource.Length, 3)));
        Assert.Equal(["a", "b", "c", "d", "𝄞"], data.Vocabulary.AsEnumerable());
        Assert.Equal([0, 1, 2, 0, 1, 3], data.Train.ReadInputs());
        Assert.Equal([1, 2, 0, 1, 3, 4], data.Train.ReadTargets());
        Assert.Equal(("[seq=3]", "tokens<5"), (data.Shape.ToSource(), DataFolder.Facts(Text((TextSource.Length, 3))).Input.Domain.ToString()));
    }

    [Fact]
    public void LastPredictsOneToken()
    {
        _folder.Write("t.txt", "abcabd");
        var data = DataSet.Load(Text((TextSource.Length, 2), (TextSource.Stride, 1), (TextSource.Predict, "last")));
        Assert.Equal([0, 1, 1, 2, 2, 0, 0, 1], data.Train.ReadInputs());
        Assert.Equal([2, 0, 1, 3], data.Train.ReadTargets());
    }

    [Fact]
    public void WordsHaveAVocabularyWithAPlaceForTheRest()
    {
        _folder.Write("t.txt", "The cat sat. The dog didn't sit, the end.");
        var data = DataSet.Load(Text((TextSource.Length, 2), (TextSource.Tokens, "words"), (TextSource.Lowercase, true), (TextSource.Vocabulary, 3)));
        Assert.Equal(["<unknown>", ".", "the"], data.Vocabulary.AsEnumerable());
        Assert.Equal([2, 0, 0, 1], data.Train.ReadInputs()[..4]);
    }

    [Fact]
    public void PartsFollowEachOtherInTheText()
    {
        _folder.Write("t.txt", string.Concat(Enumerable.Range(0, 101).Select(i => (char)('a' + (i / 10)))));
        var spec = Text((TextSource.Length, 10));
        var data = DataSet.Load(spec with { Settings = [.. spec.Settings, DataFolder.Split(0.8, 0.1, 0.1)] });
        Assert.Equal([.. Enumerable.Repeat(9f, 10)], data.Test!.ReadInputs());
        Assert.Equal(Enumerable.Range(0, 8).Select(i => (float)i), Enumerable.Range(0, 8).Select(i => data.Train.ReadInputs()[i * 10]));
    }

    [Fact]
    public void TokensAreNotNormalised()
    {
        _folder.Write("t.txt", "abcabd");
        var spec = Text((TextSource.Length, 2));
        spec = spec with { Settings = [.. spec.Settings, DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "standard"))] };
        Assert.StartsWith("normalize scales quantities, and the numbers of tokens are none", Assert.Throws<DataException>(() => DataSet.Load(spec)).Message);
    }

    [Fact]
    public void TextsMayBeStoredAsExcelAndOlderProgramsDo()
    {
        foreach (var encoding in new[] { System.Text.Encoding.Latin1, System.Text.Encoding.Unicode, System.Text.Encoding.UTF8 })
        {
            _folder.Write("t.txt", [.. encoding.GetPreamble(), .. encoding.GetBytes("schöne grüße")]);
            Assert.Equal(" ceghnrsößü".Order(), string.Concat(DataFolder.Facts(Text((TextSource.Length, 1))).Target.ClassNames).Order());
        }
    }

    [Fact]
    public void TextsThatAreTooShortOrNoneAreRefused()
    {
        _folder.Write("t.txt", "abc");
        Assert.Equal("t.txt has 3 characters, but a sample of 64 and what comes behind it need 65.", DataFolder.Problem(Text()).Message);
        _folder.Write("t.txt", new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0, 1 });
        Assert.Equal("t.txt is no text: it is a PNG picture.", DataFolder.Problem(Text()).Message);
        _folder.Write("t.txt", [.. Enumerable.Repeat((byte)'a', 1 << 20), 0xE4]);
        Assert.StartsWith("t.txt is no sound text in UTF-8", DataFolder.Problem(Text((TextSource.Length, 1))).Message);
    }

    [Fact]
    public void WindowsOfASeriesOverlapAndLookAhead()
    {
        _folder.Write("s.csv", "day,heat,wind\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"2026-01-0{i + 1},{i},{i * 10}\n")));
        var data = DataSet.Load(Series((SeriesSource.Window, 3), (SeriesSource.Horizon, 2), (SeriesSource.Target, DataFolder.Names("heat")), (SeriesSource.Ignore, DataFolder.Names("day"))));
        Assert.Equal(("[time=3, 2]", 4), (data.Shape.ToSource(), data.Train.Count));
        Assert.Equal([0, 0, 1, 10, 2, 20, 1, 10], data.Train.ReadInputs()[..8]);
        Assert.Equal([4, 5, 6, 7], data.Train.ReadTargets());
    }

    [Fact]
    public void DatesOfASeriesAreNoInputs()
    {
        _folder.Write("s.csv", "day,heat,seen\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"2026-01-0{i + 1},{i},{i:00}:30\n")));
        var spec = Series((SeriesSource.Window, 3), (SeriesSource.Target, DataFolder.Names("1")));
        var data = DataSet.Load(spec);
        Assert.Equal(("[time=3, 1]", 5), (data.Shape.ToSource(), data.Train.Count));
        Assert.Equal([3, 4, 5, 6, 7], data.Train.ReadTargets());
        Assert.Equal(["day", "seen"], DataFolder.Facts(spec).Dates.AsEnumerable());
        Assert.Equal("Column day of s.csv cannot be predicted: it holds dates. Its other columns are heat.", DataFolder.Problem(Series((SeriesSource.Window, 3), (SeriesSource.Target, DataFolder.Names("day")))).Message);
    }

    [Theory]
    [InlineData("2026-01-08", "2025-12-31", true)]
    [InlineData("2026-01-08 10:00", "2026-01-08 9:30", true)]
    [InlineData("2026-01", "2025-12", true)]
    [InlineData("2025-12-31", "2026-01-08", false)]
    [InlineData("08.01.2026", "31.12.2025", false)]
    public void SeriesThatGoBackInTimeAreRefused(string first, string last, bool refused)
    {
        _folder.Write("s.csv", $"day,heat\n{first},1\n{first},2\n{last},3\n");
        var spec = Series((SeriesSource.Window, 1));
        if (refused)
        {
            Assert.Equal($"The rows of s.csv go back in time, from {first} to {last} (column day), and a network would learn to foretell the past. Sort them, the oldest first.", DataFolder.Problem(spec).Message);
        }
        else
        {
            Assert.Equal(2, DataSet.Load(spec).Train.Count);
        }
    }

    [Fact]
    public void SeriesHaveSeveralTargetsAndAStride()
    {
        _folder.Write("s.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{i},{i * 10}\n")));
        var data = DataSet.Load(Series((SeriesSource.Window, 2), (SeriesSource.Stride, 3), (SeriesSource.Target, DataFolder.Names("b", "a"))));
        Assert.Equal([0, 0, 1, 10, 3, 30, 4, 40, 6, 60, 7, 70], data.Train.ReadInputs());
        Assert.Equal([20, 2, 50, 5, 80, 8], data.Train.ReadTargets());
    }

    [Fact]
    public void ColumnsOfASeriesHaveTheirOwnScaleAndPartsFollowInTime()
    {
        _folder.Write("s.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 52).Select(i => $"{i},{i * 1000}\n")));
        var spec = Series((SeriesSource.Window, 2));
        spec = spec with { Settings = [.. spec.Settings, DataFolder.Split(0.8, 0, 0.2), DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "minmax"))] };
        var data = DataSet.Load(spec);
        var train = data.Train.ReadInputs();
        Assert.Equal((0, 0, 1f, 1f), (train[0], train[1], train[^2], train[^1]), new Near());
        Assert.Equal(40, data.Test!.RowOf(0));
        Assert.Equal(2, data.Normalization.Scale.Length);
    }

    [Fact]
    public void SeriesThatAreTooShortAreRefused()
    {
        _folder.Write("s.csv", "a,b\n1,2\n3,4\n");
        Assert.Equal("s.csv has 2 rows, but a window of 24 and its target 1 row behind need 25.", DataFolder.Problem(Series()).Message);
        _folder.Write("s.csv", "a,b\n1,2\n3,4\n5,6\n");
        Assert.StartsWith("s.csv has no column c.", DataFolder.Problem(Series((SeriesSource.Window, 1), (SeriesSource.Target, DataFolder.Names("c")))).Message);
    }

    [Fact]
    public void MissingCellsAreCountedAndLocated()
    {
        _folder.Write("m.csv", "a,b,y\n1,2,0\n,3,1\n4,NA,1\n");
        Assert.Equal("m.csv: 2 cells in 2 rows of 3 have no value; the first is line 3, column a is empty. Mend or remove such rows, or write missing=drop or missing=mean.", DataFolder.Problem(_folder.Csv("m.csv")).Message);
    }

    [Fact]
    public void RowsThatLackSomethingMayBeDropped()
    {
        _folder.Write("m.csv", "a,b,y\n1,2,0\n,3,1\n4,NA,1\n5,6,?\n7,8,1\n");
        var data = DataSet.Load(Missing("drop"));
        Assert.Equal([1, 2, 7, 8], data.Train.ReadInputs());
        Assert.Equal([0, 1], data.Train.ReadTargets());
        _folder.Write("m.csv", "a,b,y\n,2,0\n3,,1\n");
        Assert.StartsWith("m.csv has 2 rows, and every one of them lacks a value", DataFolder.Problem(Missing("drop")).Message);
    }

    [Fact]
    public void HolesAreFilledByTheMeanOfTheTrainingPart()
    {
        _folder.Write("m.csv", "a,b,y\n1,2,0\n,4,1\n3,?,1\n,100,0\n");
        var spec = Missing("mean");
        var data = DataSet.Load(spec with { Settings = [.. spec.Settings, DataFolder.Call(new SplitSetting(), (SplitSetting.Train, 0.75), (SplitSetting.Test, 0.25), (SplitSetting.Shuffle, false))] });
        Assert.Equal([1, 2, 2, 4, 3, 3], data.Train.ReadInputs());
        Assert.Equal([2, 100], data.Test!.ReadInputs());
        Assert.Equal([2, 3], data.Normalization.Means.AsEnumerable());
    }

    [Fact]
    public void TextIsNoHoleAndRowsWithoutATargetAreDropped()
    {
        _folder.Write("m.csv", "a,y\n1,0\noops,1\n3,1\n");
        Assert.Contains("holds \"oops\"", DataFolder.Problem(Missing("mean")).Message);
        _folder.Write("m.csv", "a,y\n1,0\n2,\n3,1\n");
        Assert.Contains("line 3, column y is empty", DataFolder.Problem(Missing("error")).Message);
        var data = DataSet.Load(Missing("mean"));
        Assert.Equal((1, 2), (data.Dropped, data.Train.Count));
    }

    [Fact]
    public void GapsOfASeriesAreFilledWhereTheyAreTargetsToo()
    {
        _folder.Write("m.csv", "heat\n10\n20\nNA\n30\n");
        var spec = _folder.Source<SeriesSource>((SeriesSource.Path, "m.csv"), (SeriesSource.Window, 1), (SeriesSource.Missing, "mean"));
        // The training part sees the first rows of the table alone, of which each window has one.
        Assert.Equal([20, 15, 30], DataSet.Load(spec).Train.ReadTargets());
        Assert.Equal(20, DataFolder.Facts(spec).Target.Low);
    }

    [Fact]
    public void SeveralColumnsMayBeTargets()
    {
        _folder.Write("m.csv", "a,b,c\n1,2,3\n4,5,6\n");
        var data = DataSet.Load(_folder.Csv("m.csv", (CsvSource.Target, DataFolder.Names("c", "a"))));
        Assert.Equal([2, 5], data.Train.ReadInputs());
        Assert.Equal([3, 1, 6, 4], data.Train.ReadTargets());
    }

    private DataSpec Text(params (Argument, object)[] arguments) => _folder.Source<TextSource>([(TextSource.Path, "t.txt"), .. arguments]);

    private DataSpec Series(params (Argument, object)[] arguments) => _folder.Source<SeriesSource>([(SeriesSource.Path, "s.csv"), .. arguments]);

    private DataSpec Missing(string how) => _folder.Csv("m.csv", (CsvSource.Missing, how));

    private sealed class Near : IEqualityComparer<(float, float, float, float)>
    {
        public bool Equals((float, float, float, float) x, (float, float, float, float) y)
            => Math.Abs(x.Item1 - y.Item1) < 1e-5 && Math.Abs(x.Item2 - y.Item2) < 1e-5 && Math.Abs(x.Item3 - y.Item3) < 1e-5 && Math.Abs(x.Item4 - y.Item4) < 1e-5;

        public int GetHashCode((float, float, float, float) value) => 0;
    }
}
