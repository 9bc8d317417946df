using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Layers.Joins;
using Nnet.Language.Layers.Structure;
using Nnet.Language.Training;

namespace Nnet.Editor.Documentation;

/// <summary>What a definition says of itself, for hovers and completion.</summary>
public static class DefinitionText
{
    /// <summary>What kind of word it is, in a word.</summary>
    public static string KindOf(Definition definition) => definition switch
    {
        Activation => "activation",
        Join => "joint",
        Layer => "layer",
        BlockDefinition => "block",
        ModelWord => "structure",
        Function => "function",
        Loss => "loss",
        Optimizer => "optimizer",
        Schedule => "schedule",
        Metric => "metric",
        DataSource => "source of data",
        Setting => "setting",
        _ => "word",
    };

    /// <summary>The whole page of a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="pictures">Which pictures the client draws.</param>
    public static string Page(Definition definition, PictureTheme pictures)
        => new MarkdownText()
            .Add($"**{MarkdownText.Code(SignatureOf(definition))}** {KindOf(definition)}")
            .AddBlock(definition.Formula)
            .AddText(Prose(definition))
            .Add(CurvePicture.Of(definition, pictures))
            .AddList(Arguments(definition))
            .Add(ReferencePages.LinkTo(definition))
            .ToString();

    /// <summary>Its word, with parameters where those are written in parentheses.</summary>
    public static string SignatureOf(Definition definition) => definition switch
    {
        BlockDefinition block => block.Signature,
        Function function => function.Signature,
        _ => definition.Name,
    };

    /// <summary>What it is, and when to use it.</summary>
    public static string Prose(Definition definition) => $"{definition.Summary} {definition.Advice}".Trim();

    /// <summary>A page on an argument.</summary>
    /// <param name="owner">What it belongs to.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="given">What the line gives it, as written, or null.</param>
    /// <param name="values">What that comes to, where it is not the value itself.</param>
    public static string Page(Definition owner, Argument argument, string? given, string? values = null)
        => new MarkdownText()
            .Add($"**`{argument.Name}`** of `{owner.Name}`{(given is null ? "" : $" = {MarkdownText.Code(given)}")}{(values is null ? "" : $" = {MarkdownText.Code(values)}")}")
            .AddText(argument.Doc)
            .AddLines(
                argument.Kind == ArgumentKind.Any ? null : MarkdownText.Escape(Sentence(argument.Expectation)),
                argument.IsRequired ? "It has to be given." : argument.DefaultText is { } text ? $"Default: {MarkdownText.Code(text)}" : null)
            .ToString();

    // The options of a setting are its arguments' place: `optimizer` lists sgd and adam.
    private static IEnumerable<string> Arguments(Definition definition) => definition is Setting { Options.Length: > 0 } setting
        ? setting.Options.Select(option => $"`{option.Name}` {MarkdownText.Sentence(option.Summary)}")
        : (definition is BlockDefinition block ? block.Parameters : definition.Arguments).Select(argument =>
            $"`{argument.Name}{(argument.DefaultText is { } text ? $"={text}" : "")}` {MarkdownText.Sentence(argument.Doc)}");

    private static string Sentence(string words) => words.Length == 0 ? "" : $"{char.ToUpperInvariant(words[0])}{words[1..]}.";
}
