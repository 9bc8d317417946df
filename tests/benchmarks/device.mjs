// How fast networks train on a graphics card, beside PyTorch on the same card and beside our own processor. `BENCH_DEVICE` names another kind
// than cuda. On a machine without such a card there is nothing to measure, and the section says so.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '../../.scripts/shell.mjs';
import { nets, Peers, race, ratio } from './peers.mjs';
import { table } from './statistics.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const seconds = Number(process.env.BENCH_SECONDS ?? 0.5);
const threads = availableParallelism();
const kind = process.env.BENCH_DEVICE ?? 'cuda';

// One product of 4096×4096 and what belongs to its layer: what a card does best.
const product = { name: 'dense-4096-1', title: 'Dense 4096-4096-10', batches: [4096] };

export async function run(page) {
  const found = spawnSync(join(root, 'dist', 'server', 'nnet'), ['devices', '--json'], { encoding: 'utf8' });
  const devices = found.status === 0 ? JSON.parse(found.stdout).find((search) => search.kind === kind)?.devices : [];
  if (!devices?.length) {
    console.log(`There is no ${kind} device here (\`nnet devices\` says why), so nothing was measured.`);
    return;
  }
  const number = (value) => (value === null ? '–' : Math.round(value).toLocaleString('en'));
  const rows = [['training, samples/s', 'batch', `LspNN, ${kind}`, `PyTorch, ${kind}`, 'ratio', 'LspNN, cpu']];
  await new Peers().together(async (ours, torch) => {
    for (const net of [...nets, product]) {
      for (const batch of net.batches ?? (net.isTiny ? [net.batch] : [64, 1024])) {
        const speed = await race(ours, torch, [`train-${kind}`, net.name, batch, threads], {
          rounds,
          seconds,
          warmUp: 2,
        });
        const [processor] = await ours.ask('train', net.name, batch, threads, 2);
        rows.push([net.title, batch, number(speed.ours), number(speed.theirs), ratio(speed), number(processor)]);
      }
    }
  });
  page.show('device', `${devices[0].name}\n\n${table(rows)}\n\nMedians of ${rounds} turns of ${seconds} s each.`);
}
