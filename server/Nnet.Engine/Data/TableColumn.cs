using System.Collections.Immutable;

namespace Nnet.Engine.Data;

/// <summary>
/// A column of a table and the inputs that become of it: one where it holds numbers, and where it holds texts one for each
/// of them, which is 1 in the rows that hold it and 0 in all others.
/// </summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Categories">The texts that it can hold, in the order of their inputs; empty for numbers.</param>
public sealed record TableColumn(string Name, ImmutableArray<string> Categories)
{
    private static readonly (string No, string Yes)[] s_flags = [("no", "yes"), ("n", "y"), ("false", "true"), ("f", "t"), ("off", "on")];

    /// <summary>Whether it feeds an input that takes tokens, so that no scale suits it: a number is one, a text in the end becomes the number of its category.</summary>
    public bool IsToken { get; init; }

    /// <summary>Numbers of a sample: one in a table, more where the column is an array of NumPy.</summary>
    public int Numbers { get; init; } = 1;

    /// <summary>A column of numbers.</summary>
    public static TableColumn OfNumbers(string name) => new(name, []);

    /// <summary>Whether it holds texts.</summary>
    public bool IsText => !Categories.IsEmpty;

    /// <summary>Whether it holds several numbers for a sample, so that it is fed in or learnt as a whole.</summary>
    public bool IsArray => Numbers > 1;

    /// <summary>How many inputs become of it.</summary>
    public int Width => IsText && !IsFlag ? Categories.Length : Numbers;

    /// <summary>The names of these inputs: its own, <c>sex=female</c>, or <c>pixels[7]</c>.</summary>
    public IEnumerable<string> Inputs => IsArray ? Enumerable.Range(0, Numbers).Select(i => $"{Name}[{i}]") : !IsText ? [Name] : (IsFlag ? Categories[1..] : Categories).Select(category => $"{Name}={category}");

    // Yes or no is one input, as everybody expects it; two that always contradict each other say nothing more.
    private bool IsFlag => Categories is [var no, var yes]
        && s_flags.Any(flag => flag.No.Equals(no, StringComparison.OrdinalIgnoreCase) && flag.Yes.Equals(yes, StringComparison.OrdinalIgnoreCase));

    /// <summary>Which of its inputs is 1 for a category; −1 for none, as for the no of yes and no.</summary>
    /// <param name="category">The category's place.</param>
    public int InputOf(int category) => IsFlag ? category - 1 : category;

    /// <summary>The category that an input stands for.</summary>
    /// <param name="input">The input's place among those of the column.</param>
    public string CategoryOf(int input) => Categories[IsFlag ? 1 : input];

    /// <summary>Whether a number is 0 or 1 for a category, for each input of some columns; empty where all are quantities.</summary>
    public static ImmutableArray<bool> Categorical(ImmutableArray<TableColumn> columns)
        => columns.Any(column => column.IsText || column.IsToken) ? [.. columns.SelectMany(column => Enumerable.Repeat(column.IsText || column.IsToken, column.Width))] : [];
}

/// <summary>Cells that hold a text which none of a column's categories is.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="First">The first such text.</param>
/// <param name="Count">How many cells.</param>
public sealed record UnknownCategory(string Column, string First, int Count);
