using System.Collections.Concurrent;
using System.Collections.Immutable;
using Nnet.Editor.Workspace;
using Nnet.Engine.Data;
using Nnet.Engine.Runs.Pictures;
using Nnet.Language.Data;
using Nnet.Language.Layers;
using Nnet.Lsp;
using Nnet.Lsp.JsonRpc;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.Playground;

/// <summary>
/// The playground: a train block as controls. The text is the truth: controls are made of it, and what is done to a control is an edit
/// of it, which comes back as new controls.
/// </summary>
public static class PlaygroundFeature
{
    /// <summary>The request for the controls of a file; its parameters are <see cref="PlaygroundParams"/>, its answer a <see cref="PlaygroundPicture"/>.</summary>
    public const string Request = "nnet/playground";

    /// <summary>The notification that the controls of a file that was asked for may be others; its parameters are <see cref="PlaygroundChangedParams"/>.</summary>
    public const string ChangedNotification = "nnet/playgroundChanged";

    /// <summary>The request for the edit that sets a control; its parameters are <see cref="PlaygroundEditParams"/>, its answer a workspace edit or null.</summary>
    public const string EditRequest = "nnet/playgroundEdit";

    /// <summary>The request for the samples of a train block's data; its parameters are <see cref="PlaygroundParams"/>, its answer <see cref="PlaygroundPoints"/>, or null where they lie in no plane.</summary>
    public const string PointsRequest = "nnet/playgroundPoints";

