// Tables of up to ten million rows that are trained on while `memory` allows a few megabytes of them: `nnet train` as a user starts it.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, root } from '../../.scripts/shell.mjs';

const inputs = 4;
const block = 1000;
const bytesPerRow = 100;

/** The executable as `npm run build` makes it. */
export const nnet = join(root, 'dist', 'server', 'nnet');

/** Trains for one epoch on tables of so many rows; resolves with `{ kind, rows, seconds, megabytes }` for each. */
export async function streamedRuns(counts) {
  if (!existsSync(nnet)) {
    fail('The executable is not built: `npm run build` makes it.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'nnet-rows-'));
  const { bavail, bsize } = statfsSync(folder);
  const most = Math.max(...counts);
  if (bavail * bsize < 4 * bytesPerRow * most) {
    fail(
      `${most.toLocaleString('en')} rows need ${((4 * bytesPerRow * most) / 1e9).toFixed(1)} GB in ${folder}, and there are ${((bavail * bsize) / 1e9).toFixed(1)}.`,
    );
  }
  try {
    const runs = [];
    for (const rows of counts) {
      writeTables(folder, rows);
      for (const [kind, source] of [
        ['csv', 'csv "rows.csv"'],
        ['npy', 'npy "inputs.npy" labels="targets.npy"'],
      ]) {
        runs.push({ kind, rows, ...(await train(folder, source)) });
      }
    }
    return runs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same numbers as csv and as npy: a sum of squares to be learnt. A thousand rows are drawn and repeated. */
function writeTables(folder, rows) {
  const [x, y] = [new Float32Array(block * inputs), new Float32Array(block)];
  let lines = '';
  for (let row = 0; row < block; row++) {
    for (let i = 0; i < inputs; i++) {
      const value = Math.round(Math.random() * 1e4) / 1e4;
      x[row * inputs + i] = value;
      y[row] += value * value;
      lines += `${value.toFixed(4)},`;
    }
    lines += `${y[row].toFixed(4)}\n`;
  }
  repeat(join(folder, 'rows.csv'), 'a,b,c,d,y\n', Buffer.from(lines), rows / block);
  repeat(join(folder, 'inputs.npy'), npyHeader(`${rows}, ${inputs}`), Buffer.from(x.buffer), rows / block);
  repeat(join(folder, 'targets.npy'), npyHeader(`${rows},`), Buffer.from(y.buffer), rows / block);
}

function repeat(path, head, piece, times) {
  const file = openSync(path, 'w');
  writeSync(file, head);
  for (let i = 0; i < times; i++) {
    writeSync(file, piece);
  }
  fsyncSync(file);
  closeSync(file);
}

function npyHeader(shape) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const padded = `${text.padEnd(128 - 10 - 1)}\n`;
  const length = Buffer.from([padded.length & 255, padded.length >> 8]);
  return Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY\x01\x00', 'latin1'), length, Buffer.from(padded)]);
}

async function train(folder, source) {
  const path = join(folder, 'rows.nnet');
  writeFileSync(
    path,
    `data table {
  ${source}
  split train=80% validation=20%
  memory 32
}

model Small {
  input ${inputs}
  dense 16 activation=relu
  dense 1
}

train Small on table {
  loss mean_squared_error
  optimizer adam lr=0.001
  batch 256
  epochs 1
}
`,
  );
  const began = performance.now();
  // What lies on the disk meanwhile goes to the same folder.
  const child = spawn(nnet, ['train', path, '--events'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LSPNN_DATA: join(folder, 'cache') },
  });
  let said = '';
  child.stdout.on('data', (data) => {
    said = (said + data).slice(-4000);
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let megabytes = 0;
  const watch = setInterval(() => {
    try {
      megabytes =
        Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024 || megabytes;
    } catch {
      // It has just ended.
    }
  }, 5);
  const code = await ended;
  clearInterval(watch);
  if (code !== 0) {
    throw new Error(`nnet train ended with ${code}: ${said}`);
  }
  return { seconds: (performance.now() - began) / 1000, megabytes };
}
