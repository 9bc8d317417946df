using Nnet.Editor.Workspace;
using Nnet.Language;
using Nnet.Language.Data;
using Nnet.Language.Syntax;
using Nnet.Language.Training;
using Nnet.Language.Training.Losses;

namespace Nnet.Editor.Completions;

/// <summary>The data that a line has to do with: of the data block that it stands in, or that its model is trained on.</summary>
/// <param name="snapshot">The text.</param>
/// <param name="offset">A place on the line.</param>
public sealed class NearbyData(Snapshot snapshot, int offset)
{
    private Analysis Analysis => snapshot.Analysis;

    /// <summary>What was seen of it; null when nothing was.</summary>
    public DataFacts? Facts => Analysis.Syntax.DeclarationAt(offset) switch
    {
        DataDeclaration { Name: { } name } => snapshot.FactsOf(name.Text),
        ModelDeclaration { Name: { } model } when TrainOf(model.Text)?.Data is { } data => snapshot.FactsOf(data.Name),
        _ => Analysis.Data is [var only] ? snapshot.FactsOf(only.Name) : null,
    };

    /// <summary>The shape of a sample as the language writes it; null when it is not known.</summary>
    public string? Shape => Facts?.Input.Shape.ToSource();

    /// <summary>How many units the last layer of the model has to have, and why; null when that is not known, or the line is not the last.</summary>
    public (int Units, string Why)? Head
    {
        get
        {
            if (Analysis.Syntax.DeclarationAt(offset) is not ModelDeclaration { Name: { } name, Body: { } body } || body.Statements.Any(statement => statement.Span.Start > offset) || Facts is not { Target: var target } facts)
            {
                return null;
            }
            var train = TrainOf(name.Text);
            var data = train?.Data?.Name ?? Analysis.Data[0].Name;
            return train?.Loss?.Definition switch
            {
                BinaryCrossEntropy => (target.Width, $"one for each value of {data}"),
                _ when target.Classes is { } classes && (target.IsNamed || train?.Loss is null or { Definition: CrossEntropy }) => (classes, $"the classes of {data}"),
                _ => (target.Width, target.Width == facts.Input.Shape.Count && target.Width > 1 ? $"the width of {data}" : $"the targets of {data}"),
            };
        }
    }

    private TrainSpec? TrainOf(string model) => Analysis.Trains.FirstOrDefault(train => train.Name == model);
}
