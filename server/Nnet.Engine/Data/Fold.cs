namespace Nnet.Engine.Data;

/// <summary>
/// One of several ways to part the same samples: all but the test part are dealt into <paramref name="Of"/> folds of about one size,
/// and one of them is to watch while the others are to learn from.
/// </summary>
/// <param name="Number">Which fold is to watch, from 1.</param>
/// <param name="Of">Number of folds.</param>
/// <param name="Stratified">Whether every fold has the same shares of the classes.</param>
public sealed record Fold(int Number, int Of, bool Stratified);
