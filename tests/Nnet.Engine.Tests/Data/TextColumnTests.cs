using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Xunit;

namespace Nnet.Engine.Tests.Data;

/// <summary>Columns of texts: one input for each category, wherever a table is read.</summary>
public sealed class TextColumnTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryTextIsAnInputOfItsOwn()
    {
        _folder.Write("a.csv", "size,colour,y\n1,red,0\n2,blue,1\n3,red,0\n");
        var data = DataSet.Load(_folder.Csv("a.csv"));
        Assert.Equal(["size", "colour=blue", "colour=red"], data.InputNames.AsEnumerable());
        Assert.Equal([1, 0, 1, 2, 1, 0, 3, 0, 1], data.Train.ReadInputs());
    }

    [Fact]
    public void LookTellsInputsAndHowOftenEachTextStands()
    {
        _folder.Write("a.csv", "size,colour,y\n1,red,0\n2,blue,1\n3,red,0\n");
        var facts = DataFolder.Facts(_folder.Csv("a.csv"));
        Assert.Equal("3", facts.Input.Shape.ToString());
        Assert.Equal([("size", 1, 0), ("colour", 2, 2)], facts.Columns.Select(column => (column.Name, column.Inputs, column.Categories.Length)));
        Assert.Equal([("blue", 1), ("red", 2)], facts.Columns[1].Categories.Select(category => (category.Name, category.Count)));
    }

    [Fact]
    public void OrderOfRowsDoesNotMatter()
    {
        _folder.Write("a.csv", "colour,y\nred,0\nblue,1\ngreen,1\n");
        _folder.Write("b.csv", "colour,y\ngreen,0\nblue,1\nred,1\n");
        Assert.Equal(DataSet.Load(_folder.Csv("a.csv")).InputNames.AsEnumerable(), DataSet.Load(_folder.Csv("b.csv")).InputNames);
    }

    [Theory]
    [InlineData("yes", "no", "smokes=yes")]
    [InlineData("TRUE", "FALSE", "smokes=TRUE")]
    [InlineData("Y", "N", "smokes=Y")]
    public void YesAndNoAreOneInput(string yes, string no, string name)
    {
        _folder.Write("a.csv", $"age,smokes,y\n30,{yes},1\n40,{no},0\n50,{yes},1\n");
        var data = DataSet.Load(_folder.Csv("a.csv"));
        Assert.Equal(["age", name], data.InputNames.AsEnumerable());
        Assert.Equal([30, 1, 40, 0, 50, 1], data.Train.ReadInputs());
        Assert.Equal([(no, 1), (yes, 2)], DataFolder.Facts(_folder.Csv("a.csv")).Columns[1].Categories.Select(category => (category.Name, category.Count)));
    }

    [Fact]
    public void NumbersAreCategoriesWhereTheLineSaysSo()
    {
        _folder.Write("a.csv", "zip,y\n10115,0\n2000,1\n10115,0\n");
        Assert.Equal(["zip=2000", "zip=10115"], DataSet.Load(_folder.Csv("a.csv", (CsvSource.OneHot, DataFolder.Names("zip")))).InputNames.AsEnumerable());
        Assert.Equal(["zip"], DataSet.Load(_folder.Csv("a.csv")).InputNames.AsEnumerable());
    }

    [Fact]
    public void TargetIsNoInput()
    {
        _folder.Write("a.csv", "colour,y\nred,0\nblue,1\n");
        Assert.StartsWith("onehot turns inputs into categories, and y is the target", DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.OneHot, DataFolder.Names("y")))).Message);
    }

    [Fact]
    public void CategoriesAreNotNormalised()
    {
        _folder.Write("a.csv", "size,colour,y\n1,red,0\n3,blue,1\n");
        var data = DataSet.Load(With(_folder.Csv("a.csv"), Normalize("standard")));
        Assert.Equal([-1, 0, 1, 1, 1, 0], data.Train.ReadInputs());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("standard")]
    public void CategoryThatTheTrainingPartLacksIsFedInAsNone(string method)
    {
        _folder.Write("a.csv", "size,colour,y\n1,red,0\n3,blue,1\n2,red,1\n2,green,0\n");
        var split = DataFolder.Call(new SplitSetting(), (SplitSetting.Train, 0.75), (SplitSetting.Validation, 0.25), (SplitSetting.Shuffle, false));
        var spec = With(_folder.Csv("a.csv"), split, Normalize(method));
        var data = DataSet.Load(spec);
        Assert.Equal("size,colour=blue,colour=green,colour=red", string.Join(',', data.InputNames));
        Assert.Equal([0, 0, 0], data.Validation!.ReadInputs()[1..]);
        var notice = Assert.Single(data.Notices(spec));
        Assert.Equal(("unseen-category", "colour=green stands in no row of the training part, so nothing can be learnt of it: it is fed in as no category at all. Rows of the other parts with it are foretold from their other columns."), (notice.Kind.Code, notice.Message));
    }

    [Fact]
    public void ColumnWithOneTextIsConstant()
    {
        _folder.Write("a.csv", "size,land,y\n1,here,0\n3,here,1\n");
        var spec = _folder.Csv("a.csv");
        var data = DataSet.Load(spec);
        Assert.Equal("Column land has one value in the whole training part; it is fed in as 0, since nothing can be learnt from it.", Assert.Single(data.Notices(spec)).Message);
        Assert.Equal([1, 0, 3, 0], data.Train.ReadInputs());
    }

    [Fact]
    public void MissingTextsFollowTheRuleOfMissingCells()
    {
        _folder.Write("a.csv", "size,colour,y\n1,red,0\n2,NA,1\n3,red,0\n4,blue,1\n");
        Assert.Equal("a.csv: 1 cell in 1 row of 4 has no value; the first is line 3, column colour holds \"NA\". Mend or remove such rows, or write missing=drop or missing=mean.", DataFolder.Problem(_folder.Csv("a.csv")).Message);
        Assert.Equal([1, 0, 1, 3, 0, 1, 4, 1, 0], DataSet.Load(_folder.Csv("a.csv", (CsvSource.Missing, "drop"))).Train.ReadInputs());
        // The shares of the categories are the means of their inputs.
        var filled = DataSet.Load(_folder.Csv("a.csv", (CsvSource.Missing, "mean"))).Train.ReadInputs();
        Assert.Equal([2, 1 / 3f, 2 / 3f], filled[3..6]);
    }

    [Fact]
    public void IdsAreRefusedWithTheLineToWrite()
    {
        var text = new StringBuilder("name,ticket,class,fare\n");
        for (var i = 0; i < 60; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\"Person, {i}\",T{i},{(i % 3 == 0 ? "first" : "second")},{i}\n");
        }
        _folder.Write("people.csv", text.ToString());
        var problem = DataFolder.Problem(_folder.Csv("people.csv", (CsvSource.Target, DataFolder.Names("fare"))));
        Assert.Equal((DataFindings.NoCategories, CsvSource.Ignore, "[name, ticket]"), (problem.Kind, problem.At, problem.Suggestion));
        Assert.StartsWith("2 columns of people.csv cannot be fed in as they are: name holds 60 different texts in 60 rows (\"Person, 0\", \"Person, 1\", …); ticket holds 60 different texts in 60 rows", problem.Message);
        Assert.Equal(2, DataFolder.Facts(_folder.Csv("people.csv", (CsvSource.Target, DataFolder.Names("fare")), (CsvSource.Ignore, DataFolder.Names("name", "ticket")))).Columns[0].Inputs);
        // What is left out already is left out still.
        Assert.Equal("[name, ticket]", DataFolder.Problem(_folder.Csv("people.csv", (CsvSource.Target, DataFolder.Names("fare")), (CsvSource.Ignore, DataFolder.Names("name")))).Suggestion);
        // Whoever says that they are categories is believed.
        Assert.Equal(60, DataFolder.Facts(_folder.Csv("people.csv", (CsvSource.Target, DataFolder.Names("fare")), (CsvSource.Ignore, DataFolder.Names("name")), (CsvSource.OneHot, DataFolder.Names("ticket")))).Columns[0].Inputs);
    }

    [Fact]
    public void NoColumnBecomesThousandsOfInputs()
    {
        var text = new StringBuilder("word,y\n");
        for (var i = 0; i < 9000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"w{i % 1500},{i % 2}\n");
        }
        _folder.Write("a.csv", text.ToString());
        foreach (var arguments in new (Argument, object)[][] { [], [(CsvSource.OneHot, DataFolder.Names("word"))] })
        {
            Assert.StartsWith("Column word of a.csv holds 1,500 different texts in 9,000 rows (\"w0\", \"w1\", …). Each text would become an input", DataFolder.Problem(_folder.Csv("a.csv", arguments)).Message);
        }
    }

    [Theory]
    [InlineData("\"$1,200\"", "holds numbers in a form for people (line 2: \"$1,200\"). Write plain numbers: 1200 in place of \"$1,200\", or 1.200 if the comma stands before decimals (then decimal=comma reads it).")]
    [InlineData("\u22121.5", "holds numbers in a form for people (line 2: \"\u22121.5\"). Write plain numbers: -1.5 in place of \"\u22121.5\".")]
    [InlineData("12%", "holds numbers in a form for people (line 2: \"12%\"). Write plain numbers: 12 in place of \"12%\".")]
    [InlineData("1 200 €", "holds numbers in a form for people (line 2: \"1 200 €\"). Write plain numbers: 1200 in place of \"1 200 €\".")]
    [InlineData("2024-05-17", "holds dates or times (line 2: \"2024-05-17\"). Put what matters of it into columns of its own, as numbers: the month, the weekday, days since a start.")]
    [InlineData("17.05.2024 12:30", "holds dates or times (line 2: \"17.05.2024 12:30\"). Put what matters of it into columns of its own, as numbers: the month, the weekday, days since a start.")]
    [InlineData("May 17, 2024", "holds dates or times (line 2: \"May 17, 2024\"). Put what matters of it into columns of its own, as numbers: the month, the weekday, days since a start.")]
    public void NumbersForPeopleAndDatesAreNoCategories(string cell, string message)
    {
        cell = cell.StartsWith('"') ? cell : $"\"{cell}\"";
        _folder.Write("a.csv", $"b,x,y\n1,{cell},0\n2,{cell},1\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv"));
        Assert.Equal($"Column x of a.csv {message} Or leave it out: ignore=x.", problem.Message);
        Assert.Equal((CsvSource.Ignore, "x"), (problem.At, problem.Suggestion));
    }

    [Fact]
    public void AllThatCannotBeFedInIsToldAtOnce()
    {
        _folder.Write("a.csv", "day,cost,colour,y\n2024-01-05,$12,red,0\n2024-01-06,$13,blue,1\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv"));
        Assert.StartsWith("2 columns of a.csv cannot be fed in as they are: day holds dates or times (line 2: \"2024-01-05\"); cost holds numbers in a form for people (line 2: \"$12\").", problem.Message);
        Assert.EndsWith("Or leave them out: ignore=[day, cost].", problem.Message);
        Assert.Equal("[day, cost]", problem.Suggestion);
    }

    [Fact]
    public void TextsThatDifferInCapitalsAloneAreNoticed()
    {
        _folder.Write("a.csv", "town,y\nRome,0\nrome,1\nParis,0\nROME,1\n");
        var spec = _folder.Csv("a.csv");
        var notice = Assert.Single(DataSet.Load(spec).Notices(spec));
        Assert.Equal(("alike-categories", "ROME, Rome, rome of town differ in capitals or blanks alone, and are different categories. If they mean the same, write them alike."), (notice.Kind.Code, notice.Message));
    }

    [Fact]
    public void CodesThatBeginWithDigitsAreCategories()
    {
        _folder.Write("a.csv", "class,y\n1st,0\n2nd,1\n3rd,1\n1st,0\n");
        Assert.Equal(["class=1st", "class=2nd", "class=3rd"], DataSet.Load(_folder.Csv("a.csv")).InputNames.AsEnumerable());
    }

    [Fact]
    public void FewTextsAmongNumbersAreStillWrong()
    {
        _folder.Write("a.csv", "x,y\n1,0\n2,1\nlow,0\n4,1\nhigh,0\n6,1\n");
        Assert.Equal("a.csv: 2 cells in 2 rows of 6 have no number; the first is line 4, column x holds \"low\". Mend or remove such rows, or write onehot=x if the values of x are categories.", DataFolder.Problem(_folder.Csv("a.csv")).Message);
    }

    [Fact]
    public void TextsMayBeginFarDown()
    {
        _folder.Write("a.csv", "size,note,y\n" + string.Concat(Enumerable.Repeat("1,,0\n", 600)) + "2,late,1\n3,later,0\n");
        Assert.Equal(["size", "note=late", "note=later"], DataSet.Load(_folder.Csv("a.csv", (CsvSource.Missing, "drop"))).InputNames.AsEnumerable());
    }

    [Fact]
    public void TableOfTextsAloneNeedsNoHeader()
    {
        _folder.Write("a.csv", "red,round,apple\nyellow,long,banana\nred,round,apple\n");
        Assert.Equal(3, DataFolder.Facts(_folder.Csv("a.csv")).Rows);
        _folder.Write("b.csv", "colour,form,fruit\nred,round,apple\nyellow,long,banana\n");
        Assert.Equal(["colour", "form"], DataFolder.Facts(_folder.Csv("b.csv")).Columns.Select(column => column.Name));
    }

    [Fact]
    public void FeaturesTakeTextsAsTheyAre()
    {
        _folder.Write("a.csv", "size,colour,y\n2,red,0\n3,blue,1\n");
        var size = new Formula.Variable("size");
        var data = DataSet.Load(With(_folder.Csv("a.csv"), Features(new Formula.Apply("*", [size, size]) { Source = "size*size" }, new Formula.Variable("colour") { Source = "colour" })));
        Assert.Equal(["size*size", "colour=blue", "colour=red"], data.InputNames.AsEnumerable());
        Assert.Equal([4, 0, 1, 9, 1, 0], data.Train.ReadInputs());
        Assert.StartsWith("colour*2 calculates with colour, which holds texts (blue, red).", DataFolder.Problem(With(_folder.Csv("a.csv"), Features(new Formula.Apply("*", [new Formula.Variable("colour"), new Formula.Constant(2)]) { Source = "colour*2" }))).Message);
    }

    [Fact]
    public void StreamedTableIsTheOneInMemory()
    {
        var text = new StringBuilder("a,colour,smokes,y\n");
        string[] colours = ["red", "green", "blue", "NA"];
        for (var i = 0; i < 120_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i % 977},{colours[i * 31 % 4]},{(i % 3 == 0 ? "yes" : "no")},{(i % 7) + 1000}\n");
        }
        _folder.Write("t.csv", text.ToString());
        var spec = With(_folder.Csv("t.csv", (CsvSource.Missing, "mean")),
            DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, "standard"), (NormalizeSetting.Target, "standard")),
            DataFolder.Call(new SplitSetting(), (SplitSetting.Train, 0.7), (SplitSetting.Validation, 0.2), (SplitSetting.Test, 0.1), (SplitSetting.Shuffle, false)));
        var limited = With(spec, DataFolder.Call(new MemorySetting(), (MemorySetting.Megabytes, 1)));
        var (memory, streamed) = (DataSet.Load(spec), DataSet.Load(limited));
        Assert.IsNotType<MemoryPart>(streamed.Train);
        Assert.Equal(["a", "colour=blue", "colour=green", "colour=red", "smokes=yes"], streamed.InputNames.AsEnumerable());
        Assert.Equal(memory.InputNames.AsEnumerable(), streamed.InputNames);
        foreach (var (one, other) in memory.Parts.Zip(streamed.Parts))
        {
            AssertNear(one.ReadInputs(), other.ReadInputs());
            AssertNear(one.ReadTargets(), other.ReadTargets());
        }
        var (whole, pieces) = (DataFolder.Facts(spec), DataFolder.Facts(limited));
        Assert.Equal(whole.Columns.SelectMany(column => column.Categories), pieces.Columns.SelectMany(column => column.Categories));
    }

    [Fact]
    public void SeriesHaveTextsToo()
    {
        _folder.Write("s.csv", "wind,heat\nnorth,1\nsouth,2\nnorth,3\n");
        var data = DataSet.Load(_folder.Source<SeriesSource>((SeriesSource.Path, "s.csv"), (SeriesSource.Window, 2)));
        Assert.Equal([1, 0, 1, 0, 1, 2], data.Train.ReadInputs());
        Assert.Equal([3], data.Train.ReadTargets());
        Assert.StartsWith("Column wind of s.csv holds texts, and a series foretells numbers", DataFolder.Problem(_folder.Source<SeriesSource>((SeriesSource.Path, "s.csv"), (SeriesSource.Window, 2), (SeriesSource.Target, DataFolder.Names("wind")))).Message);
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private static Call Normalize(string method) => DataFolder.Call(new NormalizeSetting(), (NormalizeSetting.Method, method));

    private static Call Features(params ImmutableArray<Formula> formulas) => DataFolder.Call(new FeaturesSetting(), (FeaturesSetting.Expressions, formulas));

    private static DataSpec With(DataSpec spec, params Call[] settings) => spec with { Settings = spec.Settings.AddRange(settings) };
}
