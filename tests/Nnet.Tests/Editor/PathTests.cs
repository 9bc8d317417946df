using Nnet.Editor.Workspace;
using Xunit;

namespace Nnet.Tests.Editor;

public class PathTests
{
    [Theory]
    [InlineData("file:///a/b.nnet", "/a/b.nnet")]
    [InlineData("file:///a/b_c-d/e.f.nnet", "/a/b_c-d/e.f.nnet")]
    [InlineData("file:///a%20b/c.nnet", "/a b/c.nnet")]
    [InlineData("file:///a/../b.nnet", "/b.nnet")]
    [InlineData("file:///a//b.nnet", "/a/b.nnet")]
    [InlineData("file:///.a/b.nnet", "/.a/b.nnet")]
    [InlineData("untitled:Untitled-1", null)]
    [InlineData("file:", null)]
    public void OfAddresses(string uri, string? path)
        => Assert.Equal(OperatingSystem.IsWindows() && path is not null ? Path.GetFullPath(path) : path, Paths.Of(uri));
}
