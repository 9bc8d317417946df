using Nnet.Editor.Documentation;
using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;
using Nnet.Language.Text;

namespace Nnet.Editor.Hovers;

/// <summary>What a hover shows, and for which stretch of the text.</summary>
/// <param name="Span">The word that it is about.</param>
/// <param name="Markdown">What it says.</param>
public sealed record HoverContent(Span Span, string Markdown);

/// <summary>Writes hovers.</summary>
public static class HoverText
{
    /// <summary>The hover at an offset, or null.</summary>
    /// <param name="snapshot">The text.</param>
    /// <param name="offset">The place.</param>
    /// <param name="pictures">Which pictures the client draws.</param>
    /// <param name="homes">Finds the lines of other files that a data block names; null looks into none.</param>
    public static HoverContent? At(Snapshot snapshot, int offset, PictureTheme pictures, Func<Symbol, IEnumerable<(SourceView View, Symbol Symbol)>>? homes = null)
    {
        var meaning = Meaning.At(snapshot.Analysis, offset);
        var markdown = meaning switch
        {
            Meaning.StepWord word => LineHover.Of(snapshot, word, pictures),
            Meaning.Repetition repetition => LineHover.Of(snapshot, repetition),
            Meaning.Condition condition => LineHover.Of(snapshot, condition),
            Meaning.Named word => DefinitionText.Page(word.Definition, pictures),
            Meaning.Given given => ArgumentHover.Of(snapshot, given),
            Meaning.Property property => ArgumentHover.Of(snapshot, property),
            Meaning.Value { Symbol.IsEnd: true } end => NameHover.End(end.Symbol, homes?.Invoke(end.Symbol) ?? []),
            Meaning.Value name => NameHover.Of(snapshot, name.Symbol),
            Meaning.ModelName model => ModelHover.Of(snapshot.Analysis, model.Name),
            Meaning.BlockName block => ModelHover.OfBlock(snapshot, block.Name),
            Meaning.DataName data => DataHover.Of(snapshot.Analysis, data.Name),
            Meaning.Column column => DataHover.Of(snapshot.Analysis, column),
            Meaning.Used used => UseHover.Of(snapshot.Analysis, used.Path),
            _ => null,
        };
        return string.IsNullOrEmpty(markdown) ? null : new HoverContent(meaning!.Span, markdown);
    }
}
