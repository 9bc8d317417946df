using System.Text;
using Nnet.Editor.InlayHints;
using Nnet.Editor.Workspace;
using Nnet.Lsp.Documents;
using Xunit;

namespace Nnet.Tests.Editor;

/// <summary>The facts of lines that an edited text takes from the version before are those of a text that knows nothing.</summary>
public class IncrementalFactsTests
{
    private const string Sample = """
        block Unit(channels, stride=1) {
          residual when stride == 1 { conv channels kernel=3 padding=1; batchnorm; relu }
          conv channels kernel=3 stride=stride padding=1 when stride > 1
        }

        model Nested {
          input 3x32x32
          residual {
            repeat 2 {
              conv in.channels kernel=3 padding=1
              batchnorm
            }
          }
          repeat 3 residual { repeat 2 { conv 3 kernel=3 padding=1 activation=relu; prelu } }
          repeat 2 Unit 3
          Unit 3 stride=2
          repeat 2 repeat 3 { conv 3 kernel=1; repeat 2 relu }
          add { path { conv 8 kernel=1 }; path { repeat 2 conv 8 kernel=1 activation=prelu } }
          skip: batchnorm
          relu
          concat skip
          flatten
          dense 10
        }

        model Other {
          input 3x8x8
          Unit 3
          globalavgpool
          dense 4 activation=relu; dense 2
        }

        """;

    private static readonly string[] s_insertions =
        ["\n", "\n\n", "  # a comment\n", "1", "2", "relu\n", "  dense 4 activation=relu\n", "  repeat 2 { conv 3 kernel=1; relu }\n", "}", "{", "residual {", "repeat 2 ", " when 1 > 2", "let c = 3\n", "x: ", "(", "conv 3 kernel=1\n", "  batchnorm; tanh\n", "Unit 3\n"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RandomEdits(int seed)
    {
        var random = new Random(seed);
        var (text, lastGood, compared) = (new StringBuilder(Sample), new LastGood(), 0);
        for (var version = 1; version <= 300; version++)
        {
            // Now and then as it was, so that errors come and go.
            if (random.Next(4) == 0)
            {
                text.Clear().Append(Sample);
            }
            else if (random.Next(3) == 0)
            {
                var (start, length) = (random.Next(text.Length), random.Next(1, 12));
                text.Remove(start, Math.Min(length, text.Length - start));
            }
            else
            {
                text.Insert(random.Next(text.Length), s_insertions[random.Next(s_insertions.Length)]);
            }
            var edited = Of(text.ToString(), version, lastGood);
            var lines = Lines(edited);
            // Behind an error lines keep what they had last; without one nothing is left of that.
            if (!edited.Analysis.HasErrors)
            {
                compared++;
                Assert.Equal(Lines(Of(text.ToString(), version, new LastGood())), lines);
            }
        }
        Assert.True(compared > 60, $"only {compared} texts could be compared");
    }

    [Fact]
    public void WhatAnEditLeavesAloneStaysTheSameObjects()
    {
        var lastGood = new LastGood();
        var before = Of(Sample, 1, lastGood).Steps.Steps;
        var after = Of(Sample.Replace("dense 10", "dense 11", StringComparison.Ordinal), 2, lastGood).Steps.Steps;
        Assert.Equal(before.Length, after.Length);
        Assert.Equal(1, before.Zip(after).Count(pair => !ReferenceEquals(pair.First, pair.Second)));
    }

    private static Snapshot Of(string text, int version, LastGood lastGood)
        => new(new Document("file:///facts.nnet", "nnet", version, text), null, new DataLooks(null), lastGood, isTypedIn: true);

    private static IEnumerable<string> Lines(Snapshot snapshot)
    {
        var settings = new EditorSettings { ShowMacs = true, ShowDomains = true };
        return [.. snapshot.Steps.Steps.Select(step => $"{snapshot.Source.PositionAt(step.Start)} {snapshot.Source.PositionAt(step.Offset)} {step.Written} → {HintText.Of(step, settings)} ({HintText.TipOf(step)})")];
    }
}
