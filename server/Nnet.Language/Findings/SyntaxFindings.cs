namespace Nnet.Language.Findings;

/// <summary>What reading a text can find.</summary>
public static class SyntaxFindings
{
    /// <summary>Something else was expected.</summary>
    public static FindingKind Syntax { get; } = new("syntax", Severity.Error, "The line cannot be read",
        "A line is a word, then values, then name=value; see the language reference.");

    /// <summary>A positional calculation without parentheses.</summary>
    public static FindingKind NeedsParentheses { get; } = new("needs-parentheses", Severity.Error, "A calculation needs parentheses",
        "Without them `dense 2 -1` could mean one value or two; so a calculation without a name stands in parentheses.")
    {
        MendsUnseen = true,
    };

    /// <summary>An opening bracket without its closing one.</summary>
    public static FindingKind Unclosed { get; } = new("unclosed", Severity.Error, "Something is opened and never closed",
        "Every ( [ { and every quote needs its partner.");

    /// <summary>A closing bracket without its opening one.</summary>
    public static FindingKind Unopened { get; } = new("unopened", Severity.Error, "Something is closed that was never opened",
        "Every ) ] } needs its partner.");

    /// <summary>Brackets in brackets in brackets.</summary>
    public static FindingKind TooDeep { get; } = new("too-deep", Severity.Error, "Brackets are nested too deeply",
        "No network needs more than 64 levels of brackets.");

    /// <summary>A comment in another language's style.</summary>
    public static FindingKind CommentStyle { get; } = new("comment-style", Severity.Error, "Comments begin with #",
        "Two slashes are whole-number division.")
    {
        MendsUnseen = true,
    };

    /// <summary>A text in single quotes.</summary>
    public static FindingKind QuoteStyle { get; } = new("quote-style", Severity.Error, "Texts stand in double quotes",
        "There is one way to write a text.")
    {
        MendsUnseen = true,
    };

    /// <summary>A line as another language has it.</summary>
    public static FindingKind OtherSyntax { get; } = new("other-syntax", Severity.Error, "Another language writes it like that",
        "A line is a word, then values, then name=value, all parted by spaces.")
    {
        MendsUnseen = true,
    };

    /// <summary>A file of another language.</summary>
    public static FindingKind OtherLanguage { get; } = new("other-language", Severity.Error, "The file is written in another language",
        "A .nnet file has `data`, `model` and `train` blocks.");

    /// <summary>A file larger than any network is.</summary>
    public static FindingKind FileTooLarge { get; } = new("file-too-large", Severity.Error, "The file is too large",
        "A network is written in a few kilobytes; files above 2 MB are not read.");

    /// <summary>A file that is not text.</summary>
    public static FindingKind NotText { get; } = new("not-text", Severity.Error, "The file is not text",
        "A .nnet file is UTF-8 text.");

    /// <summary>The .nnet files of ACAS Xu.</summary>
    public static FindingKind AcasXu { get; } = new("acas-xu", Severity.Error, "Another program's .nnet file",
        "The ACAS Xu project stores trained weights under the same extension.");

    /// <summary>More findings than anyone reads.</summary>
    public static FindingKind TooMany { get; } = new("too-many", Severity.Information, "There are more findings",
        "The first ones are usually the cause of the rest.");

    /// <summary>A fault of this program.</summary>
    public static FindingKind Internal { get; } = new("internal", Severity.Error, "The checker failed",
        "This is a fault of LspNN, not of the file.");
}
