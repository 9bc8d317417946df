using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;
using Nnet.Language.Syntax.Parsing;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>A call, and whether every argument of it is known.</summary>
internal readonly record struct BoundCall(Call Call, bool IsComplete);

/// <summary>Gives what a line says to the arguments of a definition.</summary>
internal sealed class ArgumentBinder(FindingBag bag, Scope scope, IEdges? edges = null)
{
    /// <summary>Binds arguments.</summary>
    /// <param name="definition">What is called.</param>
    /// <param name="name">Its word.</param>
    /// <param name="arguments">What is given.</param>
    /// <param name="hasErrors">Whether the line is half typed, so that nothing more is said about what is missing.</param>
    /// <param name="siblings">What could have been chosen instead; an argument of theirs is ignored rather than unknown.</param>
    public BoundCall Bind(Definition definition, Name name, ImmutableArray<ArgumentSyntax> arguments, bool hasErrors, ImmutableArray<Definition> siblings = default)
    {
        var span = arguments.Length > 0 ? Span.Cover(name.Span, arguments[^1].Span) : name.Span;
        var given = new GivenArguments(arguments.Length);
        var complete = true;
        var signature = Signature.Of(definition);
        var positional = signature.Positional;
        var place = 0;
        var evaluator = new Evaluator(bag, scope, edges);
        ArgumentSyntax? firstNamed = null;
        var isUnderstood = true;
        var unplaced = new UnplacedValues(bag, scope, edges, definition, positional);
        arguments = unplaced.Join(arguments);
        if (unplaced.ReportList(arguments))
        {
            return new BoundCall(new Call(definition, span, name.Span, ArgumentValues.Empty), false);
        }
        foreach (var argument in arguments)
        {
            if (hasErrors && argument == arguments[^1] && IsCutOff(argument))
            {
                complete = false;
                continue;
            }
            Argument? target;
            if (argument.Name is { } written)
            {
                firstNamed ??= argument;
                var known = complete;
                target = FindNamed(definition, argument, written, siblings.IsDefault ? [] : siblings, ref complete);
                isUnderstood &= known == complete;
            }
            else
            {
                while (place < positional.Length && ((given.Has(positional[place]) && !positional[place].IsVariadic) || (positional[place].Kind == ArgumentKind.NewName && !IsNewName(argument))))
                {
                    place++;
                }
                target = place >= positional.Length ? null : positional[place].IsVariadic ? positional[place] : positional[place++];
                if (target is null)
                {
                    // Taken for what was probably meant, so that the rest of the model is still checked.
                    target = unplaced.Guess(argument, given.Seen);
                    complete &= target is not null;
                }
                else if (firstNamed is not null)
                {
                    ReportOrder(argument, firstNamed);
                }
            }
            if (target is null)
            {
                continue;
            }
            if (given.First(target) is not { } first)
            {
                given.Note(target, argument);
            }
            else if (!target.IsVariadic || argument.Name is not null)
            {
                bag.Add(new Finding(BindingFindings.DuplicateArgument, argument.Span, $"`{target.Name}` is given twice: `{bag.Source[first.Span]}` stands before.")
                {
                    Fixes = [new Fix($"Remove {bag.Source[argument.Span]}", Fixes.Cut(bag.Source, argument.Span))],
                    Related = [new RelatedPlace(first.Span, $"`{target.Name}` is given here first.")],
                });
                continue;
            }
            if (argument.Value is null && hasErrors && !target.IsRequired && definition is Layers.Layer)
            {
                // Half typed: until it has a value it is as if it were not there, so that shapes behind it stay up.
                continue;
            }
            if (argument.Value is null || evaluator.Evaluate(argument.Value, target) is not { } value)
            {
                complete = false;
            }
            else if (target.Convert(value) is { } converted)
            {
                given.Give(target, converted, argument.Value.Span, argument.Span);
            }
            else
            {
                complete = false;
                ReportValue(definition, target, argument.Value, value);
            }
        }
        if (!hasErrors)
        {
            unplaced.Report();
        }
        foreach (var required in signature.Required)
        {
            if (!given.Has(required))
            {
                complete = false;
                // What is missing was probably given by the name that is not understood.
                if (!hasErrors && isUnderstood && !unplaced.Means(required))
                {
                    ReportMissing(definition, name, span, [.. signature.Required.Except(given.Seen)]);
                }
                break;
            }
        }
        return new BoundCall(new Call(definition, span, name.Span, given.Values), complete);
    }

