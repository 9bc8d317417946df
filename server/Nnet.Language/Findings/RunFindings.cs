namespace Nnet.Language.Findings;

/// <summary>What a training run can find. The engine looks; the kinds stand here, so that settings and comments know all of them.</summary>
public static class RunFindings
{
    /// <summary>Most units of a relu gave zero for every sample of an epoch.</summary>
    public static FindingKind DeadRelus { get; } = new("dead-relus", Severity.Warning, "Relu units are dead",
        "A unit that is below zero for every sample has slope zero for every sample: no gradient reaches its weights, and it stays so for ever.");

    /// <summary>The loss grows from epoch to epoch.</summary>
    public static FindingKind Diverging { get; } = new("diverging", Severity.Warning, "Training diverges",
        "With too large a step every update jumps over the valley to a higher place on the other side.");

    /// <summary>The first loss is far from that of guessing.</summary>
    public static FindingKind HighFirstLoss { get; } = new("high-first-loss", Severity.Warning, "The first loss is far too high",
        "A fresh network should be about as wrong as guessing. If it is far worse, its outputs are huge before anything is learnt.");

    /// <summary>A value became infinite or no number.</summary>
    public static FindingKind NotANumber { get; } = new("not-a-number", Severity.Error, "The values are no longer numbers",
        "Once a value is infinite or no number, every weight becomes so with the next step.");

    /// <summary>The validation loss rises while the training loss falls.</summary>
    public static FindingKind Overfitting { get; } = new("overfitting", Severity.Warning, "The network overfits",
        "It learns the training samples by heart; what it gains on them it loses on all others.");

    /// <summary>The first layers get almost no gradient.</summary>
    public static FindingKind VanishingGradients { get; } = new("vanishing-gradients", Severity.Warning, "Gradients vanish",
        "Each layer multiplies the gradient by its slope; sigmoid's is 0.25 at most, so that little is left after a few layers.");

    /// <summary>The target is always the same.</summary>
    public static FindingKind ConstantTarget { get; } = new("constant-target", Severity.Warning, "The target is always the same",
        "Where every sample has the same answer, that answer is all a network learns.");

    /// <summary>The schedule ends learning too early.</summary>
    public static FindingKind EarlyDecay { get; } = new("early-decay", Severity.Warning, "The schedule ends learning too early",
        "A rate that is a hundredth of what it was learns a hundredth as fast: what is not learnt by then hardly is any more.");

    /// <summary>The training loss lies above the validation loss because of dropout.</summary>
    public static FindingKind DropoutGap { get; } = new("dropout-gap", Severity.Hint, "Dropout raises the training loss",
        "Values are dropped while training alone, so the training loss is that of a harder task than the validation loss.");

    /// <summary>Gradients explode.</summary>
    public static FindingKind ExplodingGradients { get; } = new("exploding-gradients", Severity.Warning, "Gradients explode",
        "Each layer multiplies the gradient on its way back; where it grows each time, a step is so long that it ruins what was learnt.");

    /// <summary>Nothing learnt carries over.</summary>
    public static FindingKind NoSignal { get; } = new("no-signal", Severity.Warning, "Nothing learnt carries over",
        "What is learnt of the training part never helps on other samples: inputs and targets do not seem to belong together.");

    /// <summary>One answer to everything.</summary>
    public static FindingKind OneAnswer { get; } = new("one-answer", Severity.Warning, "One answer to everything",
        "A network that answers the same class to every sample has learnt how often classes occur, and nothing of its inputs.");

    /// <summary>The loss jumps up and down.</summary>
    public static FindingKind Oscillation { get; } = new("oscillation", Severity.Warning, "The loss jumps up and down",
        "Steps that are a little too long jump from one side of the valley to the other and never reach its bottom.");

    /// <summary>Nothing is learnt.</summary>
    public static FindingKind Plateau { get; } = new("plateau", Severity.Warning, "Nothing is learnt",
        "The loss stays at what guessing costs, from epoch to epoch.");

    /// <summary>Units are saturated.</summary>
    public static FindingKind Saturated { get; } = new("saturation", Severity.Warning, "Units are saturated",
        "Far from zero sigmoid and tanh are flat: what lies there gets next to no gradient and hardly learns.");

