using System.Collections.Immutable;
using Nnet.Engine.Runs.Pictures;

namespace Nnet.Editor.Playground;

/// <summary>Parameters of the request <c>nnet/playground</c>: the controls of a train block of an open file, the first one when none is named.</summary>
public sealed record PlaygroundParams(string Uri, string? Train = null);

/// <summary>
/// Parameters of the request <c>nnet/playgroundEdit</c>: what a control was set to. The answer is the edit of the text, or null where
/// the text is another one by now, so that the controls are to be asked for anew.
/// </summary>
/// <param name="Uri">The file.</param>
/// <param name="Version">The version that the controls were made of.</param>
/// <param name="Control">Id of the control.</param>
/// <param name="Value">One of its values.</param>
/// <param name="Train">The train block; null for the first.</param>
public sealed record PlaygroundEditParams(string Uri, int Version, string Control, string Value, string? Train = null);

/// <summary>Parameters of the notification <c>nnet/playgroundChanged</c>: the text or what is known of its data is another, so that the controls are to be asked for anew.</summary>
/// <param name="Uri">The file.</param>
/// <param name="Version">The version of its text.</param>
public sealed record PlaygroundChangedParams(string Uri, int Version);

/// <summary>The answer to <c>nnet/playground</c>: a train block with its model and data, as controls.</summary>
/// <param name="Uri">The file.</param>
/// <param name="Version">The version of its text.</param>
/// <param name="Train">The train block that is shown, or null when there is none.</param>
/// <param name="Trains">All train blocks of the file.</param>
public sealed record PlaygroundPicture(string Uri, int Version, string? Train, ImmutableArray<string> Trains)
{
    /// <summary>Whether the text is half typed, so that nothing is known but that the controls were others.</summary>
    public bool IsStale { get; init; }

    /// <summary>The controls; empty when <see cref="IsStale"/>.</summary>
    public ImmutableArray<ControlGroup> Groups { get; init; } = [];

    /// <summary>The inputs and the layers of neurons, where the model is a row of few dense layers; otherwise empty.</summary>
    public ImmutableArray<PlaygroundColumn> Columns { get; init; } = [];

    /// <summary>Name of the data block.</summary>
    public string? Data { get; init; }

    /// <summary>What stands against training, or null.</summary>
    public PlaygroundProblem? Problem { get; init; }
}

/// <summary>Controls that belong together.</summary>
/// <param name="Id"><c>data</c>, <c>features</c>, <c>network</c> or <c>training</c>.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Note">What there is to say beside the controls, or null.</param>
/// <param name="Controls">The controls.</param>
public sealed record ControlGroup(string Id, string Title, string? Note, ImmutableArray<Control> Controls);

/// <summary>How a control is operated.</summary>
public static class ControlKind
{
    /// <summary>One of a few words.</summary>
    public const string Choice = "choice";

    /// <summary>One of numbers in their order.</summary>
    public const string Slider = "slider";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public const string Switch = "switch";

    /// <summary>Something to press, which sends its only choice.</summary>
    public const string Button = "button";
}

/// <summary>A control: a value of the text that can be another one.</summary>
/// <param name="Id">Tells it from all others; the same in every version of the text.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Kind">One of <see cref="ControlKind"/>.</param>
/// <param name="Value">Its value now, one of the choices; empty where the text says several.</param>
/// <param name="Choices">What it can be set to.</param>
public sealed record Control(string Id, string Label, string Kind, string Value, ImmutableArray<ControlChoice> Choices)
{
    /// <summary>What it means, in a sentence.</summary>
    public string Doc { get; init; } = "";

    /// <summary>Zero-based line that says it, or that would.</summary>
    public int Line { get; init; }

    /// <summary>Why it cannot be operated, or null.</summary>
    public string? Disabled { get; init; }
}

/// <summary>A value that a control can have.</summary>
/// <param name="Value">As the text writes it.</param>
/// <param name="Label">As people read it.</param>
public sealed record ControlChoice(string Value, string Label);

/// <summary>A column of neurons, or the inputs.</summary>
/// <param name="Units">How many there are.</param>
/// <param name="Line">Zero-based line that says it.</param>
/// <param name="Labels">What the inputs are; empty for layers.</param>
/// <param name="Activation">The function of the outputs, or null.</param>
/// <param name="Control">Id of the control of the number of neurons, or null.</param>
public sealed record PlaygroundColumn(int Units, int Line, ImmutableArray<string> Labels, string? Activation, string? Control);

/// <summary>The answer to <c>nnet/playgroundPoints</c>: the samples in the plane of their two columns, as a <see cref="SurfaceContent"/> without cells, bytes in base64.</summary>
/// <param name="Columns">As <see cref="SurfaceContent.Columns"/>.</param>
/// <param name="Low">As <see cref="SurfaceContent.Low"/>.</param>
/// <param name="High">As <see cref="SurfaceContent.High"/>.</param>
/// <param name="Size">Zero: there are no cells.</param>
/// <param name="Classes">As <see cref="SurfaceContent.Classes"/>.</param>
/// <param name="Range">As <see cref="SurfaceContent.Range"/>.</param>
/// <param name="Cells">Empty.</param>
/// <param name="Points">As <see cref="SurfaceContent.Points"/>.</param>
/// <param name="TrainPoints">As <see cref="SurfaceContent.TrainPoints"/>.</param>
public sealed record PlaygroundPoints(ImmutableArray<string> Columns, ImmutableArray<float> Low, ImmutableArray<float> High, int Size, ImmutableArray<string> Classes, ImmutableArray<float> Range, string Cells, string Points, int TrainPoints)
{
    /// <summary>The samples of a surface.</summary>
    public static PlaygroundPoints Of(SurfaceContent surface)
        => new(surface.Columns, surface.Low, surface.High, surface.Size, surface.Classes, surface.Range, Convert.ToBase64String(surface.Cells), Convert.ToBase64String(surface.Points), surface.TrainPoints);
}

/// <summary>What stands against training.</summary>
/// <param name="Message">What was found.</param>
/// <param name="Line">Zero-based line.</param>
public sealed record PlaygroundProblem(string Message, int Line);
