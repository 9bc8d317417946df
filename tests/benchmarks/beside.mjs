// What training costs those who are not the training: somebody who types while a run uses all cores, and the run itself that is
// looked at for its findings.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Session, summary } from './editor.mjs';
import { nets, Peers } from './peers.mjs';
import { table } from './statistics.mjs';
import { texts } from './typing.mjs';

const keystrokes = Number(process.env.BENCH_KEYS ?? 1000);
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
/** Nobody types faster for long. */
const PAUSE_MILLISECONDS = 20;

/** Wide layers and large batches: every core has work in every step. */
const training = `data d {
  playground spiral samples=20000
  split train=90% validation=10%
}
model Wide { input 2; dense 1024 activation=relu; dense 1024 activation=relu; dense 1 }
train Wide on d {
  loss binary_cross_entropy
  optimizer adam lr=0.001
  batch 1024
  epochs 1000000
}
`;

async function typingBeside(train) {
  const folder = mkdtempSync(join(tmpdir(), 'lspnn-beside-'));
  const session = await Session.open(texts.models(1000));
  try {
    const started = train && (await session.train(pathToFileURL(join(folder, 'wide.nnet')).href, training, 'Wide'));
    const times = [];
    for (let i = 0; i < keystrokes; i++) {
      times.push(await session.type());
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
    return { ...summary(times), threads: started?.threads };
  } finally {
    await session.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function run(page) {
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const rows = [['1,000 lines: keystroke to diagnostics', 'p50', 'p99', 'greatest']];
  for (const trains of [false, true]) {
    const { p50, p99, greatest, threads } = await typingBeside(trains);
    rows.push([
      trains ? `while a run trains on ${threads} of ${availableParallelism()} cores` : 'with nothing else',
      ...[p50, p99, greatest].map(ms),
    ]);
  }
  page.show('beside', `${table(rows)}\n\n${keystrokes} keystrokes each, ${PAUSE_MILLISECONDS} ms between them.`);

  const costs = [['epoch that is looked at for findings', 'steps', 'time beside one that is not']];
  const ours = new Peers().startOurs();
  for (const net of nets.filter(({ name }) => ['mlp', 'lenet5', 'playground'].includes(name))) {
    const steps = net.isTiny ? 25 : 100;
    const [ratio] = await ours.ask(`look-${steps}`, net.name, net.batch, 1, seconds);
    costs.push([net.title, steps, `${((ratio - 1) * 100).toFixed(1)}% more`]);
  }
  ours.close();
  page.show(
    'looking',
    `${table(costs)}\n\nEpochs in turns, medians of their ratios. Runs have more steps in an epoch, and pay the same for each.`,
  );
}
