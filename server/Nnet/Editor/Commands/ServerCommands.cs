using Nnet.Lsp;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Commands;

/// <summary>The commands of the server, which any client can send. Each takes one argument, an object.</summary>
public sealed class ServerCommands
{
    private readonly LanguageServer _server;
    private readonly Dictionary<string, Func<ExecuteCommandParams, object?>> _commands = new(StringComparer.Ordinal);

    /// <summary>Answers <c>workspace/executeCommand</c> of a server.</summary>
    public ServerCommands(LanguageServer server)
    {
        _server = server;
        server.OnRequest<ExecuteCommandParams, object?>("workspace/executeCommand", (parameters, _) => _commands.TryGetValue(parameters.Command, out var execute)
            ? execute(parameters)
            : throw new ResponseException(ErrorCodes.InvalidParams, $"There is no command {parameters.Command}."));
    }

    /// <summary>Adds a command; all of them before the server runs.</summary>
    /// <typeparam name="T">Its argument.</typeparam>
    /// <param name="name">Its name, such as <c>nnet.train</c>.</param>
    /// <param name="execute">Carries it out, off the read loop, and gives the answer.</param>
    public void Add<T>(string name, Func<T, object?> execute)
    {
        _commands.Add(name, parameters => execute(Argument<T>(parameters)));
        _server.Capabilities.ExecuteCommandProvider = new ExecuteCommandOptions([.. _commands.Keys]);
    }

    private static T Argument<T>(ExecuteCommandParams parameters)
    {
        try
        {
            if (parameters.Arguments is [var only, ..] && Json.Read<T>(only) is { } argument)
            {
                return argument;
            }
        }
        catch (Newtonsoft.Json.JsonException)
        {
            // Told below, with what is missing.
        }
        throw new ResponseException(ErrorCodes.InvalidParams, $"{parameters.Command} needs one argument, a {typeof(T).Name}.");
    }
}
