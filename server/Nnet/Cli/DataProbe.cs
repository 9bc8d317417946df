using Nnet.Language.Data;

namespace Nnet.Cli;

/// <summary>The one that looks at data files for every command of this process.</summary>
internal static class DataProbe
{
    /// <summary>Null until the engine can look.</summary>
    public static IDataProbe? Shared => null;
}
