namespace Nnet.Engine.Data;

/// <summary>Where this program keeps what it fetches and what is too large for memory.</summary>
internal static class UserFolders
{
    private const string CacheVariable = "LSPNN_DATA";

    /// <summary>What LSPNN_DATA names, or a folder in the user's cache.</summary>
    public static string Cache
    {
        get
        {
            if (Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } named)
            {
                return Path.GetFullPath(named);
            }
            var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
                : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(home, "lspnn");
        }
    }
}
