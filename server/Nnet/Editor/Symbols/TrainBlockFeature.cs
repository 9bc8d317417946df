using Nnet.Editor.Commands;
using Nnet.Editor.Workspace;
using Nnet.Language.Syntax;

namespace Nnet.Editor.Symbols;

/// <summary>The argument of <c>nnet.trainBlocks</c>.</summary>
/// <param name="Uri">The file whose blocks are asked for; null for those of all files of the open folders.</param>
public sealed record TrainBlocksArgument(string? Uri = null);

/// <summary>A train block as it is written.</summary>
/// <param name="Uri">Its file.</param>
/// <param name="Train">Its name, which is its model's.</param>
/// <param name="Data">The name of its data; null when it is not written yet.</param>
/// <param name="Line">Zero-based line of its header.</param>
public sealed record TrainBlock(string Uri, string Train, string? Data, int Line);

/// <summary>Lists train blocks, for those who offer to do something with one of them.</summary>
public static class TrainBlockFeature
{
    /// <summary>The command that lists them; its argument is a <see cref="TrainBlocksArgument"/>, its answer an array of <see cref="TrainBlock"/>, those of open files first.</summary>
    public const string ListCommand = "nnet.trainBlocks";

    /// <summary>Adds the feature to a server.</summary>
    public static void Add(ServerCommands commands, EditorWorkspace workspace)
        => commands.Add<TrainBlocksArgument>(ListCommand, argument => (argument.Uri is null ? workspace.Project.All() : [.. new[] { workspace.Project.FindUri(argument.Uri) }.OfType<SourceView>()]).SelectMany(Of).ToArray());

    private static IEnumerable<TrainBlock> Of(SourceView view)
        => from declaration in view.Syntax.Declarations.OfType<TrainDeclaration>()
           where declaration.Name is not null
           select new TrainBlock(view.Uri, declaration.Name!.Text, declaration.Data?.Text, view.Source.LineAt(declaration.HeaderSpan.Start));
}
