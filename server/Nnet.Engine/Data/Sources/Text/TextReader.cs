using System.Collections.Immutable;
using System.Text;
using Nnet.Language.Data;
using Nnet.Language.Definitions;
using Nnet.Language.Findings;
using Nnet.Language.Graph;

namespace Nnet.Engine.Data.Sources.Text;

/// <summary>
/// Reads a text as numbers of tokens. Samples lie in one array and may overlap; the target at each place is the token
/// behind it.
/// </summary>
internal sealed class TextReader : SourceReader<TextSource>
{
    /// <inheritdoc/>
    public override IEnumerable<Argument<string>> Files => [TextSource.Path];

    /// <inheritdoc/>
    public override Call Redirect(Call call, string path, string? labels) => With(call, TextSource.Path, path);

    /// <inheritdoc/>
    public override Samples Read(SourceSite site)
    {
        var file = site.File(TextSource.Path);
        var text = ReadText(file);
        text = site.Get(TextSource.Lowercase) ? text.ToLowerInvariant() : text;
        string[] tokens = [.. site.Get(TextSource.Tokens) == "words" ? Tokenizer.Words(text) : Tokenizer.Characters(text)];
        var length = site.Get(TextSource.Length);
        if (tokens.Length <= length)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} has {tokens.Length:N0} {site.Get(TextSource.Tokens)}, but a sample of {length:N0} and what comes behind it need {length + 1:N0}.", TextSource.Length);
        }
        var vocabulary = site.Vocabulary.IsEmpty ? Tokenizer.VocabularyOf(tokens, site.Get(TextSource.Vocabulary)) : site.Vocabulary;
        var numbers = Number(file, tokens, vocabulary);
        var isLast = site.Get(TextSource.Predict) == "last";
        var stride = site.Get(TextSource.Stride) is > 0 and var given ? given : length;
        var counts = new int[vocabulary.Length];
        foreach (var number in numbers)
        {
            counts[(int)number]++;
        }
        var target = new TargetFacts(isLast ? 1 : length, 0, vocabulary.Length - 1) { Classes = vocabulary.Length, ClassNames = vocabulary, ClassCounts = [.. counts], IsNamed = true };
        return new Samples(((numbers.Length - length - 1) / stride) + 1, new Shape([length], ["seq"]), numbers, target, numbers[(isLast ? length : 1)..])
        {
            InputStride = stride,
            TargetStride = stride,
            IsOrdered = true,
            Domain = Domain.Tokens(vocabulary.Length),
            Vocabulary = vocabulary,
        };
    }

    private static float[] Number(DataFile file, string[] tokens, ImmutableArray<string> vocabulary)
    {
        var places = vocabulary.Select((token, place) => (token, place)).ToDictionary(pair => pair.token, pair => pair.place, StringComparer.Ordinal);
        var numbers = new float[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            numbers[i] = places.TryGetValue(tokens[i], out var place) || places.TryGetValue(Tokenizer.Unknown, out place)
                ? place
                : throw new DataException(DataFindings.BadRow, $"{file.Written} has the token \"{tokens[i]}\", which the text that the network was trained on does not have. Train with vocabulary= so that there is a token for what is unknown.", TextSource.Path);
        }
        return numbers;
    }

    private static string ReadText(DataFile file)
    {
        var kind = file.SniffText();
        if (kind?.StartsWith("text", StringComparison.Ordinal) != true)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is no text: it is {kind ?? "binary data"}.", TextSource.Path);
        }
        try
        {
            using var reader = new StreamReader(file.OpenText(), new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        }
        catch (Exception problem) when (problem is DecoderFallbackException or InvalidDataException)
        {
            throw new DataException(DataFindings.WrongFormat, $"{file.Written} is no sound text in UTF-8: {problem.Message.TrimEnd('.')}.", TextSource.Path);
        }
    }
}
