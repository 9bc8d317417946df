using System.Globalization;
using Nnet.Engine.Data;
using Nnet.Language.Data;
using Nnet.Language.Findings;
using Xunit;

namespace Nnet.Engine.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LastColumnIsTheTargetUnlessSaid()
    {
        _folder.Write("a.csv", "1,2,0\n3,4,1\n");
        var facts = DataFolder.Facts(_folder.Csv("a.csv"));
        Assert.Equal((2, "2"), (facts.Rows, facts.Input.Shape.ToString()));
        Assert.Equal(2, facts.Target.Classes);
        Assert.Equal(["x1", "x2"], facts.Columns.Select(column => column.Name));
    }

    [Fact]
    public void HeaderIsSeen()
    {
        _folder.Write("a.csv", "age,height,species\n1,2,0\n3,4,1\n");
        var facts = DataFolder.Facts(_folder.Csv("a.csv"));
        Assert.Equal(2, facts.Rows);
        Assert.Equal(["age", "height"], facts.Columns.Select(column => column.Name));
    }

    [Fact]
    public void CountHeaderNamesTheClasses()
    {
        _folder.Write("a.csv", "3,2,setosa,versicolor\n1,2,0\n3,4,1\n5,6,1\n");
        var facts = DataFolder.Facts(_folder.Csv("a.csv"));
        Assert.Equal(3, facts.Rows);
        Assert.Equal(["setosa", "versicolor"], facts.Target.ClassNames.AsEnumerable());
        Assert.Equal([1, 2], facts.Target.ClassCounts.AsEnumerable());
        Assert.True(facts.Target.IsNamed);
    }

    [Fact]
    public void FirstRowOfNumbersIsASample()
        => Assert.Equal(2, RowsOf("5.1,3.5,setosa\n4.9,3.0,virginica\n"));

    [Fact]
    public void HeaderCanBeForced()
    {
        _folder.Write("a.csv", "1,2,3\n4,5,6\n");
        Assert.Equal(1, DataFolder.Facts(_folder.Csv("a.csv", (CsvSource.Header, "true"))).Rows);
    }

    [Fact]
    public void ClassesGivenAsTextAreNumberedByTheAlphabet()
    {
        _folder.Write("a.csv", "x,kind\n1,pear\n2,apple\n3,pear\n");
        var data = DataSet.Load(_folder.Csv("a.csv"));
        Assert.Equal(["apple", "pear"], data.Target.ClassNames.AsEnumerable());
        Assert.Equal([1, 0, 1], data.Train.ReadTargets());
    }

    [Fact]
    public void ClassesKeepTheOrderThatTheLineGives()
    {
        _folder.Write("a.csv", "x,kind\n1,pear\n2,apple\n");
        var data = DataSet.Load(_folder.Csv("a.csv", (CsvSource.Classes, DataFolder.Names("pear", "apple"))));
        Assert.Equal([0, 1], data.Train.ReadTargets());
    }

    [Theory]
    [InlineData("1;2;0\n3;4;1\n")]
    [InlineData("1\t2\t0\n3\t4\t1\n")]
    [InlineData("1|2|0\n3|4|1\n")]
    [InlineData("1, 2, 0\r\n3, 4, 1")]
    [InlineData("\uFEFF1,2,0\n\n3,4,1\n\n")]
    [InlineData("\"1\",\"2\",0\n3,\"4\",1\n")]
    public void DelimitersQuotesAndLineEndsAreSeen(string text)
    {
        _folder.Write("a.csv", text);
        var data = DataSet.Load(_folder.Csv("a.csv"));
        Assert.Equal([1, 2, 3, 4], data.Train.ReadInputs());
        Assert.Equal([0, 1], data.Train.ReadTargets());
    }

    [Fact]
    public void QuotedCellsMayHoldDelimitersQuotesAndLineBreaks()
    {
        _folder.Write("a.csv", "x,kind\n1,\"a,\"\"b\"\"\nc\"\n2,d\nbad,d\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv"));
        Assert.Contains("line 5, column x holds \"bad\"", problem.Message);
        _folder.Write("a.csv", "x,kind\n1,\"a,\"\"b\"\"\nc\"\n2,d\n");
        Assert.Equal(["a,\"b\"\nc", "d"], DataFolder.Facts(_folder.Csv("a.csv")).Target.ClassNames.AsEnumerable());
    }

    [Fact]
    public void GzipIsUnpackedWhateverItsName()
    {
        _folder.Write("a.csv", DataFolder.Gzip("1,2,0\n3,4,1\n"));
        Assert.Equal(2, DataFolder.Facts(_folder.Csv("a.csv")).Rows);
    }

    [Fact]
    public void SeveralTargetsAndIgnoredColumns()
    {
        _folder.Write("a.csv", "id,a,b,c,d\n1,2,3,4,5.5\n2,3,4,5,6.5\n");
        var data = DataSet.Load(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("a", "-1")), (CsvSource.Ignore, DataFolder.Names("id"))));
        Assert.Equal([3, 4, 4, 5], data.Train.ReadInputs());
        Assert.Equal([2, 5.5f, 3, 6.5f], data.Train.ReadTargets());
        Assert.Null(data.Target.Classes);
    }

    [Fact]
    public void ColumnsCanBePixels()
    {
        _folder.Write("a.csv", "1,2,3,4,0\n5,6,7,8,1\n");
        Assert.Equal("1×2×2", DataFolder.Facts(_folder.Csv("a.csv", (CsvSource.Shape, System.Collections.Immutable.ImmutableArray.Create(1, 2, 2)))).Input.Shape.ToString());
    }

    [Fact]
    public void StatisticsAreRight()
    {
        _folder.Write("a.csv", "a,y\n1,0.5\n3,1.5\n8,-2\n");
        var facts = DataFolder.Facts(_folder.Csv("a.csv"));
        var column = facts.Columns.Single();
        Assert.Equal((1, 8, 4), (column.Low, column.High, column.Mean));
        Assert.Equal(Math.Sqrt(26.0 / 3), column.Deviation, 1e-9);
        Assert.Equal("[1,8]", facts.Input.Domain.ToString());
        Assert.Equal((-2, 1.5), (facts.Target.Low, facts.Target.High));
    }

    [Fact]
    public void NumbersAreReadAsTheGeneralParserReadsThem()
    {
        string[] numbers = ["0.1", "-3.25", "1e-3", "2.5E+2", "123456789.125", "0.000001", "+7", "1234567890123456789", ".5", "5."];
        _folder.Write("a.csv", string.Concat(numbers.Select(number => $"{number},0\n")));
        Assert.Equal(numbers.Select(number => float.Parse(number, CultureInfo.InvariantCulture)), DataSet.Load(_folder.Csv("a.csv", (CsvSource.Header, "false"))).Train.ReadInputs());
    }

    [Fact]
    public void RowsMayBeLongerThanTheWindowOfTheReader()
    {
        var row = string.Join(',', Enumerable.Range(0, 200_000));
        _folder.Write("a.csv", $"{row}\n{row}\n{row}\r\n");
        Assert.Equal(3, DataFolder.Facts(_folder.Csv("a.csv")).Rows);
    }

    [Fact]
    public void DecimalsMayStandBehindAComma()
    {
        _folder.Write("a.csv", "heat;rent;y\n2,5;1.234,50;0\n-3,25;12.345.678;1\n4;7;1\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv"));
        Assert.Equal(("Column heat of a.csv writes decimals behind a comma (line 2: \"2,5\"). Write decimal=comma.", CsvSource.Decimal, "comma"), (problem.Message, problem.At, problem.Suggestion));
        Assert.Equal([2.5f, 1234.5f, -3.25f, 12_345_678, 4, 7], DataSet.Load(_folder.Csv("a.csv", (CsvSource.Decimal, "comma"))).Train.ReadInputs());
        // A point that parts no thousands is not passed over.
        _folder.Write("a.csv", "heat;y\n2,5;0\n2.5;1\n3,5;1\n");
        Assert.Contains("line 3, column heat holds \"2.5\"", DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Decimal, "comma"))).Message);
    }

    [Theory]
    [InlineData("1,2,0\n3,,1\n,4,1\n", "a.csv: 2 cells in 2 rows of 3 have no value; the first is line 2, column x2 is empty. Mend or remove such rows, or write missing=drop or missing=mean.")]
    [InlineData("1,2,0\n3,NaN,1\n", "a.csv: 1 cell in 1 row of 2 has no value; the first is line 2, column x2 holds \"NaN\". Mend or remove such rows, or write missing=drop or missing=mean.")]
    [InlineData("1,2,0\n3,big,1\n4,5,1\n", "a.csv: 1 cell in 1 row of 3 has no number; the first is line 2, column x2 holds \"big\". Mend or remove such rows.")]
    [InlineData("1;2;0\n3;2,5;1\n", "a.csv: 1 cell in 1 row of 2 has no number; the first is line 2, column x2 holds \"2,5\". Write plain numbers: 2.5 in place of \"2,5\". Mend or remove such rows, or write decimal=comma.")]
    [InlineData("1,2,0\n3,4\n5\n", "a.csv: Line 2 has 2 columns, but the table has 3 (2 such rows). Every row needs the same columns.")]
    [InlineData("1,2,0\n3,\"4,1\n", "a.csv cannot be read to its end: the quote that opens in line 2 is never closed.")]
    [InlineData("x,y\n", "a.csv has a header and no row.")]
    [InlineData("4,2,no,yes\n1,2,0\n3,4,1\n", "a.csv says in its first line that it has 4 rows, but it has 2: it was cut off or the count is wrong.")]
    [InlineData("1\n2\n3\n", "a.csv has one column, and nothing is left to predict from. Cells are parted by commas, semicolons, tabs or blanks.")]
    [InlineData("1,2,0\n1e400,2,1\n", "a.csv: 1 cell in 1 row of 2 has no number; the first is line 2, column x1 holds \"1e400\". Numbers go up to 3.4e38. Mend or remove such rows.")]
    [InlineData("1,2,0\n3,4,\n5,6,1\n", "a.csv: 1 cell in 1 row of 3 has no value; the first is line 2, column x3 is empty. Mend or remove such rows, or write missing=drop or missing=mean.")]
    [InlineData("[{\"a\": 1, \"b\": 2}]", "a.csv is text in JSON, not a table with a sample on each line. Write it as one, in Python with pandas.read_json(…).to_csv(…, index=False).")]
    [InlineData("1,2,0\n# a, b\n3,4,# c\n", "a.csv: 1 cell in 1 row of 2 has no number; the first is line 3, column x3 holds \"# c\". Mend or remove such rows.")]
    public void BadRowsAreCountedAndPlaced(string text, string message)
    {
        _folder.Write("a.csv", text);
        Assert.Equal(message, DataFolder.Problem(_folder.Csv("a.csv")).Message);
    }

    /// <summary>What is around the numbers does not change them.</summary>
    [Theory]
    [InlineData("a,b,y\n1,2,0\n3,4,1\n")]
    [InlineData("a,b,y,\n1,2,0,\n3,4,1,\n")]
    [InlineData("a,b,y\n1,2,0,\n3,4,1,\n")]
    [InlineData("sep=;\na;b;y\n1;2;0\n3;4;1\n")]
    [InlineData("\"sep=;\"\r\na;b;y\r\n1;2;0\r\n3;4;1\r\n")]
    [InlineData("# made by hand, yesterday\n# all lengths in m\na,b,y\n1,2,0\n3,4,1\n")]
    [InlineData("# a,b,y\n1,2,0\n3,4,1\n")]
    [InlineData("a,b,y\n# in m\n1,2,0\n# the second, and the last, of them, all\n3,4,1\n")]
    [InlineData("a b y\n1 2 0\n3 4 1\n")]
    [InlineData("  a     b   y\n  1.0  2   0\n\n  3    4\t1   \n")]
    [InlineData("a \"b\" y\n1 \"2\" 0\n\"3\" 4 1")]
    public void WhatIsAroundTheNumbersDoesNotChangeThem(string text)
    {
        _folder.Write("a.csv", text);
        var data = DataSet.Load(_folder.Csv("a.csv"));
        Assert.Equal([1f, 2, 3, 4], data.Train.ReadInputs());
        Assert.Equal(["a", "b"], DataFolder.Facts(_folder.Csv("a.csv")).Columns.Select(column => column.Name));
        Assert.Equal(2, DataFolder.Facts(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("y")))).Rows);
    }

    [Fact]
    public void AColumnMayBeCalledByANumberSign()
    {
        _folder.Write("a.csv", "#,b,y\n1,2,0\n3,4,1\n");
        Assert.Equal(["#", "b"], DataFolder.Facts(_folder.Csv("a.csv")).Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("iso-8859-1", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    public void LettersMayBeStoredAsExcelAndOlderProgramsDo(string name, bool marked)
    {
        var encoding = System.Text.Encoding.GetEncoding(name);
        _folder.Write("a.csv", [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes("größe,tier\n1,Gänse\n2,Gönse\n3,Gänse\n")]);
        var facts = DataFolder.Facts(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("tier"))));
        Assert.Equal(["größe"], facts.Columns.Select(column => column.Name));
        Assert.Equal(["Gänse", "Gönse"], facts.Target.ClassNames.AsEnumerable());
        Assert.Equal([2, 1], facts.Target.ClassCounts.AsEnumerable());
    }

    /// <summary>Two texts would become the same if letters were passed over.</summary>
    [Fact]
    public void LettersThatAreNoneAreRefusedWhereTheyCome()
    {
        var lines = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i % 7},Huhn\n"));
        _folder.Write("a.csv", System.Text.Encoding.Latin1.GetBytes($"x,tier\n{lines}1,Gänse\n2,Gönse\n"));
        Assert.Contains("line 200,002 holds letters that are not in UTF-8", DataFolder.Problem(_folder.Csv("a.csv")).Message);
    }

    [Fact]
    public void ANameOfTwoColumnsNamesNone()
    {
        _folder.Write("a.csv", "x,y,y\n1,2,0\n3,4,1\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("y"))));
        Assert.Equal(("a.csv has more than one column y: say which by its number, 1 or 2.", "2"), (problem.Message, problem.Suggestion));
        Assert.Equal(2, DataFolder.Facts(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("2")))).Rows);
    }

    [Theory]
    [InlineData("<NA>")]
    [InlineData(".")]
    [InlineData("n.a.")]
    [InlineData("#DIV/0!")]
    [InlineData("-inf")]
    public void ManyWordsStandForAMissingValue(string cell)
    {
        _folder.Write("a.csv", $"x,y\n1,2\n{cell},3\n4,5\n");
        Assert.Equal([1f, 4], DataSet.Load(_folder.Csv("a.csv", (CsvSource.Missing, "drop"))).Train.ReadInputs());
    }

    [Fact]
    public void UnknownColumnOffersTheNearest()
    {
        _folder.Write("a.csv", "age,species\n1,0\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("specis"))));
        Assert.Equal("a.csv has no column specis. Did you mean species?", problem.Message);
        Assert.Equal((DataFindings.UnknownColumn, CsvSource.Target, "species"), (problem.Kind, problem.At, problem.Suggestion));
    }

    [Fact]
    public void UnknownColumnNumber()
    {
        _folder.Write("a.csv", "1,2,3\n");
        Assert.Equal("a.csv has no column 3: it has 3, counted 0 to 2, or from the end −1 to −3.", DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Target, DataFolder.Names("3")))).Message);
    }

    [Fact]
    public void ShapeHasToFit()
    {
        _folder.Write("a.csv", "1,2,3,4,0\n");
        var problem = DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Shape, System.Collections.Immutable.ImmutableArray.Create(1, 2, 3))));
        Assert.Equal("shape=1x2x3 needs 6 columns, but a.csv has 4 beside its target.", problem.Message);
    }

    [Fact]
    public void TooFewClassNames()
    {
        _folder.Write("a.csv", "1,0\n2,2\n3,1\n");
        Assert.Equal("2 classes are named, but column x2 of a.csv has 3: 0, 1, 2.", DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Classes, DataFolder.Names("no", "yes")))).Message);
    }

    [Fact]
    public void ClassThatIsNotNamed()
    {
        _folder.Write("a.csv", "1,yes\n2,nno\n");
        Assert.Equal("a.csv: line 2 is of class nno, which classes=[no, yes] does not name (it names no).", DataFolder.Problem(_folder.Csv("a.csv", (CsvSource.Classes, DataFolder.Names("no", "yes")))).Message);
    }

    [Fact]
    public void MissingFileOffersTheNearest()
    {
        _folder.Write("iris.csv", "1,2\n");
        var problem = DataFolder.Problem(_folder.Csv("irs.csv"));
        Assert.Equal($"There is no file irs.csv in {_folder.Path}; did you mean iris.csv?", problem.Message);
        Assert.Equal((DataFindings.MissingFile, "\"iris.csv\""), (problem.Kind, problem.Suggestion));
    }

    [Fact]
    public void MissingFolder()
        => Assert.Equal($"There is no file no/a.csv: the folder {_folder.In("no")} does not exist. Paths are relative to the .nnet file.", DataFolder.Problem(_folder.Csv("no/a.csv")).Message);

    [Fact]
    public void FolderInPlaceOfAFile()
    {
        Directory.CreateDirectory(_folder.In("a.csv"));
        Assert.Equal("a.csv is a folder; name the file in it.", DataFolder.Problem(_folder.Csv("a.csv")).Message);
    }

    [Fact]
    public void EmptyFile()
    {
        _folder.Write("a.csv", "");
        Assert.Equal("a.csv is empty.", DataFolder.Problem(_folder.Csv("a.csv")).Message);
    }

    [Fact]
    public void OtherFormatsAreNamed()
    {
        _folder.Write("a.csv", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0]);
        Assert.Equal("a.csv is not a table in a text file: it is a PNG picture.", DataFolder.Problem(_folder.Csv("a.csv")).Message);
        _folder.Write("a.csv", [7, 1, 2, 3, 0, 0]);
        Assert.Equal("a.csv is not a table in a text file: it is binary data.", DataFolder.Problem(_folder.Csv("a.csv")).Message);
    }

    [Fact]
    public void GzipThatWasCutOff()
    {
        _folder.Write("a.csv.gz", DataFolder.Gzip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * i},0\n")))[..2000]);
        Assert.Contains("a.csv.gz", DataFolder.Problem(_folder.Csv("a.csv.gz")).Message);
        Assert.Contains("damaged", DataFolder.Problem(_folder.Csv("a.csv.gz")).Message);
    }

    [Theory]
    // Milliseconds since 1970, one a second.
    [InlineData(1748779200000, 1000, 1.0)]
    // Ids that follow each other.
    [InlineData(100_000_001, 1, 1.0)]
    // Every whole number up to 2^24 is one of its own, and beyond it where every second one is meant.
    [InlineData(16_777_000, 1, 0)]
    [InlineData(20_000_000, 2, 0)]
    // Prices in the millions.
    [InlineData(20_000_000, 12_345, 0)]
    public void NumbersThatBecomeTheSame(long first, long step, double share)
    {
        _folder.Write("a.csv", "area,big,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 7},{first + (i * step)},{i % 2}\n")));
        var merged = DataFolder.Facts(_folder.Csv("a.csv")).Merged;
        if (share == 0)
        {
            Assert.Empty(merged);
            return;
        }
        var seen = Assert.Single(merged);
        Assert.Equal(("big", (decimal)first), (seen.Column, seen.One));
        Assert.Equal((float)seen.One, (float)seen.Other);
        Assert.NotEqual(seen.One, seen.Other);
        Assert.InRange(seen.Share, 0.95, share);
    }

    [Fact]
    public void FewNumbersThatBecomeTheSameLoseNothingThatMatters()
    {
        // Two sales of nearly one price among a hundred.
        _folder.Write("a.csv", "area,y\n1,30000001\n2,30000000\n" + string.Concat(Enumerable.Range(0, 98).Select(i => $"{i},{20_000_000 + (i * 1000)}\n")));
        Assert.Empty(DataFolder.Facts(_folder.Csv("a.csv")).Merged);
        // All rows are of one of two shops; pandas writes whole numbers so where some are missing.
        _folder.Write("b.csv", "shop,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{300_000_001 + (i % 2)}.0,{i}\n")));
        Assert.Equal([("shop", 1.0)], DataFolder.Facts(_folder.Csv("b.csv")).Merged.Select(values => (values.Column, values.Share)));
        // The same number written in two ways is one number.
        _folder.Write("c.csv", "shop,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"300000001{(i % 2 == 0 ? ".0" : "")},{i}\n")));
        Assert.Empty(DataFolder.Facts(_folder.Csv("c.csv")).Merged);
    }

    [Fact]
    public void TargetsAndSeriesToldOfNumbersThatBecomeTheSame()
    {
        var rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{1_700_000_000 + i}\n"));
        _folder.Write("a.csv", "x,until\n" + rows);
        Assert.Equal("until", Assert.Single(DataFolder.Facts(_folder.Csv("a.csv")).Merged).Column);
        Assert.Equal("until", Assert.Single(DataFolder.Facts(_folder.Source<SeriesSource>((SeriesSource.Path, "a.csv"), (SeriesSource.Window, 4))).Merged).Column);
    }

    private int RowsOf(string text)
    {
        _folder.Write("a.csv", text);
        return DataFolder.Facts(_folder.Csv("a.csv")).Rows;
    }
}
