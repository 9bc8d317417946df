namespace Nnet.Lsp.JsonRpc;

/// <summary>The error codes of JSON-RPC and of the Language Server Protocol.</summary>
public static class ErrorCodes
{
    /// <summary>The message is not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The message is JSON, but no request that can be taken now.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>Nobody handles the method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters do not have the form that the method asks for.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The handler failed: a fault of the server.</summary>
    public const int InternalError = -32603;

    /// <summary>A request came before <c>initialize</c>.</summary>
    public const int ServerNotInitialized = -32002;

    /// <summary>The request is valid and cannot be done; the message says why.</summary>
    public const int RequestFailed = -32803;

    /// <summary>The server gave up the request.</summary>
    public const int ServerCancelled = -32802;

    /// <summary>The document changed while the request was worked on.</summary>
    public const int ContentModified = -32801;

    /// <summary>The client cancelled the request.</summary>
    public const int RequestCancelled = -32800;
}

/// <summary>An error that is answered as it stands: throw it in a handler, catch it from an outgoing request.</summary>
/// <param name="code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="message">What happened and what to do about it: clients show this text.</param>
public sealed class ResponseException(int code, string message) : Exception(message)
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public int Code { get; } = code;
}
