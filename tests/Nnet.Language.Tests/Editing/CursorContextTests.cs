using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Editing;
using Xunit;

namespace Nnet.Language.Tests.Editing;

public class CursorContextTests
{
    [Theory]
    [InlineData("$0", "DeclarationStart")]
    [InlineData("mod$0", "DeclarationStart mod")]
    [InlineData("model M { relu }\n$0", "DeclarationStart")]
    [InlineData("model $0", "Nothing")]
    [InlineData("# com$0ment", "Nothing")]
    [InlineData("let n = $0", "Calculation")]
    [InlineData("let n$0", "Nothing n")]
    [InlineData("model M {\n  input 4\n  $0\n}", "StatementStart Model")]
    [InlineData("model M {\n  input 4\n  den$0\n  relu\n}", "StatementStart den Model")]
    [InlineData("model M { input 4; $0 }", "StatementStart Model")]
    [InlineData("model M {\n  e4: $0", "StatementStart Model")]
    [InlineData("model M {\n  repeat 2 $0", "StatementStart Model")]
    [InlineData("model M {\n  repeat $0", "Calculation")]
    [InlineData("data d {\n  $0\n}", "StatementStart Data")]
    [InlineData("model M {\n  input 4\n\ndata d {\n  $0", "StatementStart Data")]
    [InlineData("train M on d {\n  $0\n}", "StatementStart Train")]
    [InlineData("train $0", "ModelReference")]
    [InlineData("train Ml$0 on d {", "ModelReference Ml")]
    [InlineData("train M $0", "OnKeyword")]
    [InlineData("train M on $0", "DataReference")]
    [InlineData("train M on di$0 {\n}", "DataReference di")]
    [InlineData("train M on d {\n  loss $0\n}", "Choice loss: binary_cross_entropy cosine cross_entropy hinge huber kl_divergence mean_absolute_error mean_squared_error multiclass_hinge")]
    [InlineData("train M on d {\n  loss cro$0\n}", "Choice cro loss: binary_cross_entropy cosine cross_entropy hinge huber kl_divergence mean_absolute_error mean_squared_error multiclass_hinge")]
    [InlineData("train M on d {\n  metrics accuracy $0\n}", "Choice metrics: auc confusion f1 mae perplexity precision r2 recall rmse top_k")]
    [InlineData("train M on d {\n  metrics accuracy top_k 3 f1 $0\n}", "Choice metrics: auc confusion mae perplexity precision r2 recall rmse, or f1 average")]
    [InlineData("train M on d {\n  metrics top_k 3 $0\n}", "Choice metrics: accuracy auc confusion f1 mae perplexity precision r2 recall rmse")]
    [InlineData("train M on d {\n  metrics f1 average=$0\n}", "ArgumentValue f1 average")]
    [InlineData("train M on d {\n  optimizer sgd $0\n}", "ArgumentStart sgd - : lr momentum nesterov dampening weight_decay")]
    [InlineData("train M on d {\n  optimizer sgd lr=0.1 mo$0\n}", "ArgumentStart mo sgd - : momentum nesterov dampening weight_decay")]
    [InlineData("train M on d {\n  optimizer sgd $0 lr=0.1\n}", "ArgumentStart sgd - : momentum nesterov dampening weight_decay")]
    [InlineData("model M {\n  dense $0\n}", "ArgumentStart dense units : units activation bias init freeze lr tie")]
    [InlineData("model M {\n  dense 8 $0\n}", "ArgumentStart dense - : activation bias init freeze lr tie")]
    [InlineData("model M {\n  dense (4*n) act$0\n}", "ArgumentStart act dense - : activation bias init freeze lr tie")]
    [InlineData("model M {\n  Linear 8 $0\n}", "ArgumentStart dense - : activation bias init freeze lr tie")]
    [InlineData("model M {\n  dense 8 activation=$0\n}", "ArgumentValue dense activation")]
    [InlineData("model M {\n  dense 8 activation=re$0\n}", "ArgumentValue re dense activation")]
    [InlineData("model M {\n  dense 8 activation=relu $0", "ArgumentStart dense - : bias init freeze lr tie")]
    [InlineData("model M {\n  conv 8 kernel=[3, $0]\n}", "ArgumentValue conv kernel")]
    [InlineData("data d {\n  features [x1,\n    $0\n  ]\n}", "ArgumentValue features expressions")]
    [InlineData("data d {\n  csv \"da$0ta.csv\"\n}", "PathText data.csv path da")]
    [InlineData("data d {\n  csv \"da$0", "PathText da path da")]
    [InlineData("data d {\n  idx \"a\" labels=\"$0\"\n}", "PathText labels ")]
    [InlineData("use \"a$0\"", "PathText a - a")]
    [InlineData("data d {\n  csv \"a\" header=\"$0\"\n}", "Nothing")]
    [InlineData("model M {\n  dense 8$0\n}", "Nothing 8")]
    [InlineData("block B(n, m=$0) {", "Calculation")]
    [InlineData("block B(n, $0) {", "Nothing")]
    [InlineData("block B(n) {\n  $0\n}", "StatementStart Block")]
    [InlineData("model M {\n  add {\n    $0\n  }\n}", "StatementStart Paths")]
    [InlineData("model M {\n  e: concat e2 {\n    path { relu }\n    $0", "StatementStart Paths")]
    [InlineData("model M {\n  add {\n    path when n > 1 {\n      $0", "StatementStart Model")]
    [InlineData("model M {\n  add {\n    repeat 2 {\n      $0", "StatementStart Paths")]
    [InlineData("model M {\n  residual { relu; $0 }\n}", "StatementStart Model")]
    [InlineData("model M\n{\n  $0\n}", "StatementStart Model")]
    [InlineData("model M {\n  add { path { relu } }\n  $0\n}", "StatementStart Model")]
    [InlineData("model M {\n  repeat 2 $0 {\n", "StatementStart Model")]
    [InlineData("model M {\n  relu when $0\n}", "Calculation")]
    [InlineData("model M {\n  relu when a > $0\n}", "Calculation")]
    [InlineData("model M {\n  relu when a > 1 $0\n}", "Conjunction")]
    [InlineData("model M {\n  dense in.$0\n}", "Property in")]
    [InlineData("model M {\n  dense in.ch$0\n}", "Property ch in")]
    [InlineData("model M {\n  relu when e4.$0 > 3\n}", "Property e4")]
    [InlineData("model M {\n  concat $0\n}", "ArgumentStart concat labels : labels")]
    [InlineData("model M {\n  concat a b $0\n}", "ArgumentStart concat labels : labels")]
    [InlineData("model M {\n  input $0\n}", "ArgumentStart input shape : shape domain")]
    [InlineData("model M {\n  input x $0\n}", "ArgumentStart input shape : shape domain")]
    [InlineData("model M {\n  input 4 $0\n}", "ArgumentStart input - : domain")]
    [InlineData("model M {\n  input [seq=$0]\n}", "ArgumentValue input shape")]
    [InlineData("model M {\n  dense (4*$0)\n}", "ArgumentValue dense units operand")]
    [InlineData("model M {\n  dense 4 init=normal($0)\n}", "ArgumentValue dense init operand")]
    [InlineData("model M {\n  dense 4 init=normal(2) $0\n}", "ArgumentStart dense - : activation bias freeze lr tie")]
    [InlineData("block B(n, act=relu) { relu }\nmodel M {\n  B 2 $0\n}", "ArgumentStart B act : act freeze lr tie")]
    [InlineData("block B(n, act=relu) { relu }\nmodel M {\n  B 2 act=$0\n}", "ArgumentValue B act")]
    public void Contexts(string marked, string expected)
    {
        var (text, offset) = Check.Cursor(marked);
        var analysis = Check.Analyze(text);
        var context = CursorContext.At(analysis, offset);
        var replaced = analysis.Source[context.Replace];
        Assert.Equal(expected, $"{context.GetType().Name}{(replaced.Length > 0 ? " " + replaced : "")}{Details(context)}");
    }

