// How time and memory grow with the width, the depth and the batch of a network, with threads, and with the rows of a table.
import { peaks } from './memory.mjs';
import { Peers, race, ratio } from './peers.mjs';
import { colours, plot } from './plot.mjs';
import { streamedRuns } from './rows.mjs';
import { duration, short, table } from './statistics.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const seconds = Number(process.env.BENCH_SECONDS ?? 0.25);
const rows = (process.env.BENCH_ROWS ?? '1e3,1e4,1e5,1e6,1e7').split(',').map(Number);

const axes = [
  {
    name: 'width',
    title: 'Three hidden layers, batch 64, Adam',
    values: [64, 128, 256, 512, 1024, 2048, 4096],
    net: (width) => [`dense-${width}-3`, 64],
  },
  {
    name: 'depth',
    title: 'Hidden layers of 128, batch 64, Adam',
    values: [2, 5, 10, 20, 50, 100, 200],
    net: (depth) => [`dense-128-${depth}`, 64],
  },
  {
    name: 'batch',
    title: 'MLP 784-256-128-10, Adam',
    values: [1, 4, 16, 64, 256, 1024, 4096],
    net: (batch) => ['mlp', batch],
    perSample: true,
  },
];

const number = (value) => value.toLocaleString('en');
const mb = (value) => (value === undefined ? '–' : `${short(value)} MB`);

/** Time of a step (or a sample) on one and two threads and peak memory, for every value of an axis. */
async function measure(peers, axis) {
  const points = [];
  for (const value of axis.values) {
    const [net, batch] = axis.net(value);
    const samples = axis.perSample ? 1 : batch;
    const point = { value };
    await peers.together(async (ours, torch) => {
      for (const threads of [1, 2]) {
        const speed = await race(ours, torch, ['train', net, batch, threads], { rounds, seconds, warmUp: seconds });
        point[threads] = {
          ours: samples / speed.ours,
          theirs: speed.theirs && samples / speed.theirs,
          ratio: ratio(speed),
        };
      }
    });
    point.memory = await peaks(peers, net, batch);
    points.push(point);
  }
  return points;
}

function tableOf(axis, points) {
  const what = axis.perSample ? 'sample' : 'step';
  const time = (value) => (value ? duration(value) : '–');
  return table([
    [
      axis.name,
      `${what}: LspNN, 1 thread`,
      '2 threads',
      'PyTorch, 1',
      '2',
      'ratio, 1',
      '2',
      'memory: LspNN',
      'PyTorch',
    ],
    ...points.map(({ value, 1: one, 2: two, memory }) => [
      number(value),
      time(one.ours),
      time(two.ours),
      time(one.theirs),
      time(two.theirs),
      one.ratio,
      two.ratio,
      mb(memory.ours.peak),
      mb(memory.theirs?.peak),
    ]),
  ]);
}

function picture(axis, points) {
  const line = (name, colour, of, dashed = false) => ({
    name,
    colour,
    dashed,
    points: points.map((point) => [point.value, of(point)]).filter(([, value]) => value > 0),
  });
  const x = { label: axis.name, format: number };
  const series = [
    line('LspNN, 2 threads', colours.ours, (point) => point[2].ours),
    line('LspNN, 1 thread', colours.oursFew, (point) => point[1].ours, true),
    line('PyTorch, 2 threads', colours.theirs, (point) => point[2].theirs),
    line('PyTorch, 1 thread', colours.theirsFew, (point) => point[1].theirs, true),
  ];
  const memory = [
    line('LspNN', colours.ours, (point) => point.memory.ours.peak),
    line('PyTorch', colours.theirs, (point) => point.memory.theirs?.peak),
  ];
  return plot([
    {
      title: `Time of a ${axis.perSample ? 'sample' : 'step'}`,
      x,
      y: { format: plain },
      series: series.filter(hasPoints),
    },
    {
      title: 'Memory of the process',
      x,
      y: { format: (value) => `${number(value)} MB` },
      series: memory.filter(hasPoints),
    },
  ]);
}

const hasPoints = (line) => line.points.length > 0;
const plain = (value) => duration(value).replace(/\.0+ /, ' ');

async function showRows(page) {
  const runs = await streamedRuns(rows);
  const kinds = [...new Set(runs.map((run) => run.kind))];
  page.show(
    'rows',
    table([
      ['rows', ...kinds.flatMap((kind) => [`${kind}: time`, 'per row', 'memory'])],
      ...rows.map((count) => [
        number(count),
        ...kinds.flatMap((kind) => {
          const run = runs.find((one) => one.rows === count && one.kind === kind);
          return [duration(run.seconds), duration(run.seconds / count), mb(run.megabytes)];
        }),
      ]),
    ]),
  );
  const line = (of) =>
    kinds.map((kind, i) => ({
      name: kind,
      colour: [colours.ours, colours.theirs][i],
      points: runs.filter((run) => run.kind === kind).map((run) => [run.rows, of(run)]),
    }));
  const x = { label: 'rows', format: number };
  page.draw(
    'rows',
    plot([
      { title: 'Time per row', x, y: { format: plain }, series: line((run) => run.seconds / run.rows) },
      {
        title: 'Memory of the process',
        x,
        y: { format: (value) => `${number(value)} MB` },
        series: line((run) => run.megabytes),
      },
    ]),
  );
}

export async function run(page) {
  const peers = new Peers();
  for (const axis of axes) {
    const points = await measure(peers, axis);
    page.show(axis.name, `${axis.title}:\n\n${tableOf(axis, points)}`);
    page.draw(axis.name, picture(axis, points));
  }
  await showRows(page);
}
