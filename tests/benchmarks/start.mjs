// How long a small network takes from the start of the process to its first batch.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fail, root } from '../../.scripts/shell.mjs';
import { nnet } from './rows.mjs';
import { median, quantile, table } from './statistics.mjs';

const starts = Number(process.env.BENCH_STARTS ?? 21);
const examples = ['iris', 'spirals', 'digits'];

/** Milliseconds from the start of the process to the first event of each kind, until something was learnt. */
async function start(example, folder) {
  const began = performance.now();
  const file = join(root, 'examples', `${example}.nnet`);
  const args = ['train', file, '--events', '--run-dir', join(folder, `${example}-${began}`)];
  const child = spawn(nnet, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const times = {};
  for await (const line of createInterface({ input: child.stdout })) {
    times[JSON.parse(line).event] ??= performance.now() - began;
    if (times.batch || times.epoch) {
      break;
    }
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  return { started: times.started, first: times.batch ?? times.epoch };
}

export async function run(page) {
  if (!existsSync(nnet)) {
    fail('The executable is not built: `npm run build` makes it.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'nnet-start-'));
  const ms = (value) => `${value.toFixed(0)} ms`;
  const rows = [['start of the process to …', '`started`', 'first `batch` or `epoch`', 'slowest of these']];
  try {
    for (const example of examples) {
      const times = [];
      for (let i = 0; i < starts; i++) {
        times.push(await start(example, folder));
      }
      const firsts = times.map((time) => time.first);
      rows.push([
        `\`nnet train examples/${example}.nnet --events\``,
        ms(median(times.map((time) => time.started))),
        ms(median(firsts)),
        ms(quantile(firsts, 1)),
      ]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  page.show('start', `${table(rows)}\n\nMedians of ${starts} starts.`);
}
