using System.Collections.Immutable;
using System.Globalization;
using Nnet.Language.Graph;

namespace Nnet.Language.Definitions;

/// <summary>What an argument is written as; completion and error texts depend on it.</summary>
public enum ArgumentKind
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>A number or a percentage that means a share.</summary>
    Share,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A quoted text.</summary>
    Text,

    /// <summary>A path of a file, quoted.</summary>
    Path,

    /// <summary>Dimensions such as <c>1x28x28</c>.</summary>
    Dimensions,

    /// <summary>A number for every axis, or a list with one for each: <c>3</c>, <c>[3, 5]</c>.</summary>
    PerAxis,

    /// <summary>The axes in another order: <c>[2, 1]</c>, <c>[channels=2, 1]</c>.</summary>
    Order,

    /// <summary>Columns of a table, by name or number; one or a list.</summary>
    Columns,

    /// <summary>A list of quoted texts or words.</summary>
    Names,

    /// <summary>A list of expressions over columns.</summary>
    Formulas,

    /// <summary>Labels of lines whose values come in too; without a name there may be several: <c>concat e3 e4</c>.</summary>
    Edges,

    /// <summary>The label of a layer whose weights are shared.</summary>
    SharedLayer,

    /// <summary>A set of values: <c>real</c>, <c>probabilities</c>, <c>tokens(50257)</c>, <c>interval(0, 1)</c>.</summary>
    Domain,

    /// <summary>How weights start: <c>he_normal</c>, <c>normal(0.02)</c>, a constant.</summary>
    Initial,

    /// <summary>A number for each class, or <c>balanced</c>: <c>[1, 2.5]</c>.</summary>
    ClassWeights,

    /// <summary>A name that the line declares; a value that is no new word is left to the next argument.</summary>
    NewName,

    /// <summary>The name of an input of the model.</summary>
    Input,

    /// <summary>The name of an output of the model.</summary>
    Output,

    /// <summary>Anything: the parameter of a block.</summary>
    Any,
}

/// <summary>An argument of a definition. It is its own key into a <see cref="Call"/>.</summary>
public abstract class Argument
{
    private readonly Func<Value, object?> _convert;
    private readonly Func<ImmutableArray<string>>? _lateWords;
    private readonly Func<string, string?>? _canonical;

    private protected Argument(string name, string doc, ArgumentKind kind, bool positional, bool isRequired, string? defaultText, string expectation, Func<Value, object?> convert, Func<ImmutableArray<string>>? words, Func<string, string?>? canonical)
    {
        (Name, Doc, Kind, IsPositional, IsRequired, Expectation) = (name, doc, kind, positional, isRequired, expectation);
        DefaultText = defaultText is { Length: > 0 } ? defaultText : null;
        (_convert, _lateWords, _canonical) = (convert, words, canonical);
    }

    /// <summary>As it is written before the equals sign.</summary>
    public string Name { get; }

    /// <summary>What it means, in a sentence, with its unit.</summary>
    public string Doc { get; }

    /// <summary>What it is written as.</summary>
    public ArgumentKind Kind { get; }

    /// <summary>Whether it may stand without its name, in the order of declaration.</summary>
    public bool IsPositional { get; }

    /// <summary>Other frameworks' spellings of its name, recognised with a quick fix: <c>kernel_size</c>.</summary>
    public ImmutableArray<string> Aliases { get; private protected set; } = [];

