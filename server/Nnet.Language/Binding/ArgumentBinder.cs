using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>A call, and whether every argument of it is known.</summary>
internal readonly record struct BoundCall(Call Call, bool IsComplete);

/// <summary>Gives what a line says to the arguments of a definition.</summary>
internal sealed class ArgumentBinder(FindingBag bag, Scope scope, IEdges? edges = null)
{
    private const int MostExtras = 8;

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
        List<Extra>? extras = null;
        arguments = Joined(definition, arguments, positional);
        foreach (var argument in arguments)
        {
            Argument? target;
            if (argument.Name is { } written)
            {
                firstNamed ??= argument;
                target = FindNamed(definition, argument, written, siblings.IsDefault ? [] : siblings, ref complete);
            }
            else
            {
                if (firstNamed is not null)
                {
                    ReportOrder(argument, firstNamed);
                }
                while (place < positional.Length && ((given.Has(positional[place]) && !positional[place].IsVariadic) || (positional[place].Kind == ArgumentKind.NewName && !IsNewName(argument))))
                {
                    place++;
                }
                target = place >= positional.Length ? null : positional[place].IsVariadic ? positional[place] : positional[place++];
                if (target is null)
                {
                    // Taken for what was probably meant, so that the rest of the model is still checked.
                    extras ??= [];
                    target = null;
                    // A line with more of them is none that a word could be guessed for.
                    if (extras.Count < MostExtras)
                    {
                        var extra = Meant(definition, argument, given.Seen.Concat(extras.Select(before => before.Candidate).OfType<Argument>()));
                        extras.Add(extra);
                        target = extra.Target;
                    }
                    complete &= target is not null;
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
                    Fixes = [new Fix($"Remove {bag.Source[argument.Span]}", Remove(argument.Span))],
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
        if (extras is not null)
        {
            ReportExtras(definition, extras, positional);
        }
        foreach (var required in signature.Required)
        {
            if (!given.Has(required))
            {
                complete = false;
                if (!hasErrors)
                {
                    ReportMissing(definition, name, span, [.. signature.Required.Except(given.Seen)]);
                }
                break;
            }
        }
        return new BoundCall(new Call(definition, span, name.Span, given.Values), complete);
    }

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
            bag.Add(BindingFindings.IgnoredArgument, argument.Span, $"{definition.Name} has no `{name.Text}`, so it is ignored; it belongs to {(owners.Length == 1 ? owners[0] : $"{string.Join(", ", owners[..^1])} and {owners[^1]}")}.", new Fix($"Remove {bag.Source[argument.Span]}", Remove(argument.Span)));
            return null;
        }
        complete = false;
        var nearest = Spelling.Nearest(name.Text, definition.Arguments.Select(candidate => candidate.Name).Concat(definition.Arguments.SelectMany(candidate => candidate.Aliases)));
        nearest = definition.Arguments.FirstOrDefault(candidate => candidate.Name == nearest || candidate.Aliases.Contains(nearest ?? ""))?.Name;
        var has = definition.Arguments.IsEmpty ? "it takes nothing" : $"it takes {string.Join(", ", definition.Arguments.Select(candidate => candidate.Name))}";
        bag.Add(BindingFindings.UnknownArgument, name.Span, $"{definition.Name} has no `{name.Text}`; {has}.{Spelling.Suggest(nearest)}",
            [.. nearest is null ? Array.Empty<Fix>() : [Fixes.Replace($"Change to {nearest}", name.Span, nearest)], new Fix($"Remove {bag.Source[argument.Span]}", Remove(argument.Span))]);
        return null;
    }

    private void ReportOrder(ArgumentSyntax argument, ArgumentSyntax firstNamed)
    {
        var text = bag.Source[argument.Span];
        bag.Add(BindingFindings.ArgumentOrder, argument.Span, $"Values without a name come first: `{text}` stands behind `{bag.Source[firstNamed.Span]}`.",
            new Fix($"Move {text} to the front", [new TextEdit(new Span(firstNamed.Span.Start, 0), text + " "), Remove(argument.Span)]));
    }

