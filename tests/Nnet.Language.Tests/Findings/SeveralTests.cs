using System.Collections.Immutable;
using Nnet.Language.Data;
using Nnet.Language.Graph;
using Xunit;

namespace Nnet.Language.Tests.Findings;

/// <summary>Models with several inputs and outputs: what is fed into which, and what each learns.</summary>
public class SeveralTests
{
    private const string Model = """
        model M {
          input city [1] domain=tokens(3)
          embedding 3 2
          place: flatten
          input home 2
          concat place
          dense 8 activation=relu
          path { price: dense 1; output }
          kind: dense 4
        }

        """;

    private const string Data = """
        data d {
          csv "t.csv" target=kind
          features [town] input=city
          features [rooms, area] input=home
          target euros output=price
          normalize standard target=standard
        }

        """;

    private const string Train = """
        train M on d {
          loss cross_entropy
          loss mean_squared_error output=price weight=30%
          optimizer adam
          epochs 10
        }

        """;

    [Fact]
    public void What_fits_is_silent()
    {
        Check.Silent(Data + Model + Train, new Table());
        var spec = Check.Analyze(Data + Model + Train).Trains.Single();
        Assert.Equal(["kind", "price"], spec.Objectives.Select(objective => objective.Name));
        Assert.Equal([1, 0.3], spec.Objectives.Select(objective => objective.Weight));
        Assert.Equal("price_loss", spec.Objectives[1].Figure);
    }

    [Fact]
    public void The_loss_of_the_last_line_may_say_so_and_stand_anywhere()
    {
        var text = Data + Model + Train.Replace("  loss cross_entropy\n", "").Replace("weight=30%", "weight=30%\n  loss cross_entropy output=kind");
        Check.Silent(text, new Table());
        Assert.Equal("cross_entropy", Check.Analyze(text).Trains.Single().Loss!.Definition.Name);
    }

    [Fact]
    public void An_output_goes_by_the_label_of_its_line()
    {
        Assert.Equal("a b relu_1 d c", Names("input 2\na: dense 2 activation=tanh\noutput\npath { b: Head; output }\npath { dense 3; relu; output }\npath { d: Head; output }\nc: dense 3 activation=tanh"));

        static string Names(string lines)
        {
            var model = Check.Analyze($"block Head {{\n  inner: dense 3\n  tanh\n}}\nmodel M {{\n{lines}\n}}\n").Models.Single();
            Assert.True(model.IsComplete);
            return string.Join(" ", model.OutputNames);
        }
    }

    [Fact]
    public void Input_without_features()
    {
        var without = Data.Replace("  features [town] input=city\n", "").Replace("features [rooms, area] input=home\n", "");
        Check.Fires("input-without-features", (without + Model + Train).Replace("csv", "⟦csv⟧"), new Table(), "2 inputs, city (1) and home (2), but d does not say what goes into each. Write a line for each: `features [town] input=city`, `features input=home`");
        Check.Fires("input-without-features", Data.Replace("  features [town] input=city\n", "").Replace("features", "⟦features⟧") + Model + Train, new Table(), "into city. Write a line for it: `features [town] input=city`");
        // One that nobody names cannot be guessed without a look at the data.
        Check.Fires("input-without-features", Data.Replace("  features [town] input=city\n", "").Replace("features", "⟦features⟧") + Model + Train, message: "`features […] input=city`");
    }

    [Fact]
    public void Unknown_input()
    {
        Check.Fires("unknown-input", Data.Replace("input=home", "input=⟦hume⟧") + Model + Train, new Table(), "M has no input `hume`; it has city, home. Did you mean `home`?");
        Check.Fires("unknown-input", Data.Replace("features [rooms, area] input=home", "⟦features⟧ [rooms, area]") + Model + Train, new Table(), "does not say which of them it feeds");
    }

