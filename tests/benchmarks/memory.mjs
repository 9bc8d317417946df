// What training takes of the machine's memory, beside PyTorch: every net in processes of its own.
import { nets, Peers } from './peers.mjs';
import { median, table } from './statistics.mjs';

const seconds = Number(process.env.BENCH_SECONDS ?? 0.5);

/** Peak memory of both while they train: `{ ours, theirs }`, each with `start`, `peak` and ours with `values`. */
export async function peaks(peers, name, batch = 0, threads = 2) {
  return peers.together(async (...both) => {
    const ask = async (peer) => {
      const [start, peak, values] = await peer.ask('memory', name, batch, threads, seconds);
      return { start, peak, values, added: peak - start };
    };
    const [ours, theirs] = await Promise.all(both.map((peer) => peer && ask(peer)));
    return { ours, theirs };
  });
}

export async function run(page) {
  const mb = (value) => (value === undefined ? '–' : `${value.toFixed(value < 10 ? 1 : 0)} MB`);
  const peers = new Peers();
  const rows = [
    [
      'memory while training',
      'LspNN',
      'PyTorch',
      'ratio',
      'beyond the start: LspNN',
      'of it values',
      'PyTorch',
      'ratio',
    ],
  ];
  const fewer = (ours, theirs) => (theirs ? (theirs / ours).toFixed(2) : '–');
  const starts = [];
  for (const net of nets) {
    const { ours, theirs } = await peaks(peers, net.name);
    starts.push([ours.start, theirs?.start]);
    rows.push([
      `${net.title}, batch ${net.batch}`,
      ...[mb(ours.peak), mb(theirs?.peak), fewer(ours.peak, theirs?.peak)],
      ...[mb(ours.added), mb(ours.values), mb(theirs?.added), fewer(ours.added, theirs?.added)],
    ]);
  }
  const [ours, theirs] = [0, 1].map((side) => starts[0][side] && median(starts.map((start) => start[side])));
  page.show(
    'memory',
    `${table(rows)}\n\nMost memory that was resident while a net trained on two threads, ten batches of samples included. The processes had ${mb(ours)} (LspNN) and ${mb(theirs)} (PyTorch) before it.`,
  );
}
