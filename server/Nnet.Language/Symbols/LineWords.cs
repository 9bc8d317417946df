using System.Collections.Immutable;
using Nnet.Language.Binding;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Layers;
using Nnet.Language.Syntax;
using Nnet.Language.Training;

namespace Nnet.Language.Symbols;

/// <summary>Which definitions the words of a line name, told from the words alone, so that no line needs to be whole.</summary>
public static class LineWords
{
    /// <summary>The layer, word of structure or setting that a line's word names, other frameworks' spellings included; null for blocks and unknown words.</summary>
    /// <param name="owner">The declaration that the line stands in; null outside of any.</param>
    /// <param name="word">The line's word.</param>
    public static Definition? DefinitionOf(BlockDeclaration? owner, string word) => owner switch
    {
        DataDeclaration => Catalog<DataSetting>.Find(word) ?? Catalog<DataSetting>.FindAlias(word),
        TrainDeclaration => Catalog<TrainSetting>.Find(word) ?? Catalog<TrainSetting>.FindAlias(word),
        _ => Catalog<ModelWord>.Find(word) ?? Catalog<ModelWord>.FindAlias(word),
    };

    /// <summary>What a value without a name chooses on the line of a setting: the <c>sgd</c> of <c>optimizer sgd</c>; null when it chooses nothing.</summary>
    public static Definition? ChoiceOf(Definition? setting, ArgumentSyntax argument)
        => setting is Setting { Options: { Length: > 0 } options } && argument is { Name: null, Value: NameExpression word } ? ChoiceOf(options, word.Name) : null;

    private static Definition? ChoiceOf(ImmutableArray<Definition> options, string word)
        => options.FirstOrDefault(option => option.Name == word) ?? options.FirstOrDefault(option => option.Aliases.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whose argument a value is: behind a choice stand those of what was chosen last.</summary>
    /// <param name="definition">What the line's word names.</param>
    /// <param name="step">The line.</param>
    /// <param name="given">The value.</param>
    /// <param name="first">Which of the line's values is the owner's first.</param>
    public static Definition OwnerOf(Definition definition, StepStatement step, ArgumentSyntax given, out int first)
    {
        var owner = definition;
        first = 0;
        for (var i = 0; i < step.Arguments.Length && !ReferenceEquals(step.Arguments[i], given); i++)
        {
            if ((i == 0 || definition is Setting { ChoosesMany: true }) && ChoiceOf(definition, step.Arguments[i]) is { } choice)
            {
                (owner, first) = (choice, i + 1);
            }
        }
        return owner;
    }

    /// <summary>The argument that a value is given to, with the definition that has it; null when there is none.</summary>
    /// <param name="definition">What the line's word names.</param>
    /// <param name="step">The line.</param>
    /// <param name="given">The value.</param>
    /// <param name="isNewName">Whether a word stands for nothing yet, so that an input's line declares it.</param>
    public static Argument? ArgumentOf(Definition definition, StepStatement step, ArgumentSyntax given, Func<NameExpression, bool> isNewName)
    {
        var owner = OwnerOf(definition, step, given, out var first);
        if (given.Name is { } name)
        {
            return Find(owner, name.Text) ?? Find(definition, name.Text);
        }
        var places = Signature.Of(owner).Positional;
        var place = 0;
        foreach (var argument in step.Arguments.Skip(first))
        {
            if (argument.Name is not null)
            {
                continue;
            }
            while (place < places.Length && places[place].Kind == ArgumentKind.NewName && !(argument.Value is NameExpression word && isNewName(word)))
            {
                place++;
            }
            if (ReferenceEquals(argument, given))
            {
                return place < places.Length ? places[place] : null;
            }
            place += place < places.Length && places[place].IsVariadic ? 0 : 1;
        }
        return null;
    }

    private static Argument? Find(Definition definition, string name)
        => Signature.Of(definition).Find(name) ?? Signature.Of(definition).All.FirstOrDefault(argument => argument.Aliases.Contains(name));
}
