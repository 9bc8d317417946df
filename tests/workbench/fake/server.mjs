// Stands in for `nnet lsp` until there is one: enough LSP to develop the client against. Removed afterwards.
import { replay } from './runs.mjs';
let buffer = Buffer.alloc(0);
const documents = new Map();
const runs = new Map();
let id = 0;
const send = (m) => {
  const b = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...m }));
  process.stdout.write(`Content-Length: ${b.length}\r\n\r\n`);
  process.stdout.write(b);
};
const notify = (method, params) => send({ method, params });
process.stdin.on('data', (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
    if (buffer.length < end + 4 + length) return;
    const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length));
    buffer = buffer.subarray(end + 4 + length);
    receive(message);
  }
});
process.stdin.on('end', () => process.exit(0));
function receive({ id: call, method, params }) {
  const answer = (result) => call !== undefined && method && send({ id: call, result });
  switch (method) {
    case 'initialize':
      return answer({
        capabilities: {
          textDocumentSync: { openClose: true, change: 1 },
          codeLensProvider: {},
          inlayHintProvider: true,
          hoverProvider: true,
          codeActionProvider: true,
          executeCommandProvider: { commands: ['nnet.train', 'nnet.stop'] },
        },
      });
    case 'shutdown':
      return answer(null);
    case 'exit':
      return process.exit(0);
    case 'textDocument/didOpen':
      documents.set(params.textDocument.uri, params.textDocument.text);
      return check(params.textDocument.uri);
    case 'textDocument/didChange':
      documents.set(params.textDocument.uri, params.contentChanges.at(-1).text);
      return check(params.textDocument.uri);
    case 'textDocument/didClose':
      return documents.delete(params.textDocument.uri);
    case 'textDocument/codeLens':
      return answer(
        lines(params.textDocument.uri).flatMap((text, line) => {
          const train = /^train (\w+)/.exec(text)?.[1];
          if (!train) return [];
          const run = [...runs.values()].find((r) => r.uri === params.textDocument.uri && !r.over);
          return [
            {
              range: { start: { line, character: 0 }, end: { line, character: 5 } },
              command: run
                ? { title: '■ Stop', command: 'nnet.stop', arguments: [{ run: run.id }] }
                : {
                    title: '▶ Train here',
                    command: 'nnet.train',
                    arguments: [{ uri: params.textDocument.uri, train }],
                  },
            },
          ];
        }),
      );
    case 'textDocument/inlayHint':
      return answer(
        lines(params.textDocument.uri).flatMap((text, line) =>
          /^ +(conv|dense|avgpool)/.test(text)
            ? [{ position: { line, character: text.length }, label: '6×28×28 · 156', paddingLeft: true }]
            : [],
        ),
      );
    case 'textDocument/hover':
      return answer({ contents: { kind: 'markdown', value: '**`conv`** `1×28×28 → 6×28×28`\n\n156 parameters' } });
    case 'textDocument/codeAction':
      return answer([]);
    case 'workspace/executeCommand':
      if (params.command === 'nnet.train') {
        const run = 'run-' + ++id;
        answer({ run });
        return train(run, params.arguments[0]);
      }
      if (params.command === 'nnet.stop') {
        const r = runs.get(params.arguments[0].run);
        if (r) r.stop = true;
        return answer(null);
      }
      return answer(null);
    default:
      return call !== undefined && method ? answer(null) : undefined;
  }
}
const lines = (uri) => (documents.get(uri) ?? '').split('\n');
const check = (uri) =>
  notify('textDocument/publishDiagnostics', {
    uri,
    diagnostics: lines(uri).flatMap((text, line) =>
      /\bbroken\b/.test(text)
        ? [
            {
              range: { start: { line, character: 2 }, end: { line, character: text.length } },
              severity: 1,
              source: 'nnet',
              code: 'shape',
              message: 'dense needs a vector, but conv gives 16×5×5',
            },
          ]
        : [],
    ),
  });
async function train(run, { uri, train }) {
  const text = documents.get(uri) ?? '';
  const kind = /# fake: (\w+)/.exec(text)?.[1] ?? 'spirals';
  const slow = Number(/# slow: ([\d.]+)/.exec(text)?.[1] ?? 1);
  const state = { id: run, uri, over: false, stop: false };
  runs.set(run, state);
  refresh();
  for (const [event, wait] of replay(kind, { slow })) {
    if (state.stop) {
      notify('nnet/run', {
        run,
        uri,
        train,
        event: {
          event: 'done',
          status: 'stopped',
          epochs: state.epoch ?? 0,
          bestEpoch: state.best ?? null,
          test: { loss: 0.31, accuracy: 0.91 },
          seconds: 3,
          runDir: '/tmp/runs/spirals',
        },
      });
      break;
    }
    if (event.event === 'epoch') {
      state.epoch = event.epoch;
      if (event.best) state.best = event.epoch;
    }
    if (kind !== 'waiting') notify('nnet/run', { run, uri, train, event });
    await new Promise((r) => setTimeout(r, wait));
  }
  state.over = true;
  refresh();
}
const refresh = () => send({ id: 'r' + ++id, method: 'workspace/codeLens/refresh' });