    // `kernel 3` for `kernel=3`: both are taken together, and it is said how that is written.
    private ImmutableArray<ArgumentSyntax> Joined(Definition definition, ImmutableArray<ArgumentSyntax> arguments, ImmutableArray<Argument> positional)
    {
        ImmutableArray<ArgumentSyntax>.Builder? joined = null;
        var (first, edits) = (0, ImmutableArray.CreateBuilder<TextEdit>());
        for (var i = 0; i < arguments.Length; i++)
        {
            // What stands for a value here is one, and no name.
            if (i + 1 < arguments.Length && arguments[i] is { Name: null, Value: NameExpression { Name: var word } written } && arguments[i + 1] is { Name: null, Value: { } value }
                && definition.Arguments.Any(candidate => candidate.Name == word || candidate.Aliases.Contains(word)) && !scope.TryFind(word, out _) && !positional.Any(place => place.Words.Contains(word) || place.Kind is ArgumentKind.NewName or ArgumentKind.Any))
            {
                if (joined is null)
                {
                    joined = ImmutableArray.CreateBuilder<ArgumentSyntax>(arguments.Length);
                    joined.AddRange(arguments, i);
                }
                first = edits.Count == 0 ? written.Span.Start : first;
                edits.Add(new TextEdit(Span.FromBounds(written.Span.End, value.Span.Start), "="));
                joined.Add(new ArgumentSyntax(Span.Cover(written.Span, value.Span), new Name(word, written.Span), value));
                i++;
                continue;
            }
            joined?.Add(arguments[i]);
        }
        if (joined is null)
        {
            return arguments;
        }
        var span = Span.FromBounds(first, edits[^1].Span.End);
        var text = string.Join(' ', joined.Where(argument => argument.Name is not null && argument.Span.Start >= first && edits.Any(edit => edit.Span.Start == argument.Name.Span.End)).Select(argument => $"{argument.Name!.Text}={bag.Source[argument.Value!.Span]}"));
        bag.Add(BindingFindings.TooManyValues, Span.FromBounds(first, joined.Max(argument => argument.Span.End)), $"A name and its value are joined by `=`: `{text}`.", new Fix($"Write {text}", edits.ToImmutable()));
        return joined.ToImmutable();
    }

    // A value for which the definition has no place, with the argument that was probably meant and how that is written.
    private sealed record Extra(ArgumentSyntax Argument, Argument? Target, string? Written, Argument? Candidate);

    private Extra Meant(Definition definition, ArgumentSyntax argument, IEnumerable<Argument> seen)
    {
        var text = bag.Source[argument.Span];
        var free = definition.Arguments.Where(candidate => !candidate.IsPositional && !seen.Contains(candidate)).OrderByDescending(candidate => candidate.IsRequired);
        var quiet = new Evaluator(new FindingBag(bag.Source), scope, edges);
        var meant = free.FirstOrDefault(candidate => candidate.Kind is not (ArgumentKind.Text or ArgumentKind.Names or ArgumentKind.Columns) && quiet.Evaluate(argument.Value!, candidate) is { } value && candidate.Convert(value) is not null);
        // 80 of a hundred is written 80%.
        if (meant is { Kind: ArgumentKind.Share } && argument.Value is NumberLiteral { Value: > 1 })
        {
            return new Extra(argument, null, $"{meant.Name}={text}%", meant);
        }
        // The canonical word of another framework's: `dense 10 ReLU`.
        var canonical = argument.Value is NameExpression word ? definition.Arguments.Where(candidate => !seen.Contains(candidate)).Select(candidate => (candidate, word: candidate.Canonical(word.Name))).FirstOrDefault(pair => pair.word is not null) : default;
        return new Extra(argument, meant, meant is not null ? $"{meant.Name}={text}" : canonical.word is not null ? $"{canonical.candidate.Name}={canonical.word}" : null, meant ?? canonical.candidate);
    }

