using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Binds the lines of a <c>data</c> or <c>train</c> block.</summary>
/// <typeparam name="T">The kind of its settings.</typeparam>
internal sealed class SettingsBinder<T>(FindingBag bag, Scope scope, BlockDeclaration declaration, StepLog log)
    where T : Setting
{
    private readonly List<BoundStep> _steps = [];

    /// <summary>The written lines with their meaning.</summary>
    public IReadOnlyList<BoundStep> Steps => _steps;

    /// <summary>The word that opens the block, for messages.</summary>
    private static string Block => typeof(T) == typeof(Data.DataSetting) ? "data" : "train";

    /// <summary>Whether every line could be bound whole.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The settings that could be bound whole.</summary>
    public ImmutableArray<Call> Bind()
    {
        var calls = ImmutableArray.CreateBuilder<Call>();
        foreach (var statement in declaration.Body?.Statements ?? [])
        {
            if (bag.IsFull)
            {
                break;
            }
            switch (statement)
            {
                case LetStatement let:
                    Lets.Declare(bag, scope, let);
                    break;
                case RepeatStatement repeat:
                    bag.Add(BindingFindings.Misplaced, repeat.WordSpan, $"A {Block} block has settings, and those are not repeated.");
                    break;
                case StepStatement step when Bind(step) is { } call:
                    calls.Add(call);
                    break;
            }
        }
        return calls.ToImmutable();
    }

    private Call? Bind(StepStatement step)
    {
        if (step.Label is { } label)
        {
            bag.Add(BindingFindings.Misplaced, label.Span, "Settings have no labels; those name the layers of a model.", new Fix("Remove the label", new TextEdit(Span.FromBounds(label.Span.Start, step.Word.Span.Start), "")));
        }
        if (step.Condition is { } condition)
        {
            bag.Add(BindingFindings.Misplaced, condition.Span, "Settings hold always; `when` belongs to the paths of a model.");
        }
        if (step.Body is { } body)
        {
            bag.Add(BindingFindings.Misplaced, body.Span with { Length = 1 }, $"{step.Word.Text} takes no lines in braces.");
        }
        var (setting, arguments) = (Apart(step), step.Arguments);
        if (setting is null)
        {
            setting = Find(step);
        }
        else
        {
            arguments = arguments.RemoveAt(0);
        }
        var bound = setting is null ? (BoundCall?)null : setting.Options.IsEmpty
            ? new ArgumentBinder(bag, scope).Bind(setting, step.Word, arguments, step.HasErrors)
            : Choose(setting, step);
        _steps.Add(new BoundStep(step, declaration, bound?.Call));
        log.Add(step, declaration, bound?.Call, isDry: false);
        IsComplete &= bound is { IsComplete: true };
        return bound is { IsComplete: true } complete ? complete.Call : null;
    }

    // `early stopping patience=5`: a name that is written as two words.
    private T? Apart(StepStatement step)
    {
        if (Catalog<T>.Find(step.Word.Text) is not null || step.Arguments is not [{ Name: null, Value: NameExpression second }, ..]
            || Catalog<T>.All.FirstOrDefault(candidate => candidate.Options.IsEmpty && IsSame(candidate.Name, step.Word.Text + second.Name)) is not { } setting)
        {
            return null;
        }
        ReportApart(Span.Cover(step.Word.Span, second.Span), setting.Name);
        return setting;
    }

    // Letters alone count: `cross entropy` is `cross_entropy`.
    private static bool IsSame(string name, string written) => string.Equals(name.Replace("_", "", StringComparison.Ordinal), written.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private void ReportApart(Span span, string name)
        => bag.Add(BindingFindings.OtherSpelling, span, $"`{bag.Source[span]}` is one word here: `{name}`.", Fixes.Replace($"Change to {name}", span, name));

    private T? Find(StepStatement step)
    {
        var (word, span) = (step.Word.Text, step.Word.Span);
        if (Catalog<T>.Find(word) is { } setting)
        {
            return setting;
        }
        if ((Catalog<T>.FindAlias(word) ?? Catalog<T>.FindInAnyCase(word)) is { } alias)
        {
            bag.Add(BindingFindings.OtherSpelling, span, $"`{word}` is written `{alias.Name}` here.", Fixes.Replace($"Change to {alias.Name}", span, alias.Name));
            return alias;
        }
        if (step.HasErrors && step.Arguments.IsEmpty)
        {
            return null;
        }
        // A choice without its setting: `adam lr=0.01`, `cross_entropy`.
        if (Catalog<T>.All.FirstOrDefault(candidate => candidate.Options.Any(option => option.Name == word)) is { } owner)
        {
            bag.Add(BindingFindings.UnknownWord, span, $"`{word}` is one of the choices of `{owner.Name}`: write `{owner.Name} {word}`.", Fixes.Replace($"Write {owner.Name} {word}", span, $"{owner.Name} {word}"));
            return null;
        }
        // An argument of a setting on a line of its own: `lr 0.01`, `patience 5`.
        if (word is "device" or "gpu" or "cuda" && typeof(T) == typeof(Training.TrainSetting))
        {
            bag.Add(BindingFindings.UnknownWord, span, "A file does not say where it is trained: `nnet train FILE --device auto` does, and the setting of the editor.", Fixes.RemoveStep("Remove this line", bag.Source, step.Span));
            return null;
        }
        if (OwnerOf(word) is var (line, argument))
        {
            bag.Add(BindingFindings.Misplaced, span, $"`{word}` stands on the line that it belongs to: `{line} {argument}=…`.");
            return null;
        }
        if (Catalog<Setting>.Find(word) is { } other)
        {
            bag.Add(BindingFindings.Misplaced, span, $"`{word}` belongs in a `{(other is Data.DataSetting ? "data" : "train")}` block.");
            return null;
        }
        if (Catalog<Layers.ModelWord>.Find(word) is not null)
        {
            bag.Add(BindingFindings.Misplaced, span, $"`{word}` is a layer: it belongs in a `model` block.");
            return null;
        }
        var nearest = Spelling.Nearest(word, Catalog<T>.All.Select(candidate => candidate.Name).Concat(Catalog<T>.All.SelectMany(candidate => candidate.Aliases)));
        nearest = nearest is null ? null : (Catalog<T>.Find(nearest) ?? Catalog<T>.FindAlias(nearest))!.Name;
        bag.Add(BindingFindings.UnknownWord, span, $"A {Block} block has no setting `{word}`.{(nearest is null ? $" There are {string.Join(", ", Catalog<T>.All.Select(candidate => candidate.Name))}." : Spelling.Suggest(nearest))}",
            nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", span, nearest)]);
        return null;
    }

    // The setting, or the choice of one, that takes an argument of that name; `optimizer adam` for `lr`.
    private (string Line, string Argument)? OwnerOf(string word)
    {
        foreach (var setting in Catalog<T>.All)
        {
            var written = _steps.Select(step => step.Call).FirstOrDefault(call => call?.Definition == setting)?.Choices.Select(choice => choice.Definition) ?? [];
            foreach (var definition in setting.Options.IsEmpty ? [setting] : written.Concat(setting.Options))
            {
                if (definition.Arguments.FirstOrDefault(candidate => candidate.Name == word || candidate.Aliases.Contains(word)) is { } found)
                {
                    return (definition == setting ? setting.Name : $"{setting.Name} {definition.Name}", found.Name);
                }
            }
        }
        return null;
    }

    // `optimizer sgd lr=0.1`: the first value is the choice, the rest is the choice's own. `metrics a 3 b` chooses twice.
    private BoundCall Choose(T setting, StepStatement step)
    {
        var call = new Call(setting, step.CallSpan, step.Word.Span, ArgumentValues.Empty);
        var options = setting.Options;
        if (step.Arguments.IsEmpty || step.Arguments[0].Name is not null)
        {
            if (!step.HasErrors)
            {
                bag.Add(BindingFindings.MissingArgument, step.Word.Span, $"{setting.Name} needs a choice: {string.Join(", ", options.Select(option => option.Name))}.",
                    [.. options.Take(4).Select(option => new Fix($"Add {option.Name}", new TextEdit(new Span(step.Word.Span.End, 0), " " + option.Name)))]);
            }
            return new BoundCall(call, false);
        }
        var choices = ImmutableArray.CreateBuilder<Call>();
        var complete = true;
        for (int i = 0, end; i < step.Arguments.Length; i = end)
        {
            var argument = step.Arguments[i];
            end = i + 1;
            if (argument.Name is not null)
            {
                bag.Add(BindingFindings.UnknownArgument, argument.Span, $"`{bag.Source[argument.Span]}` has no place here: what stands before it takes no values.", new Fix($"Remove {bag.Source[argument.Span]}", new TextEdit(argument.Span, "")));
                complete = false;
                continue;
            }
            var option = i + 1 < step.Arguments.Length && argument.Value is NameExpression first && step.Arguments[i + 1] is { Name: null, Value: NameExpression second } && options.All(known => known.Name != first.Name)
                ? options.FirstOrDefault(known => IsSame(known.Name, first.Name + second.Name)) : null;
            if (option is not null)
            {
                // `loss cross entropy`
                ReportApart(Span.Cover(argument.Span, step.Arguments[i + 1].Span), option.Name);
                end++;
            }
            option ??= Option(setting, options, argument, step.HasErrors);
            if (option is null)
            {
                complete = false;
                if (!setting.ChoosesMany)
                {
                    break;
                }
                continue;
            }
            // What stands behind a choice is its own, up to the next one.
            var behind = end;
            while (end < step.Arguments.Length && (!setting.ChoosesMany || IsOf(option, step.Arguments[end])))
            {
                end++;
            }
            if (choices.Any(choice => choice.Definition == option))
            {
                bag.Add(BindingFindings.DuplicateArgument, argument.Span, $"{option.Name} is chosen twice.", new Fix($"Remove {option.Name}", new TextEdit(Span.FromBounds(step.Arguments[i - 1].Span.End, step.Arguments[end - 1].Span.End), "")));
                continue;
            }
            var word = new Name(option.Name, argument.Span);
            var bound = new ArgumentBinder(bag, scope).Bind(option, word, step.Arguments[behind..end], step.HasErrors, options);
            complete &= bound.IsComplete;
            choices.Add(bound.Call);
        }
        return new BoundCall(call with { Choices = choices.ToImmutable() }, complete && choices.Count > 0);
    }

    private static bool IsOf(Definition option, ArgumentSyntax argument) => argument switch
    {
        { Name: not null } => !option.Arguments.IsEmpty,
        { Value: NameExpression word } => option.Arguments.Any(candidate => candidate.IsPositional && candidate.Words.Contains(word.Name)),
        _ => option.Arguments.Any(candidate => candidate.IsPositional),
    };

    private Definition? Option(T setting, ImmutableArray<Definition> options, ArgumentSyntax argument, bool hasErrors)
    {
        var text = bag.Source[argument.Span];
        if (options.FirstOrDefault(option => option.Name == text) is { } exact)
        {
            return exact;
        }
        if (options.FirstOrDefault(option => option.Aliases.Contains(text, StringComparer.OrdinalIgnoreCase) || string.Equals(option.Name, text, StringComparison.OrdinalIgnoreCase)) is { } alias)
        {
            // `Adam(lr=0.1)` has its finding already.
            if (!hasErrors || bag.Source[argument.Span.End] != '(')
            {
                bag.Add(BindingFindings.OtherSpelling, argument.Span, $"`{text}` is written `{alias.Name}` here.", Fixes.Replace($"Change to {alias.Name}", argument.Span, alias.Name));
            }
            return alias;
        }
        var nearest = Spelling.Nearest(text, options.Select(option => option.Name).Concat(options.SelectMany(option => option.Aliases)));
        nearest = options.FirstOrDefault(option => option.Name == nearest || option.Aliases.Contains(nearest ?? ""))?.Name;
        bag.Add(BindingFindings.UnknownWord, argument.Span, $"`{text}` is no {setting.Name} that is known. There are {string.Join(", ", options.Select(option => option.Name))}.{Spelling.Suggest(nearest)}",
            nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", argument.Span, nearest)]);
        return null;
    }
}
