// The two processes that are compared: LspNN's and PyTorch's, which live side by side and take turns on the same threads.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, run } from '../../.scripts/shell.mjs';
import { median } from './statistics.mjs';

const here = join(root, 'tests', 'benchmarks');

/** The nets: name, title, batch, and what else their training is. */
export const nets = [
  { name: 'mlp', title: 'MLP 784-256-128-10', batch: 64, optimizer: 'Adam' },
  { name: 'lenet5', title: 'LeNet-5 28×28', batch: 64, optimizer: 'SGD with momentum' },
  { name: 'resnet20', title: 'ResNet-20 32×32', batch: 64, optimizer: 'SGD with momentum' },
  { name: 'unet', title: 'U-Net-small 64×64', batch: 16, optimizer: 'Adam' },
  { name: 'lstm', title: 'LSTM 128 on 28×28', batch: 64, optimizer: 'Adam' },
  { name: 'transformer', title: 'Transformer, 4 layers, d=128, 128 characters', batch: 16, optimizer: 'Adam' },
  { name: 'playground', title: 'Playground 2-8-8-1, tanh', batch: 10, optimizer: 'SGD', isTiny: true },
];

/** Thread counts that a net is measured with: a tiny one never uses more than one. */
export const threadsOf = (net) => (net.isTiny ? [1] : [1, 2]);

/** A process that answers lines with lines. */
class Peer {
  constructor(command, args, environment = {}) {
    this.process = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** Asks for something; resolves with the numbers of the answer. */
  async ask(verb, net, batch, threads, seconds) {
    this.process.stdin.write(`${verb} ${net} ${batch} ${threads} ${seconds}\n`);
    const { value, done } = await this.lines.next();
    const numbers = done ? [] : value.split(' ').map(Number);
    if (!(numbers[0] > 0)) {
      throw new Error(`No figure for ${verb} ${net}: ${value ?? 'the process ended'}`);
    }
    return numbers;
  }

  close() {
    this.process.stdin.end();
  }
}

/** Builds and finds what is compared. */
export class Peers {
  #torch;

  constructor() {
    const project = join(here, 'Nnet.Benchmarks');
    run('dotnet', ['build', project, '-c', 'Release', '-v', 'quiet', '--nologo']);
    this.startOurs = () => new Peer('dotnet', [join(project, 'bin', 'Release', 'net10.0', 'Nnet.Benchmarks.dll')]);
    const candidates = [process.env.BENCH_PYTHON, '/usr/bin/python3', 'python3'].filter(Boolean);
    const python = candidates.find((candidate) => spawnSync(candidate, ['-c', 'import torch']).status === 0);
    if (!python) {
      const how = 'Debian: apt-get install python3-torch libopenblas0-openmp';
      console.log(`PyTorch was not found (${how}), so there is nothing to compare with.\n`);
    }
    const is512 = existsSync('/proc/cpuinfo') && spawnSync('grep', ['-q', 'avx512f', '/proc/cpuinfo']).status === 0;
    const environment = { PYTHONWARNINGS: 'ignore', ...(is512 ? { OPENBLAS_CORETYPE: 'SkylakeX' } : {}) };
    this.#torch = python && (() => new Peer(python, [join(here, 'torch_peer.py')], environment));
  }

  /** Runs something with both processes, the second null where there is no PyTorch, and ends them. */
  async together(use) {
    const both = [this.startOurs(), this.#torch ? this.#torch() : null];
    try {
      return await use(...both);
    } finally {
      both.forEach((peer) => peer?.close());
    }
  }
}

/** Medians of turns that both take one after the other: `{ ours, theirs }`, theirs null without PyTorch. */
export async function race(ours, torch, question, { rounds, seconds, warmUp }) {
  await ours.ask(...question, warmUp);
  await torch?.ask(...question, warmUp);
  const [mine, theirs] = [[], []];
  for (let round = 0; round < rounds; round++) {
    mine.push((await ours.ask(...question, seconds))[0]);
    if (torch) {
      theirs.push((await torch.ask(...question, seconds))[0]);
    }
  }
  return { ours: median(mine), theirs: torch ? median(theirs) : null };
}

export const ratio = ({ ours, theirs }) => (theirs ? (ours / theirs).toFixed(2) : '–');
