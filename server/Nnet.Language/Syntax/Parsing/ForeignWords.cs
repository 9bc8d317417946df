namespace Nnet.Language.Syntax.Parsing;

/// <summary>Words of programming languages and of other frameworks that begin a line there, and what stands for them here.</summary>
internal static class ForeignWords
{
    /// <summary>What to write instead, as a sentence; null for other words.</summary>
    public static string? Remedy(string word) => word switch
    {
        "if" or "else" or "elif" => "There is no `if`: a line or a path is taken when a condition behind it holds, `path when stride > 1 { … }`.",
        "for" or "while" or "loop" or "times" => $"There is no `{word}`: `repeat 3 {{ … }}` writes its lines three times, `repeat 3 dense 64 activation=relu` one line.",
        "def" or "function" or "class" or "module" => $"There is no `{word}`: lines get a name and parameters as a block, `block Name(width) {{ … }}`, beside the model.",
        "return" => "There is no `return`: a model gives what its last line gives, and `output` makes other lines outputs too.",
        "Bidirectional" or "bidirectional" or "BiLSTM" or "BiGRU" or "bilstm" or "bigru" => $"There is no `{word}`: a recurrent layer reads in both directions with `lstm 64 bidirectional=true`.",
        "TimeDistributed" => "There is no `TimeDistributed`: of a sequence, `dense` and the activations work on every place by themselves.",
        "Sequential" or "sequential" => $"There is no `{word}`: each line is fed by the line above it.",
        _ => null,
    };

    /// <summary>The layers among which a word leaves the choice; none for other words.</summary>
    public static string[] Kinds(string word) => word.ToLowerInvariant() switch
    {
        "pool" or "pooling" or "pool2d" or "downsample" => ["maxpool", "avgpool"],
        "globalpool" or "global_pool" or "globalpooling" or "global_pooling" => ["globalavgpool", "globalmaxpool"],
        "norm" or "normalize" or "normalization" => ["batchnorm", "layernorm", "groupnorm"],
        _ => [],
    };

    /// <summary>Whether a line that begins so is a statement of a programming language: <c>for i in range(3):</c>.</summary>
    public static bool IsStatement(string word) => word is "if" or "else" or "elif" or "for" or "while" or "def" or "class" or "return";
}
