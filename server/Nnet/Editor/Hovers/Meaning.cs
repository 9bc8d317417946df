using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Text;
using Nnet.Language.Training;

namespace Nnet.Editor.Hovers;

/// <summary>What the word at the cursor means. It needs no line to be free of errors.</summary>
/// <param name="Span">The word.</param>
public abstract record Meaning(Span Span)
{
    /// <summary>The word of a step in a model.</summary>
    public sealed record StepWord(Span Span, StepStatement Step, Layer Layer) : Meaning(Span);

    /// <summary>A definition that is named: a setting, an optimizer, the value of <c>activation=</c>.</summary>
    public sealed record Word(Span Span, Definition Definition) : Meaning(Span);

    /// <summary>An argument with what is given to it.</summary>
    public sealed record Given(Span Span, Definition Owner, Argument Argument, ArgumentSyntax Syntax) : Meaning(Span);

    /// <summary>The name of a model.</summary>
    public sealed record Model(Span Span, string Name) : Meaning(Span);

    /// <summary>The name of a data block.</summary>
    public sealed record Data(Span Span, string Name) : Meaning(Span);

    /// <summary>The name of a column of a table.</summary>
    public sealed record Column(Span Span, string Block, string Name) : Meaning(Span);

    /// <summary>The meaning of the word at an offset, or null where there is none.</summary>
    public static Meaning? At(Analysis analysis, int offset)
    {
        if (analysis.Syntax.DeclarationAt(offset) is not BlockDeclaration block)
        {
            return null;
        }
        if (block.Name is { } name && name.Span.Touches(offset))
        {
            return block is DataDeclaration ? new Data(name.Span, name.Text) : new Model(name.Span, name.Text);
        }
        if (block is TrainDeclaration { Data: { } data } && data.Span.Touches(offset))
        {
            return new Data(data.Span, data.Text);
        }
        var step = block.Steps().LastOrDefault(step => step.Span.Touches(offset));
        return step is null ? null : InStep(block, step, offset);
    }

    /// <summary>The definition that a step's word names in a block, other frameworks' spellings included; null for an unknown word.</summary>
    public static Definition? DefinitionOf(BlockDeclaration block, string word) => block switch
    {
        DataDeclaration => Find<DataSetting>(word),
        TrainDeclaration => Find<TrainSetting>(word),
        _ => Find<Layer>(word),
    };

    private static T? Find<T>(string word)
        where T : Definition
        => Catalog<T>.Find(word) ?? Catalog<T>.FindAlias(word);

    private static Meaning? InStep(BlockDeclaration block, StepStatement step, int offset)
    {
        if (DefinitionOf(block, step.Word.Text) is not { } definition)
        {
            return null;
        }
        if (step.Word.Span.Touches(offset) || (step.Label is { } label && label.Span.Touches(offset)))
        {
            return definition is Layer layer ? new StepWord(step.Word.Span, step, layer) : new Word(step.Word.Span, definition);
        }
        if (step.Arguments.FirstOrDefault(argument => argument.Span.Touches(offset)) is not { } syntax)
        {
            return null;
        }
        var setting = definition as Setting;
        if (setting is { Options.Length: > 0 } && syntax is { Name: null, Value: NameExpression chosen } && Option(setting, chosen.Name) is { } option)
        {
            return new Word(chosen.Span, option);
        }
        var owner = setting is { Options.Length: > 0 } ? Choice(setting, step) : definition;
        if (owner is null || ArgumentOf(owner, step, syntax) is not { } argument)
        {
            return null;
        }
        return InArgument(block, owner, argument, syntax, offset);
    }

    private static Meaning InArgument(BlockDeclaration block, Definition owner, Argument argument, ArgumentSyntax syntax, int offset)
    {
        if (syntax.Value is { } value && value.Span.Touches(offset))
        {
            if (argument == CommonArguments.Activation && value is NameExpression word && Catalog<Activation>.Find(word.Name) is { } activation)
            {
                return new Word(word.Span, activation);
            }
            if (argument.Kind is ArgumentKind.Columns or ArgumentKind.Formulas && NameAt(value, offset) is { } column)
            {
                return new Column(column.Span, block.Name?.Text ?? "", column.Text);
            }
        }
        return new Given(syntax.Span, owner, argument, syntax);
    }

    /// <summary>The option that a setting's line has chosen: <c>sgd</c> of <c>optimizer sgd lr=0.1</c>.</summary>
    public static Definition? Choice(Setting setting, StepStatement step)
        => step.Arguments.FirstOrDefault() is { Name: null, Value: NameExpression word } ? Option(setting, word.Name) : null;

    private static Definition? Option(Setting setting, string word)
        => setting.Options.FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static Argument? ArgumentOf(Definition owner, StepStatement step, ArgumentSyntax syntax)
    {
        if (syntax.Name is { } name)
        {
            return owner.Arguments.FirstOrDefault(argument => argument.Name == name.Text);
        }
        var before = step.Arguments.TakeWhile(argument => argument != syntax).Count(argument => argument.Name is null);
        return owner.Arguments.Where(argument => argument.IsPositional).ElementAtOrDefault(before);
    }

    // Expressions nest as deep as the parser allows, so a loop finds the leaf.
    private static Name? NameAt(Expression expression, int offset)
    {
        for (Expression? inner = expression; inner is not null;)
        {
            if (inner is NameExpression or TextLiteral)
            {
                return inner switch
                {
                    NameExpression word => new Name(word.Name, word.Span),
                    TextLiteral text => new Name(text.Content, text.Span),
                    _ => null,
                };
            }
            inner = Children(inner).FirstOrDefault(child => child.Span.Touches(offset));
        }
        return null;
    }

    private static IEnumerable<Expression> Children(Expression expression) => expression switch
    {
        ListExpression list => list.Items.Select(item => item.Value),
        ParenthesizedExpression parenthesized => [parenthesized.Inner],
        CallExpression call => call.Operands,
        SignExpression sign => [sign.Operand],
        ChainExpression chain => chain.Rest.Select(link => link.Operand).Prepend(chain.First),
        _ => [],
    };
}