    // `units` of `dense units: 128`, `1e` of `lr=1e–3`: what cannot be read goes on in it, and that is said already.
    private bool IsCutOff(ArgumentSyntax argument) => argument.Span.End < bag.Source.Length && (bag.Source[argument.Span.End] is var next && (next == ':' || ForeignSigns.IsMinus(next)));

    // A word that stands for nothing yet is a name; anything else is a value for the next argument.
    private bool IsNewName(ArgumentSyntax argument) => argument.Value is NameExpression name && !name.Name.Contains('.') && !(scope.TryFind(name.Name, out var value) && value is not Value.Edge);

    private Argument? FindNamed(Definition definition, ArgumentSyntax argument, Name name, ImmutableArray<Definition> siblings, ref bool complete)
    {
        if (Signature.Of(definition).Find(name.Text) is { } exact)
        {
            return exact;
        }
        if (definition.Arguments.FirstOrDefault(candidate => candidate.Aliases.Contains(name.Text, StringComparer.OrdinalIgnoreCase) || string.Equals(candidate.Name, name.Text, StringComparison.OrdinalIgnoreCase)) is { } alias)
        {
            bag.Add(BindingFindings.OtherSpelling, name.Span, $"`{name.Text}` is written `{alias.Name}` here.", Fixes.Replace($"Change to {alias.Name}", name.Span, alias.Name));
            return alias;
        }
        // What cannot be told at all makes the line unknown; what another choice would take is only without effect.
        var owners = siblings.Where(sibling => sibling != definition && sibling.Arguments.Any(candidate => candidate.Name == name.Text || candidate.Aliases.Contains(name.Text))).Select(sibling => sibling.Name).ToArray();
        if (owners.Length > 0)
        {
            bag.Add(BindingFindings.IgnoredArgument, argument.Span, $"{definition.Name} has no `{name.Text}`, so it is ignored; it belongs to {(owners.Length == 1 ? owners[0] : $"{string.Join(", ", owners[..^1])} and {owners[^1]}")}.", new Fix($"Remove {bag.Source[argument.Span]}", Fixes.Cut(bag.Source, argument.Span)));
            return null;
        }
        if (CallText.WhyNeedless(name.Text) is { } why && definition is Layers.Layer)
        {
            bag.Add(BindingFindings.UnknownArgument, argument.Span, $"{definition.Name} has no `{name.Text}`: {why}. Leave it out.", new Fix($"Remove {bag.Source[argument.Span]}", Fixes.Cut(bag.Source, argument.Span)));
            return null;
        }
        complete = false;
        var nearest = Spelling.Nearest(name.Text, definition.Arguments.Select(candidate => candidate.Name).Concat(definition.Arguments.SelectMany(candidate => candidate.Aliases)));
        nearest = definition.Arguments.FirstOrDefault(candidate => candidate.Name == nearest || candidate.Aliases.Contains(nearest ?? ""))?.Name;
        var has = definition.Arguments.IsEmpty ? "it takes nothing" : $"it takes {string.Join(", ", definition.Arguments.Select(candidate => candidate.Name))}";
        bag.Add(BindingFindings.UnknownArgument, name.Span, $"{definition.Name} has no `{name.Text}`; {has}.{Spelling.Suggest(nearest)}",
            [.. nearest is null ? Array.Empty<Fix>() : [Fixes.Replace($"Change to {nearest}", name.Span, nearest)], new Fix($"Remove {bag.Source[argument.Span]}", Fixes.Cut(bag.Source, argument.Span))]);
        return null;
    }

    private void ReportOrder(ArgumentSyntax argument, ArgumentSyntax firstNamed)
    {
        var text = bag.Source[argument.Span];
        bag.Add(BindingFindings.ArgumentOrder, argument.Span, $"Values without a name come first: `{text}` stands behind `{bag.Source[firstNamed.Span]}`.",
            new Fix($"Move {text} to the front", [new TextEdit(new Span(firstNamed.Span.Start, 0), text + " "), Fixes.Cut(bag.Source, argument.Span)]));
    }

