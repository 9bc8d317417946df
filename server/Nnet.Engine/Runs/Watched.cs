namespace Nnet.Engine.Runs;

/// <summary>A figure that something waits for: <c>val_loss</c>, <c>accuracy</c>.</summary>
/// <param name="Name">As it is written; <c>val_</c> before it means the validation part.</param>
public sealed record Watched(string Name)
{
    private const string Validation = "val_";

    /// <summary>The figure that is written, or that of the training part where there is nothing to validate with.</summary>
    public static Watched Of(string name, bool validates) => new(validates || !name.StartsWith(Validation, StringComparison.Ordinal) ? name : name[Validation.Length..]);

    /// <summary>Whether it is the validation part's.</summary>
    public bool IsValidation => Name.StartsWith(Validation, StringComparison.Ordinal);

    /// <summary>The loss, or the name of a metric.</summary>
    public string Figure => IsValidation ? Name[Validation.Length..] : Name;

    /// <summary>Its value after an epoch.</summary>
    public double In(IReadOnlyDictionary<string, double> train, IReadOnlyDictionary<string, double>? validation) => (IsValidation ? validation! : train)[Figure];
}