    // All of a line together.
    private void ReportExtras(Definition definition, List<Extra> extras, ImmutableArray<Argument> positional)
    {
        var (argument, meant, written, _) = extras[0];
        var text = bag.Source[argument.Span];
        var takes = positional.Length switch
        {
            0 => definition.Arguments.IsEmpty ? "takes no values" : "takes no values without a name",
            1 => $"takes one value without a name, {positional[0].Name}",
            _ => $"takes {positional.Length} values without a name, {string.Join(", ", positional.Select(candidate => candidate.Name))}",
        };
        if (definition is Layers.Structure.Residual or Layers.Structure.Branch)
        {
            var lines = Span.Cover(argument.Span, extras[^1].Argument.Span);
            bag.Add(BindingFindings.TooManyValues, lines, $"The lines of a {definition.Name} stand in braces: `{definition.Name} {{ {bag.Source[lines]} }}`.", new Fix("Put them in braces", [new TextEdit(new Span(lines.Start, 0), "{ "), new TextEdit(new Span(lines.End, 0), " }")]));
            return;
        }
        // `input 28 28 1`
        if (positional is [.., { Kind: ArgumentKind.Dimensions }] && extras.TrueForAll(extra => extra.Argument.Value is NumberLiteral { IsInteger: true }))
        {
            var start = argument.Span.Start;
            while (start > 0 && bag.Source[start - 1] is ' ' or (>= '0' and <= '9'))
            {
                start--;
            }
            var all = Span.FromBounds(start, extras[^1].Argument.Span.End);
            var axes = bag.Source[all];
            all = new Span(all.Start + axes.Length - axes.TrimStart().Length, axes.Trim().Length);
            var shape = string.Join('x', axes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            bag.Add(BindingFindings.TooManyValues, all, $"Dimensions are joined by the letter x: `{shape}`.", Fixes.Replace($"Write {shape}", all, shape));
            return;
        }
        if (extras.Count > 1)
        {
            var span = Span.Cover(argument.Span, extras[^1].Argument.Span);
            var line = extras.TrueForAll(extra => extra.Written is not null) && extras.Select(extra => extra.Written!.Split('=')[0]).Distinct().Count() == extras.Count ? string.Join(' ', extras.Select(extra => extra.Written)) : null;
            bag.Add(BindingFindings.TooManyValues, span, $"{definition.Name} {takes}, so `{bag.Source[span]}` {(line is null ? "has no place here" : "needs names")}.{(line is null ? "" : $" Did you mean `{line}`?")}",
                [.. line is null ? Array.Empty<Fix>() : [new Fix($"Write {line}", [.. extras.Select(extra => new TextEdit(extra.Argument.Span, extra.Written!))])], new Fix($"Remove {bag.Source[span]}", Remove(span))]);
            return;
        }
        // A layer written behind another one's arguments: `dense 8 dropout`.
        var layer = written is null && argument.Value is NameExpression name ? name.Name : null;
        var isLayer = layer is not null && definition is Layers.Layer && Catalog<Layers.Layer>.Find(layer) is not null;
        bag.Add(BindingFindings.TooManyValues, argument.Span,
            $"{definition.Name} {takes}, so `{text}` {(isLayer ? "needs a line of its own, or a `;` before it" : "needs a name")}.{(written is null ? "" : $" Did you mean `{written}`?")}",
            [
                .. written is not null ? [Fixes.Replace($"Write {written}", argument.Span, written)] : isLayer ? [Fixes.Replace($"Put a ; before {text}", argument.Span with { Length = 0 }, "; ")] : Array.Empty<Fix>(),
                .. meant is { IsRequired: true } ? Array.Empty<Fix>() : [new Fix($"Remove {text}", Remove(argument.Span))],
            ]);
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
        // A window of 3 is what most people mean; other sizes nobody can guess.
        ImmutableArray<Fix> fixes = missing is [{ Kind: ArgumentKind.PerAxis } window]
            ? [new Fix($"Add {(window.IsPositional ? "" : window.Name + "=")}3", window.IsPositional ? new TextEdit(new Span(name.Span.End, 0), " 3") : new TextEdit(new Span(span.End, 0), $" {window.Name}=3"))]
            : missing is [{ Words.Length: > 0 } choice] && choice.IsPositional
                ? [.. choice.Words.Take(4).Select(word => new Fix($"Add {word}", new TextEdit(new Span(name.Span.End, 0), " " + word)))]
                : [];
        var why = definition is Layers.Structure.BlockDefinition block ? $"it is declared as `{block.Signature}`" : doc;
        bag.Add(BindingFindings.MissingArgument, name.Span, $"{definition.Name} needs {what}: {why}.", fixes);
    }

    // With the space before it.
    private TextEdit Remove(Span span)
    {
        var start = span.Start;
        while (start > 0 && bag.Source[start - 1] is ' ' or '\t')
        {
            start--;
        }
        return new TextEdit(Span.FromBounds(start, span.End), "");
    }
}
