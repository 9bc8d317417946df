// What a broken or malicious client could send.

/** A value that fits no schema, mostly shaped like parameters of the protocol. */
export function hostileValue(random, depth = 0) {
  const leaf = () =>
    random.of([
      null,
      true,
      -1,
      0,
      1e308,
      2 ** 31,
      -(2 ** 31),
      0.5,
      '',
      'nnet',
      'file:///x.nnet',
      'untitled:1',
      '\u0000',
      'x'.repeat(5000),
      '2026-11-21T04:27:00Z',
    ]);
  if (depth > 4 || random.below(3) === 0) return leaf();
  if (random.below(4) === 0) return Array.from({ length: random.below(5) }, () => hostileValue(random, depth + 1));
  const names = [
    'textDocument',
    'uri',
    'version',
    'text',
    'position',
    'range',
    'start',
    'end',
    'line',
    'character',
    'contentChanges',
    'context',
    'diagnostics',
    'command',
    'arguments',
    'item',
    'data',
    'newName',
    'positions',
    'previousResultId',
    'options',
    'query',
    'id',
    'token',
    'settings',
    'changes',
    'model',
  ];
  return Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [random.of(names), hostileValue(random, depth + 1)]),
  );
}

/** A whole frame whose content is no message. Broken frames end a connection by right, so these are well framed. */
export function hostileBytes(random) {
  const content = random.of([
    '{}',
    '[]',
    '[{"jsonrpc":"2.0","id":1,"method":"textDocument/hover"}]',
    'null',
    '"text"',
    '{"jsonrpc":"1.0"}',
    '{"jsonrpc":"2.0","method":7}',
    '{"jsonrpc":"2.0","id":{},"method":"x"}',
    '{"jsonrpc":"2.0","id":99999,"result":null}',
    '{"jsonrpc":"2.0","id":1,"error":{"code":"x"}}',
    '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[[[[[[[[]]]]]]]]}',
    '{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"::::","languageId":7,"version":"x","text":null}}}',
    '{not json',
    '{"a":'.repeat(300),
    '['.repeat(5000),
    '\ufeff{}',
  ]);
  const body = Buffer.from(content);
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}
