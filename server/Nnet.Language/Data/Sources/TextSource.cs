using System.Collections.Immutable;
using Nnet.Language.Definitions;

namespace Nnet.Language.Data;

/// <summary><c>text "poems.txt" length=64</c>: a text of which a model learns what comes next.</summary>
public sealed class TextSource : DataSource
{
    /// <summary>The file.</summary>
    public static readonly Argument<string> Path = Argument.Path("path", "The text in UTF-8, relative to this file; .gz is unpacked.", positional: true);

    /// <summary>Tokens in a sample.</summary>
    public static readonly Argument<int> Length = Argument.Integer("length", "Tokens in a sample.", 64, min: 1, max: 1_000_000).Also("seq", "sequence_length", "block_size");

    /// <summary>What a token is.</summary>
    public static readonly Argument<string> Tokens = Argument.Word("tokens", "What a token is: every character, or words and marks of punctuation.", ["characters", "words"], "characters").Also("level");

    /// <summary>What is to be predicted.</summary>
    public static readonly Argument<string> Predict = Argument.Word("predict", "each: the next token at every place; last: the one behind the sample alone.", ["each", "last"], "each");

    /// <summary>Tokens from the beginning of a sample to that of the next.</summary>
    public static readonly Argument<int> Stride = Argument.Integer("stride", "Tokens from the beginning of one sample to that of the next; 0 means length, so that samples do not overlap.", 0, min: 0);

    /// <summary>Most tokens of the vocabulary.</summary>
    public static readonly Argument<int> Vocabulary = Argument.Integer("vocabulary", "Most tokens of the vocabulary; the rarest become one token for all that is unknown. 0 keeps all.", 0, min: 0).Also("max_tokens", "vocab_size");

    /// <summary>Whether capital letters become small ones.</summary>
    public static readonly Argument<bool> Lowercase = Argument.Flag("lowercase", "Whether capital letters become small ones first.", false);

    /// <inheritdoc/>
    public override string Name => "text";

    /// <inheritdoc/>
    public override string Summary => "A text, cut into samples of tokens; what is predicted is the token that comes next. Parts follow each other in the text unless split says shuffle=true.";

    /// <inheritdoc/>
    public override ImmutableArray<Argument> Arguments => [Path, Length, Tokens, Predict, Stride, Vocabulary, Lowercase];
}
