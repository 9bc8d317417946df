using Nnet.Editor.Navigation;
using Nnet.Editor.Symbols;
using Nnet.Editor.Workspace;
using Nnet.Language.Symbols;
using Nnet.Lsp;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.CallHierarchy;

/// <summary>Which models and blocks call a block, and which blocks those call, in whichever files.</summary>
public static class CallHierarchyFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        server.Capabilities.CallHierarchyProvider = new CallHierarchyOptions();
        var project = workspace.Project;
        workspace.OnRequest<CallHierarchyPrepareParams, CallHierarchyItem[]?>("textDocument/prepareCallHierarchy", (snapshot, parameters) =>
        {
            var view = SourceView.Of(snapshot);
            return view.Symbols.SymbolAt(snapshot.Source.ToOffset(parameters.Position)) is { } symbol && IsCaller(symbol) && SymbolUses.Home(project, view, symbol) is { } home
                ? [ItemOf(home)]
                : null;
        });
        server.OnRequest<CallHierarchyIncomingCallsParams, CallHierarchyIncomingCall[]>("callHierarchy/incomingCalls", (parameters, _) =>
            Find(project, parameters.Item) is { } callee ? [.. Incoming(project, callee)] : []);
        server.OnRequest<CallHierarchyOutgoingCallsParams, CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls", (parameters, _) =>
            Find(project, parameters.Item) is { } caller ? [.. Outgoing(project, caller)] : []);
    }

    private static IEnumerable<CallHierarchyIncomingCall> Incoming(ProjectFiles project, (SourceView View, Symbol Symbol) callee)
        => from call in SymbolUses.All(project, callee.View, callee.Symbol)
           where !call.Occurrence.IsDeclaration
           let caller = call.View.Symbols.Declared.FirstOrDefault(symbol => IsCaller(symbol) && symbol.Declaration.Touches(call.Occurrence.Span.Start))
           where caller is not null
           group call by (call.View, Caller: caller) into calls
           select new CallHierarchyIncomingCall(ItemOf(calls.Key), [.. calls.Select(call => call.View.RangeOf(call.Occurrence.Span))]);

    private static IEnumerable<CallHierarchyOutgoingCall> Outgoing(ProjectFiles project, (SourceView View, Symbol Symbol) caller)
        => from occurrence in caller.View.Symbols.Occurrences
           where occurrence is { IsDeclaration: false, Symbol.Kind: NameKind.Block } && caller.Symbol.Declaration.Touches(occurrence.Span.Start)
           group occurrence by occurrence.Symbol into calls
           let callee = SymbolUses.Home(project, caller.View, calls.Key)
           where callee is not null
           select new CallHierarchyOutgoingCall(ItemOf(callee.Value), [.. calls.Select(call => caller.View.RangeOf(call.Span))]);

    private static bool IsCaller(Symbol symbol) => symbol.Kind is NameKind.Block or NameKind.Model;

    // The file may have changed since the client got the item; the name still tells which one it is.
    private static (SourceView View, Symbol Symbol)? Find(ProjectFiles project, CallHierarchyItem item)
        => project.FindUri(item.Uri) is { } view && view.Symbols.Declared.FirstOrDefault(symbol => IsCaller(symbol) && symbol.Name == item.Name && SymbolIcons.Of(symbol.Kind) == item.Kind) is { } symbol
            ? (view, symbol)
            : null;

    private static CallHierarchyItem ItemOf((SourceView View, Symbol Symbol) home)
        => new(home.Symbol.Name, SymbolIcons.Of(home.Symbol.Kind), home.View.Uri, home.View.RangeOf(home.Symbol.Declaration), home.View.RangeOf(home.Symbol.Span), Paths.NameOf(home.View.Uri));
}
