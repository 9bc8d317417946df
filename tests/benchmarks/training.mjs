// How fast the engine trains, beside PyTorch on the same threads: both processes live through the whole run and take turns.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, run as runCommand } from '../../.scripts/shell.mjs';
import { median, table } from './statistics.mjs';

const here = join(root, 'tests', 'benchmarks');
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const seconds = Number(process.env.BENCH_SECONDS ?? 0.5);
const warmUpSeconds = 1;
const cases = [
  ['mlp', 'MLP 784-256-128-10, Adam, batch 64', [1, 2]],
  ['lenet5', 'LeNet-5 28×28, SGD with momentum, batch 64', [1, 2]],
  ['resnet20', 'ResNet-20 32×32, SGD with momentum, batch 64', [1, 2]],
  ['unet', 'U-Net-small 64×64, Adam, batch 16', [1, 2]],
  ['lstm', 'LSTM 128 on 28×28, Adam, batch 64', [1, 2]],
  ['transformer', 'Transformer, 4 layers, d=128, 128 characters, Adam, batch 16', [1, 2]],
  ['playground', 'Playground 2-8-8-1, tanh, SGD, batch 10', [1]],
];

/** A process that answers lines with lines. */
class Peer {
  constructor(command, args, environment = {}) {
    this.process = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  async measure(name, threads, duration) {
    this.process.stdin.write(`${name} ${threads} ${duration}\n`);
    const { value, done } = await this.lines.next();
    if (done || !(Number(value) > 0)) {
      throw new Error(`No figure for ${name}: ${value ?? 'the process ended'}`);
    }
    return Number(value);
  }

  close() {
    this.process.stdin.end();
  }
}

function findPython() {
  const candidates = [process.env.BENCH_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
  return candidates.find((python) => spawnSync(python, ['-c', 'import torch']).status === 0);
}

export async function run() {
  const project = join(here, 'Nnet.Benchmarks');
  runCommand('dotnet', ['build', project, '-c', 'Release', '-v', 'quiet', '--nologo']);
  const ours = new Peer('dotnet', [join(project, 'bin', 'Release', 'net10.0', 'Nnet.Benchmarks.dll')]);
  const python = findPython();
  if (!python) {
    console.log(
      'PyTorch was not found (Debian: apt-get install python3-torch libopenblas0-openmp), so there is nothing to compare with.\n',
    );
  }
  const simd512 = existsSync('/proc/cpuinfo') && spawnSync('grep', ['-q', 'avx512f', '/proc/cpuinfo']).status === 0;
  const torch =
    python && new Peer(python, [join(here, 'torch_peer.py')], simd512 ? { OPENBLAS_CORETYPE: 'SkylakeX' } : {});
  const rows = [['training, samples/s', 'threads', 'LspNN', 'PyTorch', 'ratio']];
  for (const [name, title, threadCounts] of cases) {
    for (const threads of threadCounts) {
      await ours.measure(name, threads, warmUpSeconds);
      await torch?.measure(name, threads, warmUpSeconds);
      const [mine, theirs] = [[], []];
      for (let round = 0; round < rounds; round++) {
        mine.push(await ours.measure(name, threads, seconds));
        if (torch) {
          theirs.push(await torch.measure(name, threads, seconds));
        }
      }
      const number = (value) => Math.round(value).toLocaleString('en');
      rows.push([
        title,
        threads,
        number(median(mine)),
        torch ? number(median(theirs)) : '–',
        torch ? (median(mine) / median(theirs)).toFixed(2) : '–',
      ]);
    }
  }
  ours.close();
  torch?.close();
  console.log(`${table(rows)}\n\nMedians of ${rounds} turns of ${seconds} s each.`);
}
