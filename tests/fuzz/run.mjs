// Random users of the real server, for a minute: whatever they type, ask or send, it answers in time, for the newest
// text, without a fault, and its text stays theirs.
//
//   node tests/fuzz/run.mjs [--seconds 60] [--seed N]      a failure prints its seed and what was done last
import fs from 'node:fs';
import path from 'node:path';
import { hostileBytes, hostileValue } from './hostile.mjs';
import { Random } from './random.mjs';
import { requestsAt } from './requests.mjs';
import { repository, Session } from './session.mjs';

const option = (name, otherwise) => {
  const index = process.argv.indexOf(name);
  return index < 0 ? otherwise : Number(process.argv[index + 1]);
};
const seconds = option('--seconds', 60);
const seed = option('--seed', 20261121);
const random = new Random(seed);
const texts = nnetFiles(path.join(repository, 'examples')).concat(nnetFiles(path.join(repository, 'tests/baselines')));
const pieces = [...new Set(texts.flatMap((text) => text.split(/(\s+)/)))].filter(Boolean);
const nasty = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  '#',
  ';',
  '\n',
  '\r\n',
  '\ud800',
  '🙂',
  'é',
  '\t',
  '=',
  ':',
  '.',
  'x',
  '1e999',
  '9'.repeat(40),
  'use "a.nnet"',
  'repeat 1000000000 ',
  '('.repeat(200),
];

const scenarios = [
  ['random edits', randomEdits, 5],
  ['every request at every place', everyPlace, 3],
  ['a file cut at every byte', everyPrefix, 2],
  ['deep and wide nesting', nesting, 1],
  ['messages out of order', outOfOrder, 2],
  ['hostile JSON-RPC', hostileMessages, 2],
];
const weight = scenarios.reduce((sum, [, , share]) => sum + share, 0);

let passed = 0;
let failed = 0;
for (const [name, scenario, share] of scenarios) {
  const until = performance.now() + (seconds * 1000 * share) / weight;
  Session.steps.length = 0;
  Session.slowest = { method: 'none', took: 0 };
  try {
    const done = await scenario(until);
    const { method, took } = Session.slowest;
    console.log(`ok - ${name}: ${done.toLocaleString('en')} steps, slowest ${method} in ${took.toFixed(0)} ms`);
    passed++;
  } catch (fault) {
    console.log(
      `not ok - ${name} (seed ${seed}): ${fault.stack ?? fault}\nlast steps:\n${Session.steps.slice(-5).join('\n')}`,
    );
    failed++;
  }
}
console.log(`# pass ${passed}\n# fail ${failed}`);
process.exit(failed > 0 ? 1 : 0);

// ---------------------------------------------------------------- scenarios

/** Edits an open document and asks things; at the end its text must be what a fresh document of the whole text is. */
async function randomEdits(until) {
  let steps = 0;
  while (performance.now() < until) {
    const session = await Session.start();
    let text = random.of(texts);
    session.open('edited', text);
    for (let i = 0; i < 60 && performance.now() < until; i++, steps++) {
      const changes = [];
      for (let j = random.below(3); j >= 0; j--) {
        const edit = randomEdit(text);
        changes.push({
          range: { start: positionAt(text, edit.start), end: positionAt(text, edit.end) },
          text: edit.inserted,
        });
        text = text.slice(0, edit.start) + edit.inserted + text.slice(edit.end);
      }
      session.change('edited', changes, text);
      if (random.below(3) === 0) {
        const position = positionAt(text, place(text, random.below(text.length + 1)));
        // Who pulls diagnostics is not pushed to any more, and this user waits for those that are pushed.
        const asked = requestsAt(session.uri('edited'), position).filter(
          ([method]) => method !== 'textDocument/diagnostic',
        );
        const [method, params] = random.of(asked);
        // Sometimes the next edit comes before the answer.
        const answer = session.ask(method, params, random.below(2) === 0 ? undefined : text);
        if (random.below(2) === 0) await answer;
        else answer.catch((fault) => session.faults.push(String(fault)));
      }
    }
    await session.settled();
    await session.isSameAsFresh('edited', text);
    await session.end();
  }
  return steps;
}

async function everyPlace(until) {
  let steps = 0;
  const session = await Session.start();
  for (const text of random.shuffled(texts)) {
    session.open('asked', text);
    const step = Math.max(1, Math.floor(text.length / 400));
    for (let offset = random.below(step); offset <= text.length && performance.now() < until; offset += step) {
      await Promise.all(
        requestsAt(session.uri('asked'), positionAt(text, offset)).map(([method, params]) =>
          session.ask(method, params, text),
        ),
      );
      steps++;
    }
    session.close('asked');
    if (performance.now() >= until) break;
  }
  await session.end();
  return steps;
}

async function everyPrefix(until) {
  let steps = 0;
  const session = await Session.start();
  for (const text of random.shuffled(texts)) {
    session.open('cut', '');
    const step = Math.max(1, Math.floor(text.length / 300));
    for (let length = 0; length <= text.length && performance.now() < until; length += step) {
      const cut = text.slice(0, length);
      session.change('cut', [{ text: cut }], cut);
      const position = positionAt(cut, cut.length);
      const [method, params] = random.of(requestsAt(session.uri('cut'), position));
      await session.ask(method, params, cut);
      steps++;
    }
    session.close('cut');
    if (performance.now() >= until) break;
  }
  await session.end();
  return steps;
}

