// How fast a trained network answers, for one sample and for a batch, beside PyTorch at its best.
import { nets, Peers, race, ratio, threadsOf } from './peers.mjs';
import { duration, table } from './statistics.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const seconds = Number(process.env.BENCH_SECONDS ?? 0.3);

export async function run(page) {
  const time = (speed, batch) => (speed === null ? '–' : duration(batch / speed));
  const rows = [['inference', 'batch', 'threads', 'LspNN', 'PyTorch', 'ratio']];
  await new Peers().together(async (ours, torch) => {
    for (const net of nets) {
      for (const batch of [1, net.batch]) {
        for (const threads of threadsOf(net)) {
          const speed = await race(ours, torch, ['predict', net.name, batch, threads], {
            rounds,
            seconds,
            warmUp: 0.5,
          });
          rows.push([net.title, batch, threads, time(speed.ours, batch), time(speed.theirs, batch), ratio(speed)]);
        }
      }
    }
  });
  page.show('inference', `${table(rows)}\n\nTime of a batch: medians of ${rounds} turns of ${seconds} s each.`);
}