    [Fact]
    public void SettingsAreOfferedOnce()
    {
        var (text, offset) = Check.Cursor("data d {\n  csv \"a\"\n  normalize standard\n  $0\n}");
        var start = Assert.IsType<CursorContext.StatementStart>(CursorContext.At(Check.Analyze(text), offset));
        Assert.Equal(Catalog<DataSetting>.All.Where(setting => setting is not (DataSource or NormalizeSetting)).Select(setting => setting.Name), start.Definitions.Select(definition => definition.Name));
    }

    [Fact]
    public void LookupFindsCallsAndArguments()
    {
        var (text, offset) = Check.Cursor("model M {\n  input 4\n  dense 8 activation=re$0lu\n}\n");
        var analysis = Check.Analyze(text);
        Assert.Equal("activation", analysis.ArgumentAt(offset)?.Argument.Name);
        Assert.Equal("dense", analysis.CallAt(offset)?.Definition.Name);
        Assert.Equal(["dense_1", "relu_1"], analysis.NodesAtLine(2).Select(pair => pair.Node.Name));
        Assert.Equal(["dense_1", "relu_1"], analysis.NodesOf(analysis.StepAt(offset)!.Syntax).Select(node => node.Name));
        Assert.Null(analysis.StepAt(text.Length));
    }

    private static string Details(CursorContext context) => context switch
    {
        CursorContext.StatementStart start => $" {start.Kind}",
        _ => "",
    } + context switch
    {
        CursorContext.Choice choice => $" {choice.Setting.Name}: {string.Join(' ', choice.Options.Select(option => option.Name))}{(choice.Value is var (owner, argument) ? $", or {owner.Name} {argument.Name}" : "")}",
        CursorContext.ArgumentStart start => $" {start.Definition.Name} {start.Positional?.Name ?? "-"} : {string.Join(' ', start.Free.Select(argument => argument.Name))}",
        CursorContext.ArgumentValue value => $" {value.Definition.Name} {value.Argument.Name}{(value.IsOperand ? " operand" : "")}",
        CursorContext.Property property => $" {property.Head}",
        CursorContext.PathText path => $" {path.Argument?.Name ?? "-"} {path.Typed}",
        _ => "",
    };
}
