using System.Collections.Immutable;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Binding;

/// <summary>Values on a line for which what is called has no place: which argument was probably meant by each, and how that is written.</summary>
/// <param name="bag">Takes what is found.</param>
/// <param name="scope">What names stand for.</param>
/// <param name="edges">The edges that may be named, or null.</param>
/// <param name="definition">What is called.</param>
/// <param name="positional">Its arguments that need no name.</param>
internal sealed class UnplacedValues(FindingBag bag, Scope scope, IEdges? edges, Definition definition, ImmutableArray<Argument> positional)
{
    // A line with more of them is none that a name could be guessed for.
    private const int MostGuessed = 8;

    // From so many on a number on the line of a convolution is one of filters rather than a window.
    private const int Filters = 12;

    private List<Guessed>? _guessed;

    /// <summary>Takes <c>kernel 3</c> for <c>kernel=3</c>, and says how that is written.</summary>
    public ImmutableArray<ArgumentSyntax> Join(ImmutableArray<ArgumentSyntax> arguments)
    {
        List<(Name Name, Expression Value)>? pairs = null;
        ImmutableArray<ArgumentSyntax>.Builder? joined = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i + 1 < arguments.Length && IsName(arguments[i], out var name) && arguments[i + 1] is { Name: null, Value: { } value })
            {
                if (joined is null)
                {
                    joined = ImmutableArray.CreateBuilder<ArgumentSyntax>(arguments.Length);
                    joined.AddRange(arguments, i);
                }
                (pairs ??= []).Add((name, value));
                joined.Add(new ArgumentSyntax(Span.Cover(name.Span, value.Span), name, value));
                i++;
            }
            else
            {
                joined?.Add(arguments[i]);
            }
        }
        if (pairs is null)
        {
            return arguments;
        }
        var text = string.Join(' ', pairs.Select(pair => $"{pair.Name.Text}={bag.Source[pair.Value.Span]}"));
        bag.Add(BindingFindings.TooManyValues, Span.Cover(pairs[0].Name.Span, pairs[^1].Value.Span), $"A name and its value are joined by `=`: `{text}`.",
            new Fix($"Write {text}", [.. pairs.Select(pair => new TextEdit(Span.FromBounds(pair.Name.Span.End, pair.Value.Span.Start), "="))]));
        return joined!.ToImmutable();
    }

    /// <summary>Says of <c>features x1 x2</c> that expressions stand in a list.</summary>
    /// <returns>Whether it was said.</returns>
    public bool ReportList(ImmutableArray<ArgumentSyntax> arguments)
    {
        if (positional is not [{ Kind: ArgumentKind.Formulas } list] || arguments.IsEmpty || arguments[0] is not { Name: null, Value: NameExpression })
        {
            return false;
        }
        var items = arguments.TakeWhile(argument => argument.Name is null).ToArray();
        var span = Span.Cover(items[0].Span, items[^1].Span);
        var written = $"[{string.Join(", ", items.Select(item => bag.Source[item.Span]))}]";
        Say(span, $"{definition.Name} takes {list.Expectation}: `{definition.Name} {written}`.", Fixes.Replace($"Write {written}", span, written));
        return true;
    }

    /// <summary>The argument that was probably meant by a value, to go on with; null where nothing is known.</summary>
    /// <param name="argument">The value.</param>
    /// <param name="given">The arguments that have a value already.</param>
    public Argument? Guess(ArgumentSyntax argument, IEnumerable<Argument> given)
    {
        _guessed ??= [];
        if (_guessed.Count >= MostGuessed)
        {
            return null;
        }
        var meant = Meant(argument, [.. given, .. _guessed.Select(before => before.Meant).OfType<Argument>()]);
        _guessed.Add(meant);
        return meant.Taken;
    }

    /// <summary>Whether one of them was probably meant for an argument.</summary>
    public bool Means(Argument argument) => _guessed?.Exists(one => one.Meant == argument) == true;

    /// <summary>Says of all of them together how they are written.</summary>
    public void Report()
    {
        if (_guessed is null)
        {
            return;
        }
        var span = Span.Cover(_guessed[0].Argument.Span, _guessed[^1].Argument.Span);
        var text = bag.Source[span];
        if (definition is not Layers.ModelWord && _guessed[0].Argument.Value is NameExpression { Name: var setting } && (Catalog<Setting>.Find(setting) ?? Catalog<Setting>.FindAlias(setting)) is not null)
        {
            // `batch 32 epochs 10`
            Say(span, $"`{text}` needs a line of its own, or a `;` before it.", Fixes.Replace($"Put a ; before {text}", span with { Length = 0 }, "; "));
        }
        else if (definition is Layers.Structure.Residual or Layers.Structure.Branch)
        {
            Say(span, $"The lines of a {definition.Name} stand in braces: `{definition.Name} {{ {text} }}`.", new Fix("Put them in braces", [new TextEdit(new Span(span.Start, 0), "{ "), new TextEdit(new Span(span.End, 0), " }")]));
        }
        else if (positional is [.., { Kind: ArgumentKind.Dimensions }] && _guessed.TrueForAll(one => one.Argument.Value is NumberLiteral { IsInteger: true }))
        {
            ReportDimensions(span);
        }
        else if (_guessed.Count > 1)
        {
            ReportSeveral(_guessed, span, text);
        }
        else
        {
            ReportOne(_guessed[0], text);
        }
    }

    private void Say(Span span, string message, params ImmutableArray<Fix> fixes) => bag.Add(BindingFindings.TooManyValues, span, message, fixes);

    // What stands for a value here is one, and no name.
    private bool IsName(ArgumentSyntax argument, out Name name)
    {
        name = null!;
        if (argument is not { Name: null, Value: NameExpression { Name: var word } written } || !definition.Arguments.Any(candidate => candidate.Name == word || candidate.Aliases.Contains(word))
            || scope.TryFind(word, out _) || positional.Any(place => place.Words.Contains(word) || place.Kind is ArgumentKind.NewName or ArgumentKind.Any))
        {
            return false;
        }
        name = new Name(word, written.Span);
        return true;
    }

    private Guessed Meant(ArgumentSyntax argument, HashSet<Argument> given)
    {
        var text = bag.Source[argument.Span];
        var quiet = new Evaluator(new FindingBag(bag.Source), scope, edges);
        var named = definition.Arguments.Where(candidate => !candidate.IsPositional && !given.Contains(candidate)).ToArray();
        var meant = named.Where(candidate => candidate.IsRequired).Concat(named.Where(candidate => !candidate.IsRequired))
            .FirstOrDefault(candidate => candidate.Kind is not (ArgumentKind.Text or ArgumentKind.Names or ArgumentKind.Columns) && quiet.Evaluate(argument.Value!, candidate) is { } value && candidate.Convert(value) is not null);
        // 80 of a hundred is written 80%.
        if (meant is { Kind: ArgumentKind.Share } && argument.Value is NumberLiteral { Value: > 1 })
        {
            return new Guessed(argument, null, meant, $"{meant.Name}={text}%");
        }
        // `conv 16 32 3`: what stands second is no window, if it is that wide.
        if (meant is { Kind: ArgumentKind.PerAxis } && definition is Layers.Spatial.Conv or Layers.Spatial.ConvTranspose && argument.Value is NumberLiteral { Value: >= Filters })
        {
            return new Guessed(argument, null, meant, $"{meant.Name}={text}");
        }
        if (meant is not null)
        {
            return new Guessed(argument, meant, meant, $"{meant.Name}={text}");
        }
        // The canonical word of another framework's: `dense 10 ReLU`.
        var word = (argument.Value as NameExpression)?.Name;
        var owner = word is null ? null : definition.Arguments.FirstOrDefault(candidate => !given.Contains(candidate) && candidate.Canonical(word) is not null);
        return new Guessed(argument, null, owner, owner is null ? null : $"{owner.Name}={owner.Canonical(word!)}");
    }

    // `input 28 28 1`
    private void ReportDimensions(Span rest)
    {
        var all = Span.FromBounds(StartOfValues(rest), rest.End);
        var shape = string.Join('x', bag.Source[all].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Say(all, $"Dimensions are joined by the letter x: `{shape}`.", Fixes.Replace($"Write {shape}", all, shape));
    }

    private void ReportSeveral(List<Guessed> guessed, Span span, string text)
    {
        if (IsToldInput(guessed, out var filters, out var kernel))
        {
            var meant = $"{filters} kernel={kernel}";
            var all = Span.FromBounds(StartOfValues(span), span.End);
            Say(all, $"{definition.Name} is told its filters and its window; what comes in follows from the line above. Did you mean `{definition.Name} {meant}`?", Fixes.Replace($"Write {definition.Name} {meant}", all, meant));
            return;
        }
        var areKnown = guessed.TrueForAll(one => one.Written is not null) && guessed.DistinctBy(one => one.Meant).Count() == guessed.Count;
        var written = string.Join(' ', guessed.Select(one => one.Written));
        var remove = new Fix($"Remove {text}", Fixes.Cut(bag.Source, span));
        if (areKnown)
        {
            Say(span, $"{definition.Name} {Takes}, so `{text}` needs names. Did you mean `{written}`?", new Fix($"Write {written}", [.. guessed.Select(one => new TextEdit(one.Argument.Span, one.Written!))]), remove);
        }
        else
        {
            Say(span, $"{definition.Name} {Takes}, so `{text}` has no place here.", remove);
        }
    }

    // `conv 16 32 3`: PyTorch tells the channels that come in first, and no window is as wide as there are filters.
    private bool IsToldInput(List<Guessed> guessed, out string filters, out string kernel)
    {
        (filters, kernel) = ("", "");
        if (definition is not (Layers.Spatial.Conv or Layers.Spatial.ConvTranspose) || guessed is not [{ Argument.Value: NumberLiteral { IsInteger: true } second }, { Argument.Value: NumberLiteral { IsInteger: true } third }] || second.Value < Filters || third.Value >= second.Value)
        {
            return false;
        }
        (filters, kernel) = (bag.Source[second.Span], bag.Source[third.Span]);
        return true;
    }

    // Where the numbers begin that end with these.
    private int StartOfValues(Span rest)
    {
        var start = rest.Start;
        while (start > 0 && bag.Source[start - 1] is ' ' or (>= '0' and <= '9'))
        {
            start--;
        }
        while (bag.Source[start] == ' ')
        {
            start++;
        }
        return start;
    }

    private void ReportOne(Guessed one, string text)
    {
        var span = one.Argument.Span;
        // A layer written behind another one's arguments: `dense 8 dropout`.
        var isLayer = one is { Written: null, Argument.Value: NameExpression { Name: var layer } } && definition is Layers.Layer && Catalog<Layers.Layer>.Find(layer) is not null;
        // `relu x`
        var isNeedless = definition.Arguments.IsEmpty && !isLayer;
        var fed = isNeedless && definition is Layers.Layer ? " A line is fed by the line above it; `from` goes on from another one." : "";
        Say(span, $"{definition.Name} {Takes}, so `{text}` {(isLayer ? "needs a line of its own, or a `;` before it" : isNeedless ? "has no place here" : "needs a name")}.{fed}{(one.Written is null ? "" : $" Did you mean `{one.Written}`?")}",
            [
                .. one.Written is not null ? [Fixes.Replace($"Write {one.Written}", span, one.Written)] : isLayer ? [Fixes.Replace($"Put a ; before {text}", span with { Length = 0 }, "; ")] : Array.Empty<Fix>(),
                .. one.Taken is { IsRequired: true } ? Array.Empty<Fix>() : [new Fix($"Remove {text}", Fixes.Cut(bag.Source, span))],
            ]);
    }

    private string Takes => positional.Length switch
    {
        0 => definition.Arguments.IsEmpty ? "takes no values" : "takes no values without a name",
        1 => $"takes one value without a name, {positional[0].Name}",
        _ => $"takes {positional.Length} values without a name, {string.Join(", ", positional.Select(candidate => candidate.Name))}",
    };

    /// <summary>A value with the argument that was probably meant.</summary>
    /// <param name="Argument">The value.</param>
    /// <param name="Taken">The argument that it is taken for, or null.</param>
    /// <param name="Meant">The argument that was meant, though the value is not written as it should be; or null.</param>
    /// <param name="Written">How it is written, or null.</param>
    private sealed record Guessed(ArgumentSyntax Argument, Argument? Taken, Argument? Meant, string? Written);
}