    private void ReportValue(Definition definition, Argument target, Expression expression, Value value)
    {
        var text = bag.Source[expression.Span];
        // `activation="relu"`
        if (value is Value.Text { Content: var quoted } && target.Words.Length > 0 && target.Canonical(quoted) is { } unquoted)
        {
            bag.Add(BindingFindings.WrongValue, expression.Span, $"{target.Name} is a word without quotes: `{target.Name}={unquoted}`.", Fixes.Replace($"Write {unquoted}", expression.Span, unquoted));
            return;
        }
        // `units=1_000`
        if (value is Value.Quantity && text.Contains('_', StringComparison.Ordinal) && text.All(sign => char.IsAsciiDigit(sign) || sign == '_'))
        {
            var plain = text.Replace("_", "", StringComparison.Ordinal);
            bag.Add(BindingFindings.WrongValue, expression.Span, $"Numbers have no separators: `{plain}`.", Fixes.Replace($"Write {plain}", expression.Span, plain));
            return;
        }
        // `lr=1%`
        if (value is Value.Percent { Fraction: var fraction } && target.Convert(new Value.Number(fraction, false)) is not null)
        {
            var plain = fraction.ToString(CultureInfo.InvariantCulture);
            bag.Add(BindingFindings.WrongValue, expression.Span, $"{target.Name} is a plain number: {text} is `{plain}`.", Fixes.Replace($"Write {plain}", expression.Span, plain));
            return;
        }
        if (value is Value.Word word && target.Words.Length > 0 && (target.Kind != ArgumentKind.Flag || target.Canonical(word.Name) is not null))
        {
            var canonical = target.Canonical(word.Name);
            var nearest = canonical ?? Spelling.Nearest(word.Name, target.Words);
            var kind = canonical is null ? BindingFindings.UnknownWord : BindingFindings.OtherSpelling;
            var message = canonical is null
                ? $"`{text}` is no {target.Name} that {definition.Name} knows.{(nearest is null ? $" There are {string.Join(", ", target.Words)}." : Spelling.Suggest(nearest))}"
                : $"`{text}` is written `{canonical}` here.";
            bag.Add(kind, expression.Span, message, nearest is null ? [] : [Fixes.Replace($"Change to {nearest}", expression.Span, nearest)]);
            return;
        }
        var shown = value.ToString() == text ? $"`{text}`" : $"`{text}` = {value}";
        bag.Add(BindingFindings.WrongValue, expression.Span, $"{target.Name} of {definition.Name} is {target.Expectation}, but this is {shown}.");
    }

    private void ReportMissing(Definition definition, Name name, Span span, Argument[] missing)
    {
        var what = string.Join(" and ", missing.Select(argument => argument.IsPositional ? argument.Name : $"`{argument.Name}=`"));
        var first = missing[0];
        var doc = char.ToLowerInvariant(first.Doc[0]) + first.Doc[1..].TrimEnd('.');
        // A window of 3 is what most people mean, and for pools and the like one of 2; other sizes nobody can guess.
        ImmutableArray<Fix> fixes = missing is [{ Kind: ArgumentKind.PerAxis } window]
            ? [window.IsPositional ? new Fix("Add 2", new TextEdit(new Span(name.Span.End, 0), " 2")) : new Fix($"Add {window.Name}=3", new TextEdit(new Span(span.End, 0), $" {window.Name}=3"))]
            : missing is [{ Words.Length: > 0 } choice] && choice.IsPositional
                ? [.. choice.Words.Take(4).Select(word => new Fix($"Add {word}", new TextEdit(new Span(name.Span.End, 0), " " + word)))]
                : [];
        var why = definition is Layers.Structure.BlockDefinition block ? $"it is declared as `{block.Signature}`" : doc;
        bag.Add(BindingFindings.MissingArgument, name.Span, $"{definition.Name} needs {what}: {why}.", fixes);
    }
}
