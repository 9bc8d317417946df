namespace Nnet.Lsp.Protocol;

/// <summary>How important a message is.</summary>
public enum MessageType
{
    /// <summary>An error.</summary>
    Error = 1,

    /// <summary>A warning.</summary>
    Warning = 2,

    /// <summary>Worth knowing.</summary>
    Info = 3,

    /// <summary>For the log.</summary>
    Log = 4,
}

/// <summary>Parameters of <c>window/showMessage</c>.</summary>
public sealed record ShowMessageParams(MessageType Type, string Message);

/// <summary>Parameters of <c>window/logMessage</c>.</summary>
public sealed record LogMessageParams(MessageType Type, string Message);

/// <summary>A button under a message.</summary>
public sealed record MessageActionItem(string Title);

/// <summary>Parameters of <c>window/showMessageRequest</c>; the answer is the chosen button or null.</summary>
public sealed record ShowMessageRequestParams(MessageType Type, string Message, MessageActionItem[]? Actions = null);

/// <summary>Parameters of <c>window/showDocument</c>.</summary>
public sealed record ShowDocumentParams(string Uri, bool? External = null, bool? TakeFocus = null, Range? Selection = null);

/// <summary>Whether the document was shown.</summary>
public sealed record ShowDocumentResult(bool Success);

/// <summary>Parameters of <c>window/workDoneProgress/create</c>.</summary>
public sealed record WorkDoneProgressCreateParams(string Token);

/// <summary>Parameters of <c>window/workDoneProgress/cancel</c>; a token that is a number becomes its digits.</summary>
public sealed record WorkDoneProgressCancelParams(string Token);

/// <summary>Parameters of <c>$/progress</c>.</summary>
public sealed record ProgressParams(string Token, object Value);

/// <summary>Progress begins.</summary>
public sealed record WorkDoneProgressBegin(string Title, bool? Cancellable = null, string? Message = null, int? Percentage = null)
{
    /// <summary>Tells the three values of progress apart.</summary>
    public string Kind => "begin";
}

/// <summary>Progress goes on.</summary>
public sealed record WorkDoneProgressReport(bool? Cancellable = null, string? Message = null, int? Percentage = null)
{
    /// <summary>Tells the three values of progress apart.</summary>
    public string Kind => "report";
}

/// <summary>Progress ends.</summary>
public sealed record WorkDoneProgressEnd(string? Message = null)
{
    /// <summary>Tells the three values of progress apart.</summary>
    public string Kind => "end";
}
