import { make } from '../runPanel/view/dom';
import { count, duration, score, value, words } from '../runPanel/view/format';
import type { Ending, Maybe, Scores } from '../training/events';

/** What came of all runs of a cross-validation, as the engine tells it in the end. */
export interface FoldsDone {
  readonly folds: readonly {
    readonly fold: number;
    readonly status: Ending;
    readonly epoch: number;
    readonly validation: Scores | null;
    readonly test: Scores | null;
  }[];
  readonly validation: Spreads | null;
  readonly test: Spreads | null;
  readonly seconds: Maybe;
}

type Spreads = Readonly<Record<string, { readonly mean: Maybe; readonly deviation: Maybe }>>;

/** A row for every fold, and how much the figures scatter: what a figure of one run is worth. */
export function foldsOf({ folds, validation, test, seconds }: FoldsDone): HTMLElement {
  const columns = [
    ...Object.keys(validation ?? {}).map((name) => ({
      name,
      title: `watched ${words(name)}`,
      part: 'validation' as const,
    })),
    ...Object.keys(test ?? {}).map((name) => ({ name, title: `test ${words(name)}`, part: 'test' as const })),
  ];
  const spreads = { validation, test };
  const head = ['fold', 'epoch', ...columns.map(({ title }) => title)];
  const took = seconds === null ? '' : `, in ${duration(seconds)}`;
  return make(
    'section',
    { class: 'figures folds' },
    make('h2', {}, `${count(folds.length)} folds, each watched once${took}`),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...head.map((title) => make('th', { scope: 'col', class: 'number' }, title)))),
      make(
        'tbody',
        {},
        ...folds.map(({ fold, epoch, ...figures }) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row', class: 'number' }, String(fold)),
            make('td', { class: 'number' }, epoch > 0 ? count(epoch) : ''),
            ...columns.map(({ name, part }) => make('td', { class: 'number' }, score(name, figures[part]?.[name]))),
          ),
        ),
        make(
          'tr',
          { class: 'mean' },
          make('th', { scope: 'row', class: 'number' }, 'mean'),
          make('td'),
          ...columns.map(({ name, part }) => {
            const spread = spreads[part]?.[name];
            const deviation = spread?.deviation == null ? '' : ` ± ${deviationOf(name, spread.deviation)}`;
            return make('td', { class: 'number' }, `${score(name, spread?.mean)}${deviation}`);
          }),
        ),
      ),
    ),
  );
}

const deviationOf = (name: string, deviation: number) =>
  name.endsWith('accuracy') ? score(name, deviation) : value(deviation);
