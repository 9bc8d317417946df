namespace Nnet.Language.Findings;

/// <summary>What giving the words of a text their meaning can find.</summary>
public static class BindingFindings
{
    /// <summary>A word that names nothing.</summary>
    public static FindingKind UnknownWord { get; } = new("unknown-word", Severity.Error, "The word is not known here",
        "Nothing is silently ignored: every word names a layer, a setting or a value.");

    /// <summary>A word as another framework spells it.</summary>
    public static FindingKind OtherSpelling { get; } = new("other-spelling", Severity.Error, "Another framework's spelling",
        "There is one spelling for each thing, so that files read alike.")
    {
        MendsUnseen = true,
    };

    /// <summary>A name that is declared nowhere.</summary>
    public static FindingKind UnknownName { get; } = new("unknown-name", Severity.Error, "The name is declared nowhere",
        "Names come from let, model and data.");

    /// <summary>An argument that the definition does not have.</summary>
    public static FindingKind UnknownArgument { get; } = new("unknown-argument", Severity.Error, "There is no such argument",
        "Nothing is silently ignored: an argument that has no effect is a slip.");

    /// <summary>An argument of another optimizer.</summary>
    public static FindingKind IgnoredArgument { get; } = new("ignored-argument", Severity.Warning, "The argument has no effect",
        "It belongs to another choice, or needs another argument beside it.");

    /// <summary>An argument given twice.</summary>
    public static FindingKind DuplicateArgument { get; } = new("duplicate-argument", Severity.Error, "The argument is given twice",
        "Only one of the two values could count.");

    /// <summary>A required argument is not given.</summary>
    public static FindingKind MissingArgument { get; } = new("missing-argument", Severity.Error, "A value is missing",
        "This value has no default, because none would suit most cases.");

    /// <summary>A value of the wrong type or out of range.</summary>
    public static FindingKind WrongValue { get; } = new("wrong-value", Severity.Error, "The value does not fit",
        "Every argument says what it takes.");

    /// <summary>A value without a name behind a named one.</summary>
    public static FindingKind ArgumentOrder { get; } = new("argument-order", Severity.Error, "Values without a name come first",
        "Behind a named value nobody could tell which one is meant.");

    /// <summary>More values without a name than there are places.</summary>
    public static FindingKind TooManyValues { get; } = new("too-many-values", Severity.Error, "This value needs a name",
        "Only the first, obvious values go without a name.");

    /// <summary>A calculation that has no result.</summary>
    public static FindingKind Calculation { get; } = new("calculation", Severity.Error, "The calculation has no result",
        "Numbers calculate with numbers, and nothing is divided by zero.");

    /// <summary>A name declared twice.</summary>
    public static FindingKind DuplicateName { get; } = new("duplicate-name", Severity.Error, "The name is taken",
        "A name means one thing.");

    /// <summary>A setting given twice.</summary>
    public static FindingKind DuplicateSetting { get; } = new("duplicate-setting", Severity.Error, "The setting is given twice",
        "Only one of the two lines could count.");

    /// <summary>A block without a line that it needs.</summary>
    public static FindingKind MissingSetting { get; } = new("missing-setting", Severity.Error, "The block lacks a line",
        "This has no default, because none would suit most cases.");

    /// <summary>Something in a place where it means nothing.</summary>
    public static FindingKind Misplaced { get; } = new("misplaced", Severity.Error, "This belongs elsewhere",
        "Layers stand in model { }, sources in data { }, losses and optimizers in train { }.");

    /// <summary>A model without layers.</summary>
    public static FindingKind EmptyModel { get; } = new("empty-model", Severity.Error, "The model is empty",
        "A model is at least an input and one layer.");

    /// <summary>A model that does not begin with an input.</summary>
    public static FindingKind MissingInput { get; } = new("missing-input", Severity.Error, "The model has no input",
        "Without the shape of a sample no other shape can be known.");

    /// <summary>A line whose values reach no output.</summary>
    public static FindingKind DeadEnd { get; } = new("dead-end", Severity.Warning, "The values go nowhere",
        "What no output depends on is computed in vain and learns nothing.");

    /// <summary>More layers than any network has.</summary>
    public static FindingKind TooManyLayers { get; } = new("too-many-layers", Severity.Error, "The model has too many layers",
        "Repetitions multiply quickly; the deepest networks have a thousand layers.");

    /// <summary>A file that is named by <c>use</c> and cannot be read.</summary>
    public static FindingKind CannotUse { get; } = new("cannot-use", Severity.Error, "The file cannot be used",
        "Paths are relative to the .nnet file that names them.");

    /// <summary>Files that use each other.</summary>
    public static FindingKind CircularUse { get; } = new("circular-use", Severity.Error, "Files use each other in a circle",
        "Each would have to be read before the other.");

    /// <summary>A used file has errors of its own.</summary>
    public static FindingKind UsedFileHasErrors { get; } = new("used-file-has-errors", Severity.Error, "The used file has errors",
        "What it declares cannot be relied on before they are mended.");

    /// <summary>A block whose lines do not work out with the values of one call.</summary>
    public static FindingKind BlockCall { get; } = new("block-call", Severity.Error, "The block does not fit here",
        "A block is checked with the values and shapes of every call: this one makes a line of it fail.");

    /// <summary>A block that contains itself.</summary>
    public static FindingKind RecursiveBlock { get; } = new("recursive-block", Severity.Error, "The block contains itself",
        "A block stands for its lines; one that contains itself would never end. `repeat` repeats lines.");

    /// <summary>A condition that is neither true nor false.</summary>
    public static FindingKind NoCondition { get; } = new("no-condition", Severity.Error, "This is no condition",
        "Behind `when` stands something that is true or false: a comparison, or several joined by and, or.");

    /// <summary>Lines in braces that should be there.</summary>
    public static FindingKind MissingBody { get; } = new("missing-body", Severity.Error, "The lines in braces are missing",
        "Some words are about the lines in braces behind them.");

    /// <summary>Weights of different shapes cannot be one.</summary>
    public static FindingKind TieDiffers { get; } = new("tie-differs", Severity.Error, "Shared weights differ in shape",
        "Two layers that share a weight use the same numbers, so both have to want the same shape.");
}