    [Fact]
    public void Sizes_are_compared_input_by_input()
    {
        Check.Fires("input-differs", Data.Replace("[rooms, area]", "⟦[rooms]⟧") + Model + Train, new Table(), "The input home of M takes 2 numbers (2), but its line gives it 1.");
        Check.Fires("input-differs", Data.Replace("[rooms, area]", "⟦[rooms, town]⟧") + Model + Train, new Table(), "gives it 4, since town becomes 3 inputs");
        Check.Fires("input-differs", Data + Model.Replace("tokens(3)", "⟦tokens(2)⟧").Replace("embedding 3", "embedding 2") + Train, new Table(), "knows 2 tokens, but town has 3 categories");
        Check.Fires("input-differs", Data.Replace("[town]", "[area]") + Model.Replace("tokens(3)", "⟦tokens(3)⟧") + Train, new Table(), "`onehot=area` on the line of the source");
    }

    [Fact]
    public void Unknown_output()
    {
        Check.Fires("unknown-output", Data + Model + Train.Replace("output=price", "output=⟦prise⟧"), new Table(), "M has no output `prise`; it has price, kind. Did you mean `price`?");
        Check.Fires("unknown-output", Data.Replace("output=price", "output=⟦prise⟧") + Model + Train, new Table());
        Check.Fires("unknown-output", Data + Model + Train.Replace("output=price", "output=⟦place⟧"), new Table(), "`place` is a line of M, but no output of it: write `output place` below it.");
    }

    [Fact]
    public void Output_without_loss()
    {
        Check.Fires("output-without-loss", Data + Model + Train.Replace("  loss mean_squared_error output=price weight=30%\n", "").Replace("loss cross", "⟦loss⟧ cross"), new Table(), "without a loss, so what leads to it alone learns nothing. Give it one, `loss cross_entropy output=price weight=30%`");
        // What the last line learns from as well is only looked at.
        Check.SilentOn("output-without-loss", "model M { input 2; a: dense 3 activation=relu; output; dense 1 }\ndata e { playground circle }\ntrain M on e { loss binary_cross_entropy; optimizer adam; epochs 3 }");
    }

    [Fact]
    public void One_loss_for_the_last_line()
    {
        Check.Fires("one-main-loss", Data + Model + Train.Replace("loss cross_entropy\n", "loss cross_entropy\n  loss ⟦cross_entropy⟧ output=kind\n"), new Table(), "has a loss on line");
        Check.Fires("one-main-loss", Data + Model + Train.Replace("  loss cross_entropy\n", "").Replace("output=price weight", "output=⟦price⟧ weight"), new Table(), "kind, needs one as well");
    }

    [Fact]
    public void Two_lines_for_one_part()
    {
        Check.Fires("duplicate-setting", Data + Model + Train.Replace("weight=30%", "weight=30%\n  ⟦loss⟧ huber output=price"), new Table(), "gives `loss` for price already");
        Check.Fires("duplicate-setting", Data.Replace("  target", "  ⟦features⟧ [area] input=home\n  target") + Model + Train, new Table(), "gives `features` for home already");
        Check.Fires("missing-argument", Data.Replace("features [town] input=city", "features input=city").Replace("features [rooms, area]", "⟦features⟧") + Model + Train, new Table(), "takes all columns that no other line names");
        Check.Fires("missing-argument", "data e { playground circle; ⟦features⟧ }\n", message: "features needs expressions");
        Check.Fires("wrong-value", "data e { csv \"t.csv\"; target ⟦kind⟧ }\n", message: "`csv … target=kind`");
    }

