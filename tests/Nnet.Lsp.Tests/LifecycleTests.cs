using System.Diagnostics;
using Newtonsoft.Json.Linq;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;
using Xunit;

namespace Nnet.Lsp.Tests;

public class LifecycleTests
{
    [Fact]
    public async Task RequestsBeforeInitializeAreRefused_AndNotificationsDropped()
    {
        using var client = TestClient.Start();
        client.OpenDocument("file:///a", "x");
        Assert.Equal(ErrorCodes.ServerNotInitialized, Code(await client.Request("textDocument/hover", TestClient.At("file:///a", 0, 0))));
        Assert.Equal(ErrorCodes.ServerNotInitialized, Code(await client.Request("shutdown")));
        await client.Initialize();
        Assert.Empty(client.Server.Documents.All);
    }

    [Fact]
    public async Task InitializeAnswersCapabilities_Once()
    {
        using var client = TestClient.Start(client =>
            client.Server.Initializing += told => client.Server.Capabilities.HoverProvider = told.Capabilities.Supports("window.workDoneProgress") ? new HoverOptions() : null);
        var answer = await client.Initialize();
        Assert.Equal("utf-16", (string?)answer["result"]!["capabilities"]!["positionEncoding"]);
        Assert.Equal(2, (int)answer["result"]!["capabilities"]!["textDocumentSync"]!["change"]!);
        Assert.NotNull(answer["result"]!["capabilities"]!["hoverProvider"]);
        Assert.Equal("test", (string?)answer["result"]!["serverInfo"]!["name"]);
        Assert.Equal(ErrorCodes.InvalidRequest, Code(await client.Initialize()));
    }

    [Fact]
    public async Task AFailingInitialize_IsAnsweredAndCanBeRepeated()
    {
        var fail = true;
        using var client = TestClient.Start(client => client.Server.Initializing += _ =>
        {
            if (fail)
            {
                fail = false;
                throw new InvalidOperationException("no");
            }
        });
        Assert.Equal(ErrorCodes.InternalError, Code(await client.Initialize()));
        Assert.Null((await client.Initialize())["error"]);
    }

    [Fact]
    public async Task ExitAfterShutdownIsZero()
    {
        using var client = await TestClient.Open();
        Assert.Equal(JTokenType.Null, (await client.Request("shutdown"))["result"]!.Type);
        Assert.Equal(ErrorCodes.InvalidRequest, Code(await client.Request("textDocument/hover", TestClient.At("file:///a", 0, 0))));
        client.Notify("exit");
        Assert.Equal(0, await client.ExitCode.WaitAsync(TestClient.Patience));
        Assert.True(client.Server.Stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task ExitWithoutShutdownIsOne()
    {
        using var client = await TestClient.Open();
        client.Notify("exit");
        Assert.Equal(1, await client.ExitCode.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task ExitBeforeInitializeIsOne()
    {
        using var client = TestClient.Start();
        client.Notify("exit");
        Assert.Equal(1, await client.ExitCode.WaitAsync(TestClient.Patience));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: 100\r\n\r\n{\"json")]
    public async Task TheEndOfTheInputEndsTheServer(string last)
    {
        using var client = await TestClient.Open();
        var ended = new TaskCompletionSource();
        client.Server.Stopped.Register(ended.SetResult);
        client.SendRaw(System.Text.Encoding.ASCII.GetBytes(last));
        client.CloseInput();
        Assert.Equal(1, await client.ExitCode.WaitAsync(TestClient.Patience));
        await ended.Task.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task TheEndOfTheParentProcessEndsTheServer()
    {
        using var parent = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        await parent.WaitForExitAsync();
        using var client = TestClient.Start();
        await client.Initialize(parent.Id);
        Assert.Equal(1, await client.ExitCode.WaitAsync(TestClient.Patience));
    }

    [Fact]
    public async Task ALivingParentProcessDoesNot()
    {
        using var client = TestClient.Start();
        await client.Initialize(Environment.ProcessId);
        await Task.Delay(1500);
        Assert.False(client.ExitCode.IsCompleted);
        Assert.Equal(0, await client.ShutDown());
    }

    [Fact]
    public async Task RunningRequestsAreCancelledAtTheEnd()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = await TestClient.Open(client => client.Server.OnRequest<JToken, int>("slow", async (_, cancellation) =>
        {
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                cancelled.SetResult();
            }

            return 1;
        }));
        _ = client.Request("slow", new JObject());
        await entered.Task.WaitAsync(TestClient.Patience);
        client.Notify("exit");
        await cancelled.Task.WaitAsync(TestClient.Patience);
    }

    private static int? Code(JObject response) => (int?)response["error"]?["code"];
}
