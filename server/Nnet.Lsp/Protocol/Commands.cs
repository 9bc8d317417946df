using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The commands that <c>workspace/executeCommand</c> takes.</summary>
public sealed record ExecuteCommandOptions(string[] Commands) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>workspace/executeCommand</c>.</summary>
public sealed record ExecuteCommandParams(string Command, JToken[]? Arguments = null);

/// <summary>Parameters of <c>workspace/applyEdit</c>, which the server sends; the label names the entry in the undo list.</summary>
public sealed record ApplyWorkspaceEditParams(WorkspaceEdit Edit, string? Label = null);

/// <summary>Whether the client applied the edit, and if not, why.</summary>
public sealed record ApplyWorkspaceEditResult(bool Applied, string? FailureReason = null, int? FailedChange = null);
