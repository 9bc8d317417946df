using System.Collections.Concurrent;
using System.Globalization;
using Nnet.Editor.Workspace;
using Nnet.Language.Text;
using Nnet.Lsp;
using Nnet.Lsp.Documents;
using Nnet.Lsp.Protocol;

namespace Nnet.Editor.SemanticTokens;

/// <summary>Colours words by what they mean: whole texts, what changed since the last answer, or what is on the screen.</summary>
public static class SemanticTokensFeature
{
    /// <summary>Adds the feature to a server.</summary>
    public static void Add(LanguageServer server, EditorWorkspace workspace)
    {
        var answers = new Answers();
        server.Capabilities.SemanticTokensProvider = new SemanticTokensOptions(TokenLegend.Legend, Range: true, new SemanticTokensFullOptions(Delta: true));
        server.Documents.Closed += answers.Forget;
        workspace.OnRequest<SemanticTokensParams, Lsp.Protocol.SemanticTokens>(
            "textDocument/semanticTokens/full",
            (snapshot, _) => answers.Keep(snapshot.Document.Uri, Encode(snapshot, null)));
        workspace.OnRequest<SemanticTokensRangeParams, Lsp.Protocol.SemanticTokens>(
            "textDocument/semanticTokens/range",
            (snapshot, parameters) => new Lsp.Protocol.SemanticTokens(Encode(snapshot, snapshot.Source.ToSpan(parameters.Range))));
        workspace.OnRequest<SemanticTokensDeltaParams, object>(
            "textDocument/semanticTokens/full/delta",
            (snapshot, parameters) => answers.Change(snapshot.Document.Uri, parameters.PreviousResultId, Encode(snapshot, null)));
    }

    /// <summary>The tokens of a text, or of a part of it, as the protocol numbers them.</summary>
    public static int[] Encode(Snapshot snapshot, Span? within)
    {
        var encoder = new SemanticTokensEncoder();
        foreach (var word in WordReader.Read(snapshot.Analysis.Symbols))
        {
            if (within is not { } span || (word.Span.Start < span.End && word.Span.End > span.Start))
            {
                encoder.Add(snapshot.Source.ToPosition(word.Span.Start), word.Span.Length, (int)word.Type, (int)word.Modifiers);
            }
        }
        return encoder.Encode();
    }

    // The last answer for each document, which the next one is told apart from.
    private sealed class Answers
    {
        private readonly ConcurrentDictionary<string, (string Id, int[] Data)> _last = new(StringComparer.Ordinal);
        private int _count;

        public Lsp.Protocol.SemanticTokens Keep(string uri, int[] data)
        {
            var id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
            _last[uri] = (id, data);
            return new Lsp.Protocol.SemanticTokens(data, id);
        }

        public object Change(string uri, string since, int[] data)
        {
            var known = _last.TryGetValue(uri, out var before) && before.Id == since;
            var answer = Keep(uri, data);
            return known ? new SemanticTokensDelta(SemanticTokensEncoder.Difference(before.Data, data), answer.ResultId) : answer;
        }

        public void Forget(string uri) => _last.TryRemove(uri, out _);
    }
}
