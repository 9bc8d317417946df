/** Every request about a document that the server knows, as [method, params]. */
export function requestsAt(uri, position) {
  const textDocument = { uri };
  const range = { start: position, end: position };
  const whole = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
  const options = { tabSize: 2, insertSpaces: true };
  const at = { textDocument, position };
  return [
    ['textDocument/hover', at],
    ['textDocument/completion', at],
    ['textDocument/signatureHelp', at],
    ['textDocument/definition', at],
    ['textDocument/references', { ...at, context: { includeDeclaration: true } }],
    ['textDocument/documentHighlight', at],
    ['textDocument/prepareRename', at],
    ['textDocument/rename', { ...at, newName: 'renamed_1' }],
    ['textDocument/prepareCallHierarchy', at],
    ['textDocument/linkedEditingRange', at],
    ['textDocument/selectionRange', { textDocument, positions: [position] }],
    ['textDocument/documentSymbol', { textDocument }],
    ['workspace/symbol', { query: 'e' }],
    ['textDocument/documentLink', { textDocument }],
    ['textDocument/foldingRange', { textDocument }],
    ['textDocument/inlayHint', { textDocument, range: whole }],
    ['textDocument/semanticTokens/full', { textDocument }],
    ['textDocument/semanticTokens/range', { textDocument, range }],
    ['textDocument/semanticTokens/full/delta', { textDocument, previousResultId: 'none' }],
    ['textDocument/codeLens', { textDocument }],
    ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
    ['textDocument/formatting', { textDocument, options }],
    ['textDocument/rangeFormatting', { textDocument, range, options }],
    ['textDocument/onTypeFormatting', { ...at, ch: '\n', options }],
    ['textDocument/diagnostic', { textDocument }],
    ['nnet/graph', { uri }],
  ];
}

/** Every range in an answer about a document; those of other documents are left out. */
export function* rangesIn(answer, uri) {
  if (answer === null || typeof answer !== 'object') return;
  if (!Array.isArray(answer)) {
    const about = answer.uri ?? answer.targetUri ?? answer.textDocument?.uri;
    if (typeof about === 'string' && about !== uri) return;
    if (answer.start?.line !== undefined && answer.end?.line !== undefined) {
      yield answer;
      return;
    }
  }
  for (const value of Object.values(answer)) yield* rangesIn(value, uri);
}
