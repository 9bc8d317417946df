// How fast the engine trains, beside PyTorch.
import { nets, Peers, race, ratio, threadsOf } from './peers.mjs';
import { table } from './statistics.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const seconds = Number(process.env.BENCH_SECONDS ?? 0.5);

export async function run(page) {
  const number = (value) => (value === null ? '–' : Math.round(value).toLocaleString('en'));
  const rows = [['training, samples/s', 'threads', 'LspNN', 'PyTorch', 'ratio']];
  await new Peers().together(async (ours, torch) => {
    for (const net of nets) {
      for (const threads of threadsOf(net)) {
        const speed = await race(ours, torch, ['train', net.name, 0, threads], { rounds, seconds, warmUp: 1 });
        const title = `${net.title}, ${net.optimizer}, batch ${net.batch}`;
        rows.push([title, threads, number(speed.ours), number(speed.theirs), ratio(speed)]);
      }
    }
  });
  page.show('training', `${table(rows)}\n\nMedians of ${rounds} turns of ${seconds} s each.`);
}
