import { metricsOf, seriesName, type Run } from '../runPanel/run';
import { make } from '../runPanel/view/dom';
import { count, duration, score, words } from '../runPanel/view/format';
import type { Scores } from '../training/events';
import type { RunRecord, WholeStart } from './record';

/** Loss and metrics of the weights that are kept, part by part. */
export function figuresOf(run: Run, keptEpoch: number | null): HTMLElement | null {
  const names = ['loss', ...metricsOf(run)];
  const rows: (readonly [string, Scores])[] = [
    ...(['train', 'validation'] as const).map((part) => [part, scoresAt(run, part, names, keptEpoch)] as const),
    ['test', run.done?.test ?? {}],
  ];
  const told = rows.filter(([, scores]) => Object.keys(scores).length > 0);
  if (told.length === 0) return null;
  const head = ['', ...names.map(words)].map((name) => make('th', { scope: 'col', class: name ? 'number' : '' }, name));
  const caption = keptEpoch === null ? 'Figures' : `Figures of epoch ${count(keptEpoch)}, whose weights are kept`;
  return make(
    'section',
    { class: 'figures' },
    make('h2', {}, caption),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...head)),
      make('tbody', {}, ...told.map(([part, scores]) => rowOf(part, names, scores))),
    ),
  );
}

const rowOf = (part: string, names: readonly string[], scores: Scores) =>
  make(
    'tr',
    {},
    make('th', { scope: 'row' }, part),
    ...names.map((name) => make('td', { class: 'number' }, name in scores ? score(name, scores[name]) : '')),
  );

function scoresAt(run: Run, part: 'train' | 'validation', names: readonly string[], epoch: number | null): Scores {
  const index = epoch === null ? run.epochs.x.length - 1 : run.epochs.x.indexOf(epoch);
  if (index < 0) return {};
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = run.epochs.values[seriesName(part, name)];
      return values ? [[name, values[index] ?? null]] : [];
    }),
  );
}

/** How the run was made, so that it can be made again. */
export function circumstancesOf(run: Run, record: RunRecord): HTMLElement {
  const started = run.started as WholeStart | null;
  const rows: [string, string][] = [['Run', record.name]];
  if (started) {
    const { samples } = started;
    const parts = [`${count(samples.train)} to learn from`];
    if (samples.validation > 0) parts.push(`${count(samples.validation)} to watch`);
    if (samples.test > 0) parts.push(`${count(samples.test)} to test`);
    rows.push(
      ['File', started.file],
      ['Samples', parts.join(', ')],
      ['Parameters', count(started.parameters)],
      ['Loss', words(started.loss)],
      ['Optimizer', `${started.optimizer}, batches of ${count(started.batch)}`],
      ['Seed', String(started.seed)],
    );
  }
  rows.push(['Began', new Date(record.created).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })]);
  if (run.done?.seconds != null) rows.push(['Took', duration(run.done.seconds)]);
  if (started)
    rows.push([
      'Computed by',
      started.device && started.device !== 'cpu'
        ? `nnet ${record.nnet}, ${started.device}`
        : `nnet ${record.nnet}, ${count(started.threads)} ${started.threads === 1 ? 'thread' : 'threads'}, registers of ${started.simd} bits`,
    ]);
  return make(
    'section',
    { class: 'circumstances' },
    make('h2', {}, 'How it was trained'),
    make('dl', {}, ...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)])),
  );
}