    // Reading a larger table takes longer than a slider may.
    private const long MostBytes = 2_000_000;

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        // The files that were asked for, until they are closed.
        var shown = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        // Null when the file is not open.
        server.OnRequest<PlaygroundParams, PlaygroundPicture?>(Request, (parameters, _) =>
        {
            if (workspace.Find(parameters.Uri) is not { } snapshot)
            {
                return null;
            }
            shown.TryAdd(parameters.Uri, 0);
            return Show(snapshot, parameters.Train);
        });
        server.OnRequest<PlaygroundParams, PlaygroundPoints?>(PointsRequest, (parameters, _) => workspace.Find(parameters.Uri) is { } snapshot ? Points(snapshot, parameters.Train, workspace.IsTrusted) : null);
        workspace.Analysed += snapshot =>
        {
            // A look at the data comes after its text, and with it columns and what does not fit them.
            if (shown.ContainsKey(snapshot.Document.Uri))
            {
                server.Notify(ChangedNotification, new PlaygroundChangedParams(snapshot.Document.Uri, snapshot.Document.Version));
            }
        };
        server.Documents.Closed += uri => shown.TryRemove(uri, out _);
        server.OnRequest<PlaygroundEditParams, WorkspaceEdit?>(EditRequest, (parameters, _) =>
            workspace.Find(parameters.Uri) is { } snapshot && snapshot.Document.Version == parameters.Version && Turn(snapshot, parameters) is { } edits
                ? Edits.Of(server, [(SourceView.Of(snapshot), edits)])
                : null);
    }

    /// <summary>The controls of a text.</summary>
    /// <param name="snapshot">The text.</param>
    /// <param name="train">The train block; null, or one that is gone, means the first.</param>
    public static PlaygroundPicture Show(Snapshot snapshot, string? train)
    {
        var analysis = snapshot.Analysis;
        ImmutableArray<string> trains = [.. analysis.Trains.Select(block => block.Name)];
        var shown = trains.FirstOrDefault(name => name == train) ?? trains.FirstOrDefault();
        var picture = new PlaygroundPicture(snapshot.Document.Uri, snapshot.Document.Version, shown, trains) { Problem = PlaygroundSite.ProblemIn(analysis) };
        if (PlaygroundSite.Of(snapshot, shown) is not { } site)
        {
            return picture with { IsStale = true };
        }
        return picture with
        {
            Data = site.Data.Name,
            Groups = [.. Groups(site).Select(group => new ControlGroup(group.Id, group.Title, group.Note, [.. group.Knobs.Select(knob => knob.Control)]))],
            Columns = Columns(site),
        };
    }

    /// <summary>The samples of a train block's data, where they lie in a plane; null too where they cannot be read, which is told elsewhere.</summary>
    /// <param name="snapshot">The text.</param>
    /// <param name="train">The train block; null for the first.</param>
    /// <param name="isTrusted">Whether tables may be read.</param>
    public static PlaygroundPoints? Points(Snapshot snapshot, string? train, bool isTrusted)
    {
        if (snapshot.Analysis.HasErrors || PlaygroundSite.Of(snapshot, train) is not { } site || !(IsDrawn(site.Data) || (isTrusted && IsSmall(site.Data))))
        {
            return null;
        }
        try
        {
            return SurfacePreview.Of(site.Train) is { } surface ? PlaygroundPoints.Of(surface) : null;
        }
        catch (Exception problem) when (problem is DataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsDrawn(DataSpec data) => data.Source?.Definition is PlaygroundSource;

    private static bool IsSmall(DataSpec data)
        => data.Source is { Definition: CsvSource } source
            && data.File is { } file
            && Path.GetDirectoryName(file) is { } folder
            && new FileInfo(Path.Combine(folder, source.Get(CsvSource.Path))) is { Exists: true, Length: <= MostBytes };

    private static IEnumerable<Language.Text.TextEdit>? Turn(Snapshot snapshot, PlaygroundEditParams parameters)
    {
        if (PlaygroundSite.Of(snapshot, parameters.Train) is not { } site)
        {
            return null;
        }
        var knob = Groups(site).SelectMany(group => group.Knobs).FirstOrDefault(knob => knob.Control.Id == parameters.Control)
            ?? throw new ResponseException(ErrorCodes.InvalidParams, $"There is no control {parameters.Control}.");
        if (knob.Control.Disabled is { } reason)
        {
            throw new ResponseException(ErrorCodes.RequestFailed, reason);
        }
        if (knob.Control.Choices.All(choice => choice.Value != parameters.Value))
        {
            throw new ResponseException(ErrorCodes.InvalidParams, $"{knob.Control.Label} cannot be {parameters.Value}.");
        }
        return knob.Turn(parameters.Value).OrderBy(edit => edit.Span.Start);
    }

    private static IEnumerable<(string Id, string Title, string? Note, ImmutableArray<Knob> Knobs)> Groups(PlaygroundSite site)
    {
        var elsewhere = $"The block {site.Data.Name} stands in another file.";
        var isHere = site.DataBlock is not null && site.Data.Source is not null;
        yield return ("data", "Data", !isHere ? elsewhere : site.Data.Source is { Definition: not PlaygroundSource } own ? site.Source[own.Span] : null, isHere ? [.. DataKnobs.Of(site)] : []);
        yield return ("features", "Features", null, isHere ? [.. FeatureKnobs.Of(site)] : []);
        ImmutableArray<Knob> network = [.. NetworkKnobs.Of(site)];
        yield return ("network", "Network", network.IsEmpty ? $"{site.Model.Name} has no dense layers of its own in this text." : null, network);
        yield return ("training", "Training", null, site.Train.Settings.IsEmpty ? [] : [.. TrainingKnobs.Of(site)]);
    }

    private static ImmutableArray<PlaygroundColumn> Columns(PlaygroundSite site)
    {
        if (NeuronChain.Of(site.Model) is not { } chain)
        {
            return [];
        }
        var hidden = DenseLines.Of(site)?.Hidden ?? [];
        var labels = FeatureKnobs.LabelsOf(site);
        var inputs = (int)chain.Input.Facts!.Output.Shape.Count;
        return
        [
            new PlaygroundColumn(inputs, chain.Input.Origin.LineIn(site.Source), labels.Length == inputs ? labels : [], null, null),
            .. chain.Layers.Select(layer =>
            {
                var index = Enumerable.Range(0, hidden.Length).FirstOrDefault(i => hidden[i].Step.Word.Span == layer.Dense.Origin.NameSpan, -1);
                return new PlaygroundColumn(
                    (int)layer.Dense.Facts!.Output.Shape.Count,
                    layer.Dense.Origin.LineIn(site.Source),
                    [],
                    (layer.Output.Layer as Activation)?.Name,
                    index < 0 ? null : NetworkKnobs.UnitsId(index));
            }),
        ];
    }
}