    [Fact]
    public void Each_output_is_checked_as_if_it_were_the_last_line()
    {
        Check.Fires("target-encoding", Data + Model + Train.Replace("mean_squared_error", "⟦cross_entropy⟧"), new Table(), "wants the number of a class, but the targets of d are numbers from");
        Check.Fires("units-differ", Data + Model.Replace("price: dense 1", "price: dense ⟦2⟧") + Train, new Table(), "ends in 2 outputs, but d has 1 number to predict");
        Check.Fires("domain-mismatch", Data + Model.Replace("price: dense 1", "price: dense 1 activation=⟦tanh⟧") + Train.Replace("mean_squared_error", "binary_cross_entropy"), new Table(classes: true));
        // An output without a target of its own has that of the last line.
        Check.Fires("units-differ", Data.Replace("  target euros output=price\n", "") + Model.Replace("price: dense 1", "price: dense ⟦3⟧") + Train.Replace("mean_squared_error", "cross_entropy"), new Table(), "ends in 3 outputs, but d has 4 classes");
    }

    [Fact]
    public void A_further_loss_can_be_watched()
    {
        Check.Silent(Data.Replace("csv \"t.csv\" target=kind\n", "csv \"t.csv\" target=kind\n  split train=80% validation=20%\n") + Model + Train.Replace("epochs 10", "epochs 10\n  early_stopping monitor=val_price_loss patience=3"), new Table());
        Check.Fires("monitor-without-figure", Data + Model + Train.Replace("epochs 10", "epochs 10\n  early_stopping monitor=⟦prise_loss⟧ patience=3"), new Table(), "there are loss, price_loss");
    }

    [Fact]
    public void AnArrayIsOfferedToTheInputOfItsSize()
    {
        var arrays = new Facts(new DataFacts(100, new TensorType(Shape.Of(69), Domain.Real), new TargetFacts(1, 0.5, 90.5)) { Columns = [new("photo", 0, 1, 0.5, 0.2) { Inputs = 64 }, new("figures", -2, 2, 0, 1) { Inputs = 5 }] });
        const string text = "data d {\n  ⟦npz⟧ \"a.npz\" inputs=[photo, figures]\n}\nmodel M {\n  input image 1x8x8\n  a: flatten\n  input meta 5\n  concat a\n  dense 1\n}\ntrain M on d {\n  loss mean_squared_error\n  optimizer adam\n  epochs 10\n}\n";
        Check.Fires("input-without-features", text, arrays, "Write a line for each: `features [photo] input=image`, `features [figures] input=meta`.");
    }

    // Two numbers, a town out of three, a kind out of four, and a price.
    private sealed class Table(bool classes = false) : IDataProbe
    {
        public DataLook Look(DataSpec data)
        {
            ColumnFacts[] columns = [new("rooms", 1, 9, 3, 1), new("area", 20.5, 90, 50, 9), new("town", 0, 1, 0.3, 0.4) { Inputs = 3, Categories = [new("a", 9), new("b", 8), new("c", 7)] }];
            InputFacts Fed(string name, params string[] names)
            {
                var own = columns.Where(column => names.Contains(column.Name)).ToImmutableArray();
                return new InputFacts(name, new TensorType(Shape.Of(own.Sum(column => column.Inputs)), Domain.Real), own);
            }
            var inputs = data.Features.Select(line => Fed(line.Get(FeaturesSetting.Input), [.. line.Get(FeaturesSetting.Expressions).SelectMany(formula => formula.Variables)])).ToImmutableArray();
            var price = classes ? new TargetFacts(1, 0, 1) { Classes = 2, ClassNames = ["0", "1"], ClassCounts = [100, 140] } : new TargetFacts(1, 100.5, 900);
            return new DataLook.Seen(new DataFacts(2000, new TensorType(Shape.Of(5), Domain.Real), new TargetFacts(1, 0, 3) { Classes = 4, ClassNames = ["w", "x", "y", "z"], ClassCounts = [500, 500, 500, 500], IsNamed = true })
            {
                Columns = [.. columns],
                Inputs = data.NamesInputs ? inputs : [],
                Targets = data.OtherTargets.ToImmutableDictionary(line => line.Get(TargetSetting.Output), _ => price),
            });
        }
    }
}
