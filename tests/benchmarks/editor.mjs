// How fast the language server is: start, first diagnostics, keystrokes, questions, memory; beside VS Code's own JSON server.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../.scripts/shell.mjs';
import { LanguageClient } from './languageClient.mjs';
import { median, quantile, table } from './statistics.mjs';
import { Typist, texts, unclosed } from './typing.mjs';

const starts = 21;
const keystrokes = Number(process.env.BENCH_KEYS ?? 1000);
const questions = 500;
const edits = Number(process.env.BENCH_EDITS ?? 100_000);
const ours = () => new LanguageClient(join(root, 'dist', 'server', 'nnet'), ['lsp']);
const peerPath = createRequire(import.meta.url).resolve('vscode-langservers-extracted/bin/vscode-json-language-server');
const peer = () => new LanguageClient(process.execPath, [peerPath, '--stdio']);

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

/** A text that is open in a server of its own, and somebody who types in it. */
export class Session {
  #client = ours();
  #typist;
  #version = 1;
  uri = 'file:///typed.nnet';

  static async open(text) {
    const session = new Session();
    const client = session.#client;
    await client.initialize();
    const published = client.next('textDocument/publishDiagnostics');
    client.notify('textDocument/didOpen', {
      textDocument: { uri: session.uri, languageId: 'nnet', version: 1, text: text.content },
    });
    await published;
    session.#typist = new Typist(text);
    return session;
  }

  /** Sends one keystroke; resolves when its diagnostics are there, with the milliseconds that took. */
  async type() {
    const version = ++this.#version;
    const published = this.#client.next(
      'textDocument/publishDiagnostics',
      (params) => params.uri === this.uri && params.version === version,
    );
    const change = this.#typist.next();
    const began = performance.now();
    this.#send(change);
    return (await published).at - began;
  }

  /** Sends one keystroke without waiting for what comes of it. */
  typeOn() {
    this.#version++;
    this.#send(this.#typist.next());
  }

  /** Asks about the place of the cursor; resolves with the milliseconds until the answer. */
  async ask(method, position = this.#typist.position) {
    const began = performance.now();
    await this.#client.request(method, { textDocument: { uri: this.uri }, position });
    return performance.now() - began;
  }

  /** Trains a block of another file in the same server; resolves when an epoch is done. */
  async train(uri, text, train) {
    const told = (kind) => this.#client.next('nnet/run', ({ event }) => event.event === kind);
    const [started, epoch] = [told('started'), told('epoch')];
    this.#client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'nnet', version: 1, text } });
    const { run } = await this.#client.request('workspace/executeCommand', {
      command: 'nnet.train',
      arguments: [{ uri, train }],
    });
    if (!run) throw new Error('The run did not begin.');
    await epoch;
    return (await started).params.event;
  }

  get megabytes() {
    return this.#client.residentMegabytes();
  }

  close() {
    return this.#client.close();
  }

  #send(change) {
    this.#client.notify('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.#version },
      contentChanges: [change],
    });
  }
}

// The first keystrokes still meet code that the runtime has not compiled for good: people meet them too, so they count.
async function keystrokeTimes(text) {
  const session = await Session.open(text);
  const times = [];
  for (let i = 0; i < keystrokes; i++) {
    times.push(await session.type());
  }
  const memory = session.megabytes;
  await session.close();
  return { ...summary(times), memory };
}

// Completion comes right behind the keystroke that asks for it, so that it has to wait for the new text's analysis.
async function questionTimes(text) {
  const session = await Session.open(text);
  const [completion, hover] = [[], []];
  for (let i = 0; i < questions; i++) {
    session.typeOn();
    completion.push(await session.ask('textDocument/completion'));
    const line = text.content.split('\n').length - 3 - (i % 20);
    hover.push(await session.ask('textDocument/hover', { line, character: 4 }));
  }
  await session.close();
  return { completion: summary(completion), hover: summary(hover) };
}

// As an editor does: every few keystrokes are waited for, and now and then it asks for all that it shows.
async function memoryOf(text) {
  const session = await Session.open(text);
  const samples = [];
  for (let edit = 1; edit <= edits; edit++) {
    if (edit % 4) {
      session.typeOn();
    } else {
      await session.type();
    }
    if (edit % 40 === 0) {
      await Promise.allSettled([session.ask('textDocument/hover'), session.ask('textDocument/completion')]);
    }
    if (edit % (edits / 10) === 0) {
      samples.push(session.megabytes);
    }
  }
  await session.close();
  return samples;
}

export const summary = (times) => ({
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
  greatest: Math.max(...times),
});

export async function run(page) {
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const mb = (value) => (value === null ? '–' : `${value.toFixed(0)} MB`);
  const times = ({ p50, p99, greatest }) => [ms(p50), ms(p99), ms(greatest)];
  const nnet = await startTimes(ours, {
    uri: 'file:///start.nnet',
    languageId: 'nnet',
    version: 1,
    text: texts.models(25).content,
  });
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
  page.show('server-start', `${table(rows)}\n\nMedians of ${starts} starts.`);
  const keys = [['keystroke to diagnostics', 'p50', 'p99', 'greatest', 'resident memory']];
  for (const [title, text] of [
    ['1,000 lines: many models', texts.models(1000)],
    ['1,000 lines: one model', texts.giant(1000)],
    ['1,000 lines: blocks', texts.blocks(1000)],
    ['10,000 lines: many models', texts.models(10_000)],
    ['10,000 lines: one model', texts.giant(10_000)],
    ['10,000 lines: one model, nested', texts.nested(10_000)],
    ['10,000 lines: blocks', texts.blocks(10_000)],
    ['10,000 lines: many models, a brace unclosed', unclosed(texts.models(10_000))],
    ['10,000 lines: one model, a brace unclosed', unclosed(texts.giant(10_000))],
  ]) {
    const result = await keystrokeTimes(text);
    keys.push([title, ...times(result), mb(result.memory)]);
  }
  page.show('keystrokes', `${table(keys)}\n\n${keystrokes} keystrokes each, the first ones included.`);
  const asked = [['question to answer', 'p50', 'p99', 'greatest']];
  for (const lines of [1000, 10_000]) {
    const { completion, hover } = await questionTimes(texts.models(lines));
    asked.push([`completion behind a keystroke, ${lines.toLocaleString('en')} lines`, ...times(completion)]);
    asked.push([`hover, ${lines.toLocaleString('en')} lines`, ...times(hover)]);
  }
  page.show('questions', `${table(asked)}\n\n${questions} questions each.`);
  const samples = await memoryOf(texts.models(1000));
  const memory = [
    ['edits', ...samples.map((_, i) => ((edits / 10) * (i + 1)).toLocaleString('en'))],
    ['resident memory', ...samples.map(mb)],
  ];
  page.show('edits', `${table(memory)}\n\n${edits.toLocaleString('en')} edits of a text of 1,000 lines.`);
}
