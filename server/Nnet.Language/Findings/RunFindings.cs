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

    /// <summary>A run ended with an error that a line is to blame for.</summary>
    public static FindingKind Failed { get; } = new("run-failed", Severity.Error, "The run ended with an error",
        "Training met something that no look at the file could tell, such as a row of the data that cannot be read.");
}
