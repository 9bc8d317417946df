namespace Nnet.Language.Findings;

/// <summary>What a look at the data can find.</summary>
public static class DataFindings
{
    /// <summary>The file is not there, or may not be read.</summary>
    public static FindingKind MissingFile { get; } = new("missing-file", Severity.Error, "The data file cannot be opened",
        "Paths are relative to the .nnet file that names them.");

    /// <summary>The file is not in the format that the line says.</summary>
    public static FindingKind WrongFormat { get; } = new("wrong-format", Severity.Error, "The data file has another format",
        "The first bytes of a file tell what it is.");

    /// <summary>The file lies outside of a folder that is not trusted.</summary>
    public static FindingKind WaitsForTrust { get; } = new("waits-for-trust", Severity.Information, "The data waits for trust",
        "In a folder that is not trusted, no data is read that lies outside of it.");

    /// <summary>A column that is not in the table.</summary>
    public static FindingKind UnknownColumn { get; } = new("unknown-column", Severity.Error, "The table has no such column",
        "Columns go by the names of the header line, by x1, x2 … where there is none, or by number.");

    /// <summary>A column of texts that are no categories.</summary>
    public static FindingKind NoCategories { get; } = new("no-categories", Severity.Error, "A column of texts holds no categories",
        "A text becomes an input of its own, and its weights are learnt from the rows that share it. Names, ids and remarks are shared by none.");

    /// <summary>A row that cannot be read.</summary>
    public static FindingKind BadRow { get; } = new("bad-row", Severity.Error, "A row of the data cannot be read",
        "Every row needs the same number of columns, and numbers in every feature.");
}
