using Newtonsoft.Json.Linq;

namespace Nnet.Lsp.Protocol;

/// <summary>The server answers <c>textDocument/codeLens</c>.</summary>
public sealed record CodeLensOptions(bool? ResolveProvider = null) : WorkDoneProgressOptions;

/// <summary>Parameters of <c>textDocument/codeLens</c>.</summary>
public sealed record CodeLensParams(TextDocumentIdentifier TextDocument) : ITextDocumentParams;

/// <summary>A line of text above a line of the document; without a command it is resolved by <c>codeLens/resolve</c>.</summary>
public sealed record CodeLens(Range Range, Command? Command = null, JToken? Data = null);
