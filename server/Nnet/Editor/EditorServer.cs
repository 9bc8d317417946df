using Nnet.Editor.CallHierarchy;
using Nnet.Editor.CodeActions;
using Nnet.Editor.CodeLenses;
using Nnet.Editor.Commands;
using Nnet.Editor.Completions;
using Nnet.Editor.Diagnostics;
using Nnet.Editor.Folding;
using Nnet.Editor.Formatting;
using Nnet.Editor.Graphs;
using Nnet.Editor.Hovers;
using Nnet.Editor.InlayHints;
using Nnet.Editor.LinkedEditing;
using Nnet.Editor.Links;
using Nnet.Editor.Navigation;
using Nnet.Editor.Playground;
using Nnet.Editor.Rename;
using Nnet.Editor.Runs;
using Nnet.Editor.SelectionRanges;
using Nnet.Editor.SemanticTokens;
using Nnet.Editor.Signatures;
using Nnet.Editor.Symbols;
using Nnet.Editor.Trials;
using Nnet.Editor.Workspace;
using Nnet.Language.Data;
using Nnet.Lsp;
using Nnet.Training;

namespace Nnet.Editor;

/// <summary>The language server of .nnet files, put together from its features.</summary>
public static class EditorServer
{
    /// <summary>Serves until the client says <c>exit</c> or is gone; training runs end with it.</summary>
    /// <param name="server">The server, with no features yet.</param>
    /// <param name="worker">How a training worker is started.</param>
    /// <param name="probe">Makes what looks at data.</param>
    /// <returns>The exit code of the process.</returns>
    public static int Run(LanguageServer server, WorkerCommand worker, Func<IDataProbe> probe)
    {
        var workspace = new EditorWorkspace(server, probe);
        var runs = new RunList();
        var diagnostics = new DiagnosticsFeature(server, workspace, runs);
        var commands = new ServerCommands(server);
        var training = new TrainingFeature(server, commands, workspace, runs, diagnostics, worker);
        var trials = new TrialFeature(server, commands, workspace, runs, diagnostics, worker);
        _ = new CodeActionFeature(server, workspace, runs);
        _ = new GraphFeature(server, workspace);
        CallHierarchyFeature.Add(server, workspace);
        CodeLensFeature.Add(server, workspace, runs);
        CompletionFeature.Add(server, workspace);
        DefinitionFeature.Add(server, workspace);
        FoldingFeature.Add(server, workspace);
        FormattingFeature.Add(server, workspace);
        HighlightFeature.Add(server, workspace);
        HoverFeature.Add(server, workspace);
        InlayHintFeature.Add(server, workspace, runs);
        LinkedEditingFeature.Add(server, workspace);
        LinkFeature.Add(server, workspace);
        PlaygroundFeature.Add(server, workspace);
        ReferencesFeature.Add(server, workspace);
        RenameFeature.Add(server, workspace);
        SelectionRangeFeature.Add(server, workspace);
        SemanticTokensFeature.Add(server, workspace);
        SignatureFeature.Add(server, workspace);
        SymbolFeature.Add(server, workspace);
        TrainBlockFeature.Add(commands, workspace);
        WorkspaceSymbolFeature.Add(server, workspace);
        var code = server.Run();
        trials.Shutdown();
        training.Shutdown();
        return code;
    }
}
