// How fast the language server is: start, first diagnostics, keystrokes, memory; beside VS Code's own JSON server.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../.scripts/shell.mjs';
import { LanguageClient } from './languageClient.mjs';
import { median, quantile, table } from './statistics.mjs';

const starts = 21;
const keystrokes = 1000;
const ours = () => new LanguageClient(join(root, 'dist', 'server', 'nnet'), ['lsp']);
const peerPath = createRequire(import.meta.url).resolve('vscode-langservers-extracted/bin/vscode-json-language-server');
const peer = () => new LanguageClient(process.execPath, [peerPath, '--stdio']);

/** A text of about `lines` lines in which every model is a LeNet-5 with a train block. */
export function text(lines) {
  const model = (index) => `model LeNet${index} {
  input 1x28x28
  conv 6 kernel=5 padding=2 activation=tanh
  avgpool 2
  conv 16 kernel=5 activation=tanh
  avgpool 2
  flatten
  dense 120 activation=tanh
  dense 84 activation=tanh
  dense 10
}

train LeNet${index} on numbers {
  loss cross_entropy
  optimizer sgd lr=0.05 momentum=0.9
  batch 64
  epochs 30
  metrics accuracy
}
`;
  const data = `data numbers {\n  playground spiral samples=500 noise=10%\n  split train=80% validation=10% test=10%\n}\n`;
  const parts = [data];
  for (let count = 5, index = 0; count < lines; count += 20, index++) {
    parts.push(model(index));
  }
  return parts.join('\n');
}

async function startTimes(make, open) {
  const [initialize, diagnostics, memory] = [[], [], []];
  for (let i = 0; i < starts; i++) {
    const client = make();
    initialize.push((await client.initialize()).milliseconds);
    const first = client.next('textDocument/publishDiagnostics');
    client.notify('textDocument/didOpen', { textDocument: open });
    diagnostics.push((await first).at - client.startedAt);
    memory.push(client.residentMegabytes());
    await client.close();
  }
  return { initialize: median(initialize), diagnostics: median(diagnostics), memory: median(memory) };
}

// Each keystroke changes the width of a layer in the middle of the text, so that shapes behind it have to be worked out anew.
async function keystrokeTimes(lines) {
  const client = ours();
  await client.initialize();
  const uri = 'file:///keystrokes.nnet';
  const content = text(lines);
  const place = content.indexOf('dense 84', content.length / 2) + 'dense 84'.length;
  const before = content.slice(0, place).split('\n');
  const position = { line: before.length - 1, character: before.at(-1).length };
  const opened = client.next('textDocument/publishDiagnostics');
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'nnet', version: 1, text: content } });
  await opened;
  const times = [];
  for (let version = 2; version < keystrokes + 2; version++) {
    const range = { start: position, end: { line: position.line, character: position.character + (version % 2) } };
    const published = client.next(
      'textDocument/publishDiagnostics',
      (params) => params.uri === uri && params.version === version,
    );
    const began = performance.now();
    client.notify('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: version % 2 ? '' : '0' }],
    });
    times.push((await published).at - began);
  }
  const memory = client.residentMegabytes();
  await client.close();
  // The first keystrokes still meet code that the runtime has not compiled for good: people meet them too, so they count.
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99), greatest: Math.max(...times), memory };
}

export async function run() {
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const mb = (value) => (value === null ? '–' : `${value.toFixed(0)} MB`);
  const nnet = await startTimes(ours, { uri: 'file:///start.nnet', languageId: 'nnet', version: 1, text: text(25) });
  const json = await startTimes(peer, {
    uri: 'file:///start.json',
    languageId: 'json',
    version: 1,
    text: '{ "a": [1, 2, }',
  });
  const rows = [
    ['start of the process to …', 'nnet lsp', 'vscode-json-language-server', 'ratio'],
    ['`initialize` answered', ms(nnet.initialize), ms(json.initialize), (json.initialize / nnet.initialize).toFixed(2)],
    ['first diagnostics', ms(nnet.diagnostics), ms(json.diagnostics), (json.diagnostics / nnet.diagnostics).toFixed(2)],
    ['resident memory then', mb(nnet.memory), mb(json.memory), (json.memory / nnet.memory).toFixed(2)],
  ];
  const keys = [['keystroke to diagnostics', 'p50', 'p99', 'greatest', 'resident memory']];
  for (const lines of [300, 1000, 3000]) {
    const result = await keystrokeTimes(lines);
    keys.push([`${lines} lines`, ms(result.p50), ms(result.p99), ms(result.greatest), mb(result.memory)]);
  }
  console.log(
    `${table(rows)}\n\nMedians of ${starts} starts.\n\n${table(keys)}\n\n${keystrokes} keystrokes each, the first ones included.`,
  );
}
