using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Spatial;
using Nnet.Language.Training;

namespace Nnet.Editor.Completions;

/// <summary>The text that is inserted for a word, with values to start from, so that the line is right at once.</summary>
public static class Snippets
{
    // Where the cursor stays: with any other number what is typed behind the value would count as part of it, and Tab would go back there.
    private const int Last = 0;

    /// <summary>A definition's word with what it requires, and with braces where it is nothing without them.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="values">Values to start from; usual ones for the arguments that have none.</param>
    public static string Of(Definition definition, IReadOnlyDictionary<Argument, Value>? values = null)
    {
        var given = definition.Arguments.Where(IsGiven).ToList();
        var body = (definition as ModelWord)?.Body;
        var hasBody = body is BodyUse.Paths or BodyUse.Lines;
        var arguments = given.Select((argument, index) => (argument.IsPositional ? " " : $" {argument.Name}=")
            + Stop(argument, index == given.Count - 1 && !hasBody ? Last : index + 1, values?.GetValueOrDefault(argument)));
        return definition.Name + string.Concat(arguments) + body switch
        {
            BodyUse.Paths => " {\n\tpath {\n\t\t$1\n\t}\n\tpath {\n\t\t$2\n\t}\n}",
            BodyUse.Lines => " {\n\t$0\n}",
            _ => "",
        };
    }

    /// <summary>A setting with what it chooses.</summary>
    public static string Of(Setting setting) => setting switch
    {
        { Options.IsEmpty: true } => Of((Definition)setting),
        { ChoosesMany: true } => setting.Name + " ",
        _ => $"{setting.Name} ${{1|{string.Join(',', setting.Options.Select(choice => choice.Name))}|}}",
    };

    /// <summary>An argument with its name and a value to start from.</summary>
    public static string Of(Argument argument) => $"{argument.Name}={Stop(argument, Last, null)}";

    /// <summary>The skeleton of a model.</summary>
    /// <param name="shape">The shape of its samples.</param>
    public static string Model(string shape) => $"model ${{1:Name}} {{\n\tinput ${{2:{shape}}}\n\t$0\n}}";

    /// <summary>The skeleton of a block.</summary>
    public static string Block => "block ${1:Name}(${2:ch}) {\n\t$0\n}";

    /// <summary>The skeleton of a data block.</summary>
    public static string Data => $"data ${{1:name}} {{\n\t${{2|{string.Join(',', Catalog<DataSetting>.All.OfType<DataSource>().Select(source => source.Name))}|}} $3\n\tsplit train=${{4:80%}} validation=${{5:10%}} test=${{6:10%}}\n}}";

    /// <summary>The skeleton of a train block.</summary>
    /// <param name="model">Whom it trains.</param>
    /// <param name="data">On what.</param>
    public static string Train(string model, string data) => $"train ${{1:{model}}} on ${{2:{data}}} {{\n\tloss ${{3|{string.Join(',', Catalog<Loss>.All.Select(loss => loss.Name))}|}}\n\toptimizer adam lr=${{4:0.001}}\n\tbatch ${{5:32}}\n\tepochs ${{6:30}}\n}}";

    /// <summary>A word with operands.</summary>
    public static string Of(ValueForm form) => $"{form.Name}({string.Join(", ", form.Parameters.Select((parameter, i) => $"${{{i + 1}:{parameter}}}"))})";

    /// <summary>A word in a snippet as it is, whatever signs it has.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);

    /// <summary>Whether an argument has to be given; a border may be said in several ways, of which this is the usual one, and features are mostly listed.</summary>
    public static bool IsGiven(Argument argument) => argument.IsRequired || argument == Border.Size || argument == FeaturesSetting.Expressions;

    private static string Stop(Argument argument, int number, Value? value) => argument switch
    {
        { Kind: ArgumentKind.Path or ArgumentKind.Text } => $"\"${number}\"",
        _ when value is not null and not Value.Word => $"${{{number}:{Escape(value.ToString()!)}}}",
        // Editors offer no choice where the cursor stays.
        { Words.Length: > 0, Kind: not ArgumentKind.PerAxis } => $"${{{Math.Max(1, number)}|{string.Join(',', argument.Words)}|}}",
        { Kind: ArgumentKind.Columns or ArgumentKind.Edges or ArgumentKind.SharedLayer or ArgumentKind.Input or ArgumentKind.Output } => $"${number}",
        { Kind: ArgumentKind.Names or ArgumentKind.Formulas } => $"[${number}]",
        { Kind: ArgumentKind.Any } => $"${{{number}:{Escape(argument.Name)}}}",
        { DefaultText: { } text } => $"${{{number}:{Escape(text)}}}",
        _ => LayerTrial.ValueOf(argument) is { } usual ? $"${{{number}:{usual}}}" : $"${number}",
    };
}