    /// <summary>Learning is too slow.</summary>
    public static FindingKind SlowLearning { get; } = new("slow-learning", Severity.Warning, "Learning is too slow",
        "Steps so short need far more epochs than there are.");

    /// <summary>There is more to learn.</summary>
    public static FindingKind StillImproving { get; } = new("still-improving", Severity.Hint, "There is more to learn",
        "The loss was still falling when the last epoch was over.");

    /// <summary>Too much is dropped.</summary>
    public static FindingKind StrongDropout { get; } = new("strong-dropout", Severity.Warning, "Too much is dropped",
        "Where most values are dropped, too little comes through to learn from.");

    /// <summary>The penalty is too strong.</summary>
    public static FindingKind StrongPenalty { get; } = new("strong-penalty", Severity.Warning, "The penalty is too strong",
        "A penalty that pulls harder towards zero than the data pulls away leaves weights that say nothing.");

    /// <summary>The test part is of another kind.</summary>
    public static FindingKind TestDiffers { get; } = new("test-differs", Severity.Warning, "The test part is of another kind",
        "What was learnt holds for the validation part, but not for the test part: the two were not drawn alike.");

    /// <summary>The network underfits.</summary>
    public static FindingKind Underfitting { get; } = new("underfitting", Severity.Warning, "The network underfits",
        "Training and validation stay bad together: the network is too small, or its inputs say too little.");

    /// <summary>Targets are far from zero.</summary>
    public static FindingKind UnscaledTarget { get; } = new("unscaled-target", Severity.Warning, "Targets are far from zero",
        "The outputs of a fresh network lie about zero; where targets lie at hundreds, training spends itself on the way there.");

    /// <summary>Outputs reach many times as far as the targets.</summary>
    public static FindingKind WideOutputs { get; } = new("wide-outputs", Severity.Warning, "Outputs reach far beyond the targets",
        "A linear output can be anything; where it reaches many times as far as the targets do, training spends itself on the way back.");

    /// <summary>A class is missing from the training part.</summary>
    public static FindingKind UnseenClass { get; } = new("unseen-class", Severity.Warning, "A class is missing from the training part",
        "A network cannot answer with a class that it has never seen; what it says to such samples is wrong, however well it learns the others.");

    /// <summary>Much of another part stands in the training part as well.</summary>
    public static FindingKind SharedSamples { get; } = new("shared-samples", Severity.Warning, "Parts share samples",
        "Whoever has seen the questions with their answers needs only memory: figures of a part that shares its samples with the training part say little of new ones.");

    /// <summary>A few targets make nearly all of the error.</summary>
    public static FindingKind OutlierTargets { get; } = new("outlier-targets", Severity.Warning, "A few targets make nearly all of the error",
        "A squared error counts what is ten times as far a hundred times as much: a handful of targets far from all others is all that it sees.");

    /// <summary>Rows were left out since they lack a value.</summary>
    public static FindingKind DroppedRows { get; } = new("dropped-rows", Severity.Information, "Rows are left out",
        "Rows that lack a value cannot be fed in. Where few lack one by chance, leaving them out does no harm; otherwise the network never sees what they have in common.");

    /// <summary>Columns that have one value in the whole training part.</summary>
    public static FindingKind ConstantColumn { get; } = new("constant-column", Severity.Information, "A column is constant",
        "A column with a single value tells nothing about the target; dividing by its deviation of 0 would give no number.");

    /// <summary>Categories that stand in the table, but not in its training part.</summary>
    public static FindingKind UnseenCategory { get; } = new("unseen-category", Severity.Information, "A category is not in the training part",
        "The weights of an input that is 0 in every row to learn from stay what they were drawn as, which is noise.");

    /// <summary>Categories that are one text but for capitals and blanks.</summary>
    public static FindingKind AlikeCategories { get; } = new("alike-categories", Severity.Information, "Categories are almost the same text",
        "Each text is an input of its own, so what is learnt of one spelling is not known of the other.");

    /// <summary>A run ended with an error that a line is to blame for.</summary>
    public static FindingKind Failed { get; } = new("run-failed", Severity.Error, "The run ended with an error",
        "Training met something that no look at the file could tell, such as a row of the data that cannot be read.");
}