    /// <summary>Whether several values without its name may be given to it.</summary>
    public bool IsVariadic => IsPositional && Kind is ArgumentKind.Edges;

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; }

    /// <summary>The default as source text, or null.</summary>
    public string? DefaultText { get; }

    /// <summary>The words that it can be, or empty when it is not one of a few; read late, since a catalogue of definitions may stand behind it.</summary>
    public ImmutableArray<string> Words
    {
        get => _lateWords is null ? field : _lateWords();
        internal init;
    } = [];

    /// <summary>The words with operands that it can be, such as <c>normal(0.02)</c>.</summary>
    public ImmutableArray<ValueForm> Forms { get; internal init; } = [];

    /// <summary>Our word for what another framework calls <paramref name="word"/>, or null.</summary>
    public string? Canonical(string word) => _canonical?.Invoke(word) ?? Words.FirstOrDefault(known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What fits, in words for an error: <c>a whole number from 1</c>.</summary>
    public string Expectation { get; }

    /// <summary>Turns a written value into the argument's own type, or returns null when it does not fit.</summary>
    public object? Convert(Value value) => _convert(value);

    /// <summary>A whole number.</summary>
    public static Argument<int> Integer(string name, string doc, int? @default = null, int min = 0, int max = int.MaxValue, bool positional = false)
        => new(name, doc, ArgumentKind.Integer, positional, @default is { } given ? new(given, $"{given}") : null, Range("a whole number", min, max, int.MaxValue), value =>
            value is Value.Number { IsInteger: true } number && number.Amount >= min && number.Amount <= max ? (int)number.Amount : null);

    /// <summary>A whole number that follows from something else when it is not given: null.</summary>
    public static Argument<int?> Count(string name, string doc, bool positional = false)
        => new(name, doc, ArgumentKind.Integer, positional, new(null, ""), "a whole number from 1", value => value is Value.Number { IsInteger: true, Amount: > 0 and <= int.MaxValue } number ? (int)number.Amount : null);

    /// <summary>A number.</summary>
    public static Argument<double> Number(string name, string doc, double? @default = null, double min = double.NegativeInfinity, double max = double.PositiveInfinity, bool positional = false)
        => new(name, doc, ArgumentKind.Number, positional, @default is { } given ? new(given, Value.Number.Write(given)) : null, Range("a number", min, max, double.PositiveInfinity), value =>
            value is Value.Number number && number.Amount >= min && number.Amount <= max ? number.Amount
            // What lies between none and all may be written as a share of it.
            : value is Value.Percent { Fraction: >= 0 and <= 1 and var share } && min >= 0 && max <= 1 ? share
            : null);

    /// <summary>A number above zero, or null when not given.</summary>
    public static Argument<double?> Amount(string name, string doc, bool positional = false)
        => new(name, doc, ArgumentKind.Number, positional, new(null, ""), "a number above 0", value => value is Value.Number { Amount: > 0 } number ? number.Amount : null);

    /// <summary>A share, as a percentage or a number: <c>10%</c> or <c>0.1</c>. Its range is for the rules to judge.</summary>
    public static Argument<double> Share(string name, string doc, double? @default = null, bool positional = false)
        => new(name, doc, ArgumentKind.Share, positional, @default is { } given ? new(given, new Value.Percent(given).ToString()) : null, "a share such as 20% or 0.2", value => ShareOf(value));

    /// <summary>A share of the whole that is never all of it: <c>10%</c>.</summary>
    public static Argument<double> Fraction(string name, string doc, double @default)
        => new(name, doc, ArgumentKind.Share, false, new(@default, new Value.Percent(@default).ToString()), "a share from 0% and below 100%, such as 10% or 0.1", value => ShareOf(value) is >= 0 and < 1 and var share ? share : null);

    /// <summary>A percentage that multiplies something, so that a plain number is refused: it would be taken for the thing itself.</summary>
    public static Argument<double> Factor(string name, string doc, double @default, string what)
        => new(name, doc, ArgumentKind.Share, false, new(@default, new Value.Percent(@default).ToString()), $"a share of {what}, such as 10%", value => value is Value.Percent { Fraction: >= 0 } percent ? percent.Fraction : null);

    /// <summary>How much each class counts, or null when not given: a list of numbers, or <c>balanced</c>.</summary>
    public static Argument<ClassWeights?> Weights(string name, string doc)
        => new(name, doc, ArgumentKind.ClassWeights, false, new(null, ""), "a list with a number for each class, such as [1, 2.5], or balanced", value => value switch
        {
            Value.Word { Name: "balanced" } => ClassWeights.Balanced,
            Value.List { Items.Length: > 1 } list when list.Items.All(item => item is Value.Number { Amount: >= 0 }) && list.Items.Any(item => item is Value.Number { Amount: > 0 })
                => new ClassWeights([.. list.Items.Select(item => ((Value.Number)item).Amount)]),
            _ => null,
        })
        { Words = ["balanced"] };

    /// <summary>An angle in degrees: <c>10deg</c> or <c>10</c>.</summary>
    public static Argument<double> Angle(string name, string doc, double @default)
        => new(name, doc, ArgumentKind.Number, false, new(@default, $"{@default}deg"), "an angle from 0 to 180 such as 10deg", value => value switch
        {
            Value.Quantity { Unit: "deg", Amount: >= 0 and <= 180 } angle => angle.Amount,
            Value.Number { Amount: >= 0 and <= 180 } number => number.Amount,
            _ => null,
        });

    /// <summary>True or false.</summary>
    public static Argument<bool> Flag(string name, string doc, bool? @default = null)
        => new(name, doc, ArgumentKind.Flag, false, @default is { } given ? new(given, given ? "true" : "false") : null, "true or false", value =>
            value is Value.Truth truth ? truth.Holds : null)
        { Words = ["true", "false"] };

    /// <summary>One of a few words.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="doc">What it says.</param>
    /// <param name="words">The words.</param>
    /// <param name="default">The word that holds when none is given, or null where one has to be.</param>
    /// <param name="positional">Whether it is given by its place.</param>
    /// <param name="spellings">What others call a word, and the word.</param>
    public static Argument<string> Word(string name, string doc, ImmutableArray<string> words, string? @default = null, bool positional = false, params (string Theirs, string Word)[] spellings)
        => new(name, doc, ArgumentKind.Word, positional, @default is null ? null : new(@default, @default), "one of " + string.Join(", ", words), value => value switch
        {
            Value.Word word when words.Contains(word.Name) => word.Name,
            Value.Truth truth when words.Contains(truth.ToString()) => truth.ToString(),
            _ => null,
        }, canonical: word => spellings.FirstOrDefault(spelling => string.Equals(spelling.Theirs, word, StringComparison.OrdinalIgnoreCase)).Word)
        { Words = words };

    /// <summary>A figure of a run: the loss or a metric, of the training part or with <c>val_</c> of the validation part.</summary>
    public static Argument<string> Figure(string name, string doc)
        => new(name, doc, ArgumentKind.Word, false, new("val_loss", "val_loss"), "a figure such as val_loss, or a metric with val_ or without", value =>
            value is Value.Word word && (Training.Metric.Figures.Contains(word.Name) || word.Name.EndsWith(Training.Objective.FigureOf(""), StringComparison.Ordinal)) ? word.Name : null, () => Training.Metric.Figures);

    /// <summary>The name of another definition, such as an activation; null when it is not given.</summary>
    public static Argument<T?> OneOf<T>(string name, string doc)
        where T : Definition
        => new(name, doc, ArgumentKind.Word, false, new(null, ""), $"the name of an {typeof(T).Name.ToLowerInvariant()}", value =>
            value is Value.Word word ? Catalog<T>.Find(word.Name) : null, () => [.. Catalog<T>.All.Select(definition => definition.Name)], word => Catalog<T>.FindAlias(word)?.Name);

    /// <summary>A quoted text.</summary>
    public static Argument<string> Text(string name, string doc, string? @default = null, bool positional = false)
        => new(name, doc, ArgumentKind.Text, positional, @default is null ? null : new(@default, $"\"{@default}\""), "a text in quotes", value => (value as Value.Text)?.Content);

    /// <summary>A path in quotes, relative to the file that says it.</summary>
    public static Argument<string> Path(string name, string doc, bool positional = false, bool optional = false)
        => new(name, doc, ArgumentKind.Path, positional, optional ? new("", "") : null, "a path in quotes", value => (value as Value.Text)?.Content);

    /// <summary>Dimensions; a single number is one axis.</summary>
    public static Argument<ImmutableArray<int>> Dimensions(string name, string doc, bool required, bool positional = false)
        => new(name, doc, ArgumentKind.Dimensions, positional, required ? null : new([], ""), "dimensions such as 784 or 1x28x28", value => value switch
        {
            Value.Dimensions dimensions when dimensions.Axes.All(axis => axis > 0) => dimensions.Axes,
            Value.Number { IsInteger: true, Amount: > 0 and <= int.MaxValue } number => ImmutableArray.Create((int)number.Amount),
            _ => null,
        });

    /// <summary>A shape: <c>784</c>, <c>1x28x28</c>, or a list whose axes may have names, <c>[seq=1024, 64]</c>.</summary>
    public static Argument<Shape> Shape(string name, string doc, bool positional = false)
        => new(name, doc, ArgumentKind.Dimensions, positional, null, "a shape such as 784, 1x28x28 or [seq=1024, 64]", value => value switch
        {
            Value.Dimensions dimensions when dimensions.Axes.All(axis => axis > 0) => new Shape(dimensions.Axes),
            Value.Number { IsInteger: true, Amount: > 0 and <= int.MaxValue } number => new Shape([(int)number.Amount]),
            Value.List list when list.Items.Length > 0 && list.Items.All(item => item is Value.Number { IsInteger: true, Amount: > 0 and <= int.MaxValue })
                => new Shape([.. list.Items.Select(item => (int)((Value.Number)item).Amount)], list.Names),
            _ => null,
        });

    /// <summary>One place of a sequence by its number from 0, or <c>first</c> or <c>last</c>; the last one is −1.</summary>
    public static Argument<int> Place(string name, string doc)
        => new(name, doc, ArgumentKind.Word, true, null, "first, last, or a number from 0", value => value switch
        {
            Value.Word { Name: "first" } => 0,
            Value.Word { Name: "last" } => -1,
            Value.Number { IsInteger: true, Amount: >= 0 and <= int.MaxValue } number => (int)number.Amount,
            _ => null,
        })
        { Words = ["first", "last"] };

    /// <summary>The axes of a sample in another order, each once, counted from 1: <c>[2, 1]</c>, or with a new name <c>[channels=2, 1]</c>.</summary>
    public static Argument<AxisOrder> Order(string name, string doc)
        => new(name, doc, ArgumentKind.Order, true, null, "a list with the number of each axis, from 1: [2, 1]", value =>
            value is Value.List { Items.Length: > 0 } list && list.Items.All(item => item is Value.Number { IsInteger: true, Amount: > 0 and <= 64 })
                ? new AxisOrder([.. list.Items.Select(item => (int)((Value.Number)item).Amount)], list.Names)
                : null);

    /// <summary>One whole number for every spatial axis, or a list with one for each. Empty means not given.</summary>
    public static Argument<ImmutableArray<int>> PerAxis(string name, string doc, int min, int? @default = null, bool required = false, bool positional = false)
        => new(name, doc, ArgumentKind.PerAxis, positional, required ? null : new(@default is { } given ? [given] : [], @default?.ToString(CultureInfo.InvariantCulture) ?? ""), $"a whole number from {min}, or a list such as [3, 5]", value => WholeNumbers(value, min));

    /// <summary>Columns by name or zero-based number (negative counts from the end); empty when not given.</summary>
    public static Argument<ImmutableArray<string>> Columns(string name, string doc, bool positional = false)
        => new(name, doc, ArgumentKind.Columns, positional, positional ? null : new([], ""), "a column's name or number, or a list of them", value => Strings(value));

    /// <summary>A list of names; empty when not given.</summary>
    public static Argument<ImmutableArray<string>> Names(string name, string doc)
        => new(name, doc, ArgumentKind.Names, false, new([], ""), "a list of names", value => Strings(value));

    /// <summary>A list of expressions over columns; empty when not given.</summary>
    public static Argument<ImmutableArray<Formula>> Formulas(string name, string doc)
        => new(name, doc, ArgumentKind.Formulas, true, new([], ""), "a list of expressions such as [x1, x2, x1*x2, sin(x1)]", value =>
            value is Value.List list && list.Items.All(item => item is Value.Column) ? list.Items.Select(item => ((Value.Column)item).Formula).ToImmutableArray() : null);

    /// <summary>Nodes whose values come in beside the line's own input.</summary>
    public static Argument<ImmutableArray<int>> Edges(string name, string doc, bool positional = false, bool required = false)
        => new(name, doc, ArgumentKind.Edges, positional, required ? null : new([], ""), "the label of a line above, or several", value => value switch
        {
            Value.Edge edge => ImmutableArray.Create(edge.Output),
            Value.List list when list.Items.All(item => item is Value.Edge) => list.Items.Select(item => ((Value.Edge)item).Output).ToImmutableArray(),
            _ => null,
        });

    /// <summary>The node whose weights are shared, or null.</summary>
    public static Argument<int?> SharedLayer(string name, string doc)
        => new(name, doc, ArgumentKind.SharedLayer, false, new(null, ""), "the label of a layer above", value => value is Value.Edge edge ? edge.Layer : null);

    /// <summary>A set of values, or null when not given.</summary>
    public static Argument<Domain?> Domain(string name, string doc)
        => new(name, doc, ArgumentKind.Domain, false, new(null, ""), "one of real, binary, probabilities, tokens(size), interval(low, high)", value => value switch
        {
            Value.Word { Name: "real" } => Graph.Domain.Real,
            Value.Word { Name: "binary" } => Graph.Domain.Interval(0, 1),
            Value.Word { Name: "probabilities" } => Graph.Domain.Probabilities,
            Value.Application { Name: "tokens", Operands: [Value.Number { IsInteger: true, Amount: > 0 and <= int.MaxValue } size] } => Graph.Domain.Tokens((int)size.Amount),
            Value.Application { Name: "interval", Operands: [Value.Number low, Value.Number high] } when low.Amount < high.Amount => Graph.Domain.Interval(low.Amount, high.Amount),
            _ => null,
        })
        {
            Words = ["real", "binary", "probabilities"],
            Forms =
            [
                new ValueForm("tokens", ["size"], "Whole numbers from 0 below the size of a vocabulary."),
                new ValueForm("interval", ["low", "high"], "Numbers from low to high."),
            ],
        };

    /// <summary>How weights start, or null when not given.</summary>
    public static Argument<InitializerScheme?> Initial(string name, string doc)
        => new(name, doc, ArgumentKind.Initial, false, new(null, ""), $"one of {string.Join(", ", InitializerScheme.Words)}, normal(deviation), uniform(limit), or a number", InitializerScheme.Of)
        {
            Words = InitializerScheme.Words,
            Forms =
            [
                new ValueForm("normal", ["deviation"], "Drawn from a normal distribution around zero with this deviation."),
                new ValueForm("uniform", ["limit"], "Drawn evenly from minus the limit to the limit."),
            ],
        };

    /// <summary>A new name; null when not given.</summary>
    public static Argument<string?> NewName(string name, string doc)
        => new(name, doc, ArgumentKind.NewName, true, new(null, ""), "a new name", value => (value as Value.Word)?.Name);

    /// <summary>The name of something that another block declares, such as an output of the model that is trained; empty when not given.</summary>
    public static Argument<string> NameOf(ArgumentKind kind, string name, string doc)
        => new(name, doc, kind, false, new("", ""), $"the name of an {kind.ToString().ToLowerInvariant()} of the model", value => (value as Value.Word)?.Name);

    /// <summary>How much something counts beside others, as a percentage or a number above zero: <c>30%</c>, <c>2</c>.</summary>
    public static Argument<double> Weight(string name, string doc)
        => new(name, doc, ArgumentKind.Share, false, new(1, "100%"), "a share such as 30%, or a number above 0", value => ShareOf(value) is > 0 and var weight && double.IsFinite(weight) ? weight : null);

    /// <summary>The parameter of a block: it takes any value.</summary>
    /// <param name="name">As the block declares it.</param>
    /// <param name="doc">What it means.</param>
    /// <param name="defaultText">Its default as it is written, or null when it must be given.</param>
    public static Argument<Value?> Any(string name, string doc, string? defaultText)
        => new(name, doc, ArgumentKind.Any, true, defaultText is null ? null : new(null, defaultText), "a value", value => value);

    /// <summary>The numbers of <c>3</c>, <c>3x5</c> or <c>[3, 5]</c>, at most three of them, or null when the value is something else.</summary>
    internal static ImmutableArray<int>? WholeNumbers(Value value, int min)
    {
        return value switch
        {
            Value.Number number when Fits(number) => [(int)number.Amount],
            Value.Dimensions { Axes.Length: <= 3 } dimensions when dimensions.Axes.All(axis => axis >= min) => dimensions.Axes,
            Value.List { Items.Length: > 0 and <= 3 } list when list.Items.All(item => item is Value.Number number && Fits(number)) => [.. list.Items.Select(item => (int)((Value.Number)item).Amount)],
            _ => null,
        };

        bool Fits(Value.Number number) => number.IsInteger && number.Amount >= min && number.Amount <= int.MaxValue;
    }

    private static double? ShareOf(Value value) => value switch
    {
        Value.Percent percent => percent.Fraction,
        Value.Number number => number.Amount,
        _ => null,
    };

    private static object? Strings(Value value) => value switch
    {
        Value.List list when list.Items.All(item => item is Value.Word or Value.Text or Value.Number) => list.Items.Select(Plain).ToImmutableArray(),
        Value.Word or Value.Text or Value.Number => ImmutableArray.Create(Plain(value)),
        _ => null,
    };

    private static string Plain(Value value) => value is Value.Text text ? text.Content : value.ToString()!;

    private static string Range(string what, double min, double max, double unbounded)
    {
        var low = double.IsNegativeInfinity(min) ? "" : $" from {min.ToString("R", CultureInfo.InvariantCulture)}";
        return max >= unbounded ? what + low : $"{what}{low} to {max.ToString("R", CultureInfo.InvariantCulture)}";
    }
}

/// <summary>An argument with the type of its value.</summary>
/// <typeparam name="T">What <see cref="Call.Get{T}"/> returns.</typeparam>
public sealed class Argument<T> : Argument
{
    private readonly ArgumentDefault<T>? _default;

    internal Argument(string name, string doc, ArgumentKind kind, bool positional, ArgumentDefault<T>? @default, string expectation, Func<Value, object?> convert, Func<ImmutableArray<string>>? words = null, Func<string, string?>? canonical = null)
        : base(name, doc, kind, positional, @default is null, @default?.Text, expectation, convert, words, canonical)
        => _default = @default;

    /// <summary>The default; fails for a required argument.</summary>
    public T Default => _default is { } given ? given.Value : throw new InvalidOperationException($"{Name} has no default.");

    /// <summary>Adds other frameworks' spellings of its name.</summary>
    public Argument<T> Also(params string[] aliases)
    {
        Aliases = [.. aliases];
        return this;
    }
}

/// <summary>What an argument is when it is not given. A class, since generic code over structures of the framework is compiled at start.</summary>
/// <param name="Value">The value.</param>
/// <param name="Text">As source text; empty when nothing could be written.</param>
internal sealed record ArgumentDefault<T>(T Value, string Text);