async function nesting(until) {
  let steps = 0;
  const session = await Session.start();
  const deep = (open, close, depth) => open.repeat(depth) + close.repeat(depth);
  const shapes = [
    (n) => `model M { input 4; dense ${deep('(', ')', n)} }`,
    (n) => `model M { input 4; ${'residual { '.repeat(n)}relu${' }'.repeat(n)} }`,
    (n) => `model M { input 4; ${'add { path { '.repeat(n)}dense 4${' }; path }'.repeat(n)} }`,
    (n) => `let a = ${'1 + '.repeat(n)}1\nmodel M { input 4; dense a }`,
    (n) => `let a = ${'-'.repeat(n)}1`,
    (n) => `let a = ${'max(1, '.repeat(n)}1${')'.repeat(n)}`,
    (n) => `data d { features ${'['.repeat(n)}x${']'.repeat(n)} }`,
    (n) => `model M { input 4\n${'repeat 2 '.repeat(n)}relu }`,
    (n) =>
      `${Array.from({ length: n }, (_, i) => `block B${i} { B${i + 1}; B${i + 1} }`).join('\n')}\nblock B${n} { relu }\nmodel M { input 2; B0 }`,
    (n) => `model M { input ${Array.from({ length: n }, () => 9).join('x')} }`,
    (n) => `model M {\n  input 4\n${'  dense 4 activation=relu\n'.repeat(n)}}`,
  ];
  do {
    const text = random.of(shapes)(random.of([1, 10, 63, 64, 65, 500, 5000]));
    session.open('nested', text);
    for (const [method, params] of requestsAt(
      session.uri('nested'),
      positionAt(text, place(text, random.below(text.length))),
    )) {
      await session.ask(method, params, text);
    }
    session.close('nested');
    steps++;
  } while (performance.now() < until);
  await session.end();
  return steps;
}

/** Closes before it opens, changes what is closed, cancels what was answered, asks after shutdown. */
async function outOfOrder(until) {
  let steps = 0;
  do {
    const session = await Session.start();
    const uri = session.uri('muddled');
    const textDocument = { uri };
    const text = random.of(texts);
    for (let i = 0; i < 80; i++, steps++) {
      random.of([
        () =>
          session.client.notify('textDocument/didOpen', {
            textDocument: { uri, languageId: 'nnet', version: random.below(9), text },
          }),
        () => session.client.notify('textDocument/didClose', { textDocument }),
        () =>
          session.client.notify('textDocument/didChange', {
            textDocument: { uri, version: random.below(9) },
            contentChanges: [{ text: text.slice(random.below(text.length)) }],
          }),
        () =>
          session.client.notify('textDocument/didChange', {
            textDocument: { uri, version: random.below(9) },
            contentChanges: [
              { range: { start: { line: 999, character: 0 }, end: { line: 0, character: 7 } }, text: 'x' },
            ],
          }),
        () => session.client.notify('$/cancelRequest', { id: random.below(200) }),
        () => session.client.notify('initialized', {}),
        () =>
          session.client.request('initialize', { processId: null, rootUri: null, capabilities: {} }).catch(() => {}),
        () => {
          const [method, params] = random.of(requestsAt(uri, { line: random.below(50), character: random.below(80) }));
          session.client.request(method, params).catch(() => {});
        },
      ])();
    }
    session.close('muddled');
    await session.stillServes();
    await session.end();
  } while (performance.now() < until);
  return steps;
}

async function hostileMessages(until) {
  let steps = 0;
  do {
    const session = await Session.start();
    const methods = [
      ...requestsAt('', {}).map(([method]) => method),
      'workspace/executeCommand',
      'workspace/didChangeConfiguration',
      'workspace/didChangeWatchedFiles',
      'textDocument/didOpen',
      'textDocument/didChange',
      'textDocument/didSave',
      'window/workDoneProgress/cancel',
      'nnet/graph',
      '$/unknown',
      'unknown',
      '',
    ];
    for (let i = 0; i < 200; i++, steps++) {
      const method = random.of(methods);
      const params = hostileValue(random);
      if (random.below(2) === 0) session.client.notify(method, params);
      else session.client.request(method, params).catch(() => {});
      if (random.below(20) === 0) session.client.raw(hostileBytes(random));
    }
    await session.stillServes();
    await session.end();
  } while (performance.now() < until);
  return steps;
}

// ---------------------------------------------------------------- the user

function randomEdit(text) {
  const start = place(text, random.below(text.length + 1));
  const end = random.below(3) === 0 ? place(text, Math.min(text.length, start + random.below(30))) : start;
  const inserted = random.of([
    () => '',
    () => random.of(pieces),
    () => random.of(nasty),
    () => random.of(texts).slice(0, random.below(200)),
    () => String.fromCharCode(32 + random.below(95)),
    () => '\n',
  ])();
  return { start, end, inserted };
}

function positionAt(text, offset) {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length - 1, character: before.at(-1).length };
}

/** Between \r and \n there is no place in a line. */
function place(text, offset) {
  return text[offset - 1] === '\r' && text[offset] === '\n' ? offset - 1 : offset;
}

function nnetFiles(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.nnet') && !name.split(path.sep).includes('runs'))
    .sort()
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
}
