using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Nnet.Language.Syntax;
using Nnet.Language.Text;

namespace Nnet.Language.Symbols;

/// <summary>What <c>use "other.nnet"</c> refers to.</summary>
public static class UsedFiles
{
    // A used file is the same text from one keystroke to the next.
    private static readonly ConditionalWeakTable<SourceText, object> s_exports = [];

    /// <summary>The absolute path of a file that a text names, or null when the text has no file itself or the path is none.</summary>
    /// <param name="from">The text.</param>
    /// <param name="path">As it is written.</param>
    public static string? PathOf(SourceText from, string path)
    {
        try
        {
            return from.Path is { } file && path.Length > 0 ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path)) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or PathTooLongException)
        {
            return null;
        }
    }

    /// <summary>What another text declares for those who use it.</summary>
    internal static ImmutableArray<Symbol> ExportsOf(SourceText foreign)
        => (ImmutableArray<Symbol>)s_exports.GetValue(foreign, static source => ImmutableArray.CreateRange(FileDeclarations.Of(SyntaxTree.Parse(source), source).OfType<Symbol>()));
}
