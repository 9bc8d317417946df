using Nnet.Language.Text;

namespace Nnet.Language;

/// <summary>Gives the texts that a file names with <c>use</c>: from disk, or from an editor that has them open.</summary>
public interface ISourceFiles
{
    /// <summary>The text of a file, or null when it cannot be read.</summary>
    /// <param name="path">Its absolute path.</param>
    SourceText? Read(string path);

    /// <summary>Why a file is not read though it may be there, to be said behind its name; null where that is not so.</summary>
    /// <param name="path">Its absolute path.</param>
    string? Refusal(string path) => null;
}
