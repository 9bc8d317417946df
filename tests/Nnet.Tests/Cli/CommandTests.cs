using Newtonsoft.Json.Linq;
using Nnet.Cli;
using Xunit;

namespace Nnet.Tests.Cli;

/// <summary>What `nnet check` and `nnet summary` write, and the exit codes that scripts rely on.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Good = "model Net {\n  input 1x28x28\n  conv 6 kernel=5 padding=2 activation=tanh\n  batchnorm\n  flatten\n  dense 10\n}\n";

    private const string Bad = "model Net {\n  input 1x28x28\n  dense 10\n}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("nnet-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CheckOfACleanFileIsSilent()
    {
        var result = Run("check", Write("good.nnet", Good));
        Assert.Equal((0, "", ""), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public void CheckWritesPlaceSeverityAndCode()
    {
        var file = Write("bad.nnet", Bad);
        var (code, output, _) = Run("check", Write("good.nnet", Good), file);
        Assert.Equal(1, code);
        Assert.Equal($"{file}:3:3: error needs-vector: dense needs a vector, but it gets 1×28×28: put `flatten` before it.\n", output);
    }

    [Fact]
    public void WarningsAloneDoNotFail()
    {
        var (code, output, _) = Run("check", Write("warn.nnet", "model M { input 4; dense 8; dense 3 }\n"));
        Assert.Equal(0, code);
        Assert.Contains(": warning linear-stack: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckAsJson()
    {
        var file = Write("bad.nnet", Bad);
        var (code, output, _) = Run("check", "--json", file);
        Assert.Equal(1, code);
        var finding = Assert.Single(JArray.Parse(output));
        Assert.Equal(["file", "line", "column", "endLine", "endColumn", "severity", "code", "message", "fixes"], ((JObject)finding).Properties().Select(property => property.Name));
        Assert.Equal((file, 3, 3, 3, 8), ((string?)finding["file"], (int)finding["line"]!, (int)finding["column"]!, (int)finding["endLine"]!, (int)finding["endColumn"]!));
        Assert.Equal("Insert flatten", (string?)finding["fixes"]![0]!["title"]);
        Assert.Equal("flatten\n  ", (string?)finding["fixes"]![0]!["edits"]![0]!["newText"]);
        Assert.Equal("[]", Run("check", "--json", Write("good.nnet", Good)).Out.Trim());
    }

    [Fact]
    public void SummaryIsATable()
    {
        var (code, output, _) = Run("summary", Write("good.nnet", Good));
        Assert.Equal(0, code);
        Assert.Equal("""
            Net

              layer                   output   values  parameters     MACs
              input_1      input      1×28×28
              conv_1       conv tanh  6×28×28  (−1,1)         156  117,600
              batchnorm_1  batchnorm  6×28×28                  12
              flatten_1    flatten    4704
              dense_1      dense      10                   47,050   47,040

              parameters  47,218
              buffers     12 kept, not trained
              per sample  0.16 M MACs
              memory      0.27 MB for weights and one sample's activations, 32-bit

            """.ReplaceLineEndings("\n"), output);
    }

    private const string Nested = """
        block Basic(ch, stride=1) {
          add {
            path { conv ch kernel=3 stride=stride padding=1 bias=false; batchnorm }
            path when stride > 1 { conv ch kernel=1 stride=stride bias=false }
          }
          relu
        }
        model Net {
          input image 8x8x8
          repeat 2 Basic 8
          e: Basic 16 stride=2
          path { globalavgpool; aux: dense 3 freeze=true }
          output aux
          flatten
          h: dense 3 activation=relu
          dense 3 tie=aux
        }
        """;

    [Fact]
    public void SummaryOfBlocksIsIndentedAsTheyAre()
    {
        var (_, output, error) = Run("summary", Write("nested.nnet", Nested.Replace("dense 3 tie=aux", "dense 3", StringComparison.Ordinal)));
        Assert.Empty(error);
        Assert.Equal("""
            Net

              layer                                       output  values  parameters        MACs
              image              input                    8×8×8
              2 × Basic 8        block                    8×8×8   [0,∞)      2 × 592  2 × 36,864
                add_1            add                      8×8×8                  592      36,864
                  path                                    8×8×8                  592      36,864
                    conv_1       conv                     8×8×8                  576      36,864
                    batchnorm_1  batchnorm                8×8×8                   16
                relu_1           relu                     8×8×8   [0,∞)
              Basic 16 stride=2  block                    16×4×4  [0,∞)        1,312      20,480
                add_3            add                      16×4×4               1,312      20,480
                  path                                    16×4×4               1,184      18,432
                    conv_3       conv                     16×4×4               1,152      18,432
                    batchnorm_3  batchnorm                16×4×4                  32
                  path                                    16×4×4                 128       2,048
                    conv_4       conv                     16×4×4                 128       2,048
                relu_3           relu                     16×4×4  [0,∞)
              path                                        3                       51          48
                globalavgpool_1  globalavgpool            16      [0,∞)
                aux              dense · frozen · output  3                       51          48
              flatten_1          flatten                  256     [0,∞)
              h                  dense relu               3       [0,∞)          771         768
              dense_1            dense · output           3                       12           9

              parameters  3,330
              frozen      51 of them, which training leaves as they are
              buffers     64 kept, not trained
              per sample  95,033 MACs
              memory      38.3 kB for weights and one sample's activations, 32-bit
              outputs     aux 3, dense_1 3

            """.ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public void SummaryTellsWhatIsShared() => Assert.Contains("dense · frozen · shares aux · output", Run("summary", Write("tied.nnet", Nested.Replace("  flatten\n  h: dense 3 activation=relu", "  h: globalavgpool", StringComparison.Ordinal))).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    public void SummaryGoesAsDeepAsIsWanted(string depth, bool hasJoint)
    {
        var output = Run("summary", Write("nested.nnet", Nested), "--depth", depth).Out;
        Assert.Equal(hasJoint, output.Contains("add_1", StringComparison.Ordinal));
        Assert.DoesNotContain("batchnorm", output, StringComparison.Ordinal);
        Assert.Contains("Basic 16 stride=2", output, StringComparison.Ordinal);
    }

    [Fact]
    public void SummaryAsJson()
    {
        var (code, output, _) = Run("summary", Write("good.nnet", Good), "--json");
        Assert.Equal(0, code);
        var summary = JObject.Parse(output);
        Assert.Equal(["model", "parameters", "trainable", "buffers", "macs", "memoryBytes", "layers"], summary.Properties().Select(property => property.Name));
        Assert.Equal((47_218, 47_218, 12), ((int)summary["parameters"]!, (int)summary["trainable"]!, (int)summary["buffers"]!));
        var layer = (JObject)summary["layers"]![1]!;
        Assert.Equal(["line", "name", "kind", "output", "domain", "parameters", "macs"], layer.Properties().Select(property => property.Name));
        Assert.Equal((3, "conv_1", "conv", "6×28×28", "(−1,1)", 156), ((int)layer["line"]!, (string?)layer["name"], (string?)layer["kind"], (string?)layer["output"], (string?)layer["domain"], (int)layer["parameters"]!));
    }

    [Fact]
    public void SummaryShowsEveryModelOrTheNamedOne()
    {
        var file = Write("two.nnet", "model A { input 4; dense 3 }\nmodel B { input 4; dense 2 }\n");
        Assert.Matches("(?s)^A\n.*\nB\n", Run("summary", file).Out);
        Assert.StartsWith("B\n", Run("summary", file, "--model", "B").Out, StringComparison.Ordinal);
        Assert.Equal("B", (string?)JObject.Parse(Run("summary", file, "--json").Out)["model"]);
        var (code, _, error) = Run("summary", file, "--model=C");
        Assert.Equal(2, code);
        Assert.Contains("has no model `C`", error, StringComparison.Ordinal);
    }

    [Fact]
    public void SummaryOfABrokenModelSaysWhy()
    {
        var (code, output, error) = Run("summary", Write("bad.nnet", Bad));
        Assert.Equal(1, code);
        Assert.Contains("?", output, StringComparison.Ordinal);
        Assert.Contains("needs-vector", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file `nowhere.nnet`.", "check", "nowhere.nnet")]
    [InlineData("There is no file `nowhere.nnet`.", "summary", "nowhere.nnet")]
    [InlineData("Did you mean `nnet check`?", "chek", "a.nnet")]
    [InlineData("There is no option `--jsn`.", "check", "a.nnet", "--jsn")]
    [InlineData("at least one .nnet file", "check")]
    [InlineData("one word too many", "summary", "a.nnet", "b.nnet")]
    [InlineData("--model needs a value", "summary", "a.nnet", "--model")]
    public void WhatIsNotUnderstoodIsOneSentence(string message, params string[] words)
    {
        var (code, output, error) = Run(words);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData]
    [InlineData("help")]
    [InlineData("--help")]
    public void HelpListsCommands(params string[] words)
    {
        var (code, output, _) = Run(words);
        Assert.Equal(0, code);
        Assert.Contains("check", output, StringComparison.Ordinal);
        Assert.Contains("summary", output, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCommandHasItsHelp()
    {
        Assert.StartsWith("nnet check FILE…", Run("check", "--help").Out, StringComparison.Ordinal);
        Assert.StartsWith("nnet summary FILE", Run("help", "summary").Out, StringComparison.Ordinal);
        Assert.Matches(@"^nnet \d+\.\d+\.\d+\n$", Run("--version").Out);
    }

    private static (int Code, string Out, string Error) Run(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run([new CheckCommand(), new SummaryCommand()], words, Terminal.Of(output, error));
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
