using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;

namespace Nnet.Engine.Data;

/// <summary>Data that cannot be used, with a message for the person who wrote the file.</summary>
/// <param name="kind">What kind of problem.</param>
/// <param name="message">What was seen, where, and what to do.</param>
/// <param name="at">The argument to blame, or null for the source's word.</param>
/// <param name="suggestion">What to write there instead, as source text, or null.</param>
public sealed class DataException(FindingKind kind, string message, Argument? at = null, string? suggestion = null) : Exception(message)
{
    /// <summary>What kind of problem.</summary>
    public FindingKind Kind => kind;

    /// <summary>The argument to blame, or null for the source's word.</summary>
    public Argument? At => at;

    /// <summary>What to write there instead, or null.</summary>
    public string? Suggestion => suggestion;

    /// <summary>As the checks take it.</summary>
    public DataLook.Unreadable ToLook() => new(kind, Message, at, suggestion);
}
