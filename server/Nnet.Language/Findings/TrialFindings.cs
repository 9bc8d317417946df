namespace Nnet.Language.Findings;

/// <summary>What a trial can find: the learning rate finder, and the check whether a model can learn one batch. The engine tries; the kinds stand here, so that settings and comments know all of them.</summary>
public static class TrialFindings
{
    /// <summary>Another learning rate suits the block better.</summary>
    public static FindingKind OtherRate { get; } = new("other-rate", Severity.Information, "Another learning rate learns faster",
        "The learning rate finder lets the rate grow from far too small to far too large, and sees at which the loss falls fastest.");

    /// <summary>The model does not learn one batch by heart.</summary>
    public static FindingKind BatchNotLearnt { get; } = new("batch-not-learnt", Severity.Warning, "The model does not learn one batch by heart",
        "A model that cannot learn sixteen samples by heart will not learn from any number of them: something is wrong with model, data or rate.");
}
