import type { ComparedRun, FromView } from '../messages';
import { metricsOf, seriesName, type Run } from '../run';
import { icon, make, show } from './dom';
import { count, score, words } from './format';

/** The runs that lie over the panel's own: how they ended, and what changed between their texts and this one's. */
export class Comparison {
  readonly element: HTMLElement;
  readonly #list = make('ul');
  #key = '';

  constructor(private readonly send: (message: FromView) => void) {
    this.element = make('section', { class: 'comparison' }, make('h2', {}, 'Compared with'), this.#list);
    show(this.element, false);
  }

  draw(run: Run | null, compared: readonly ComparedRun[]): void {
    show(this.element, run !== null && compared.length > 0);
    if (!run) return;
    const key = [run.id, run.phase, ...compared.map((other) => other.run.id)].join();
    if (key === this.#key) return;
    this.#key = key;
    this.#list.replaceChildren(...compared.map((other, index) => this.#entry(other, index)));
  }

  #entry({ name, run, changes }: ComparedRun, index: number): HTMLElement {
    const same = changes?.length === 0;
    const ways = make(
      'span',
      { class: 'ways' },
      make(
        'button',
        {
          class: 'tool',
          title: 'Compare the texts',
          'aria-label': `Compare the texts of this run and ${name}`,
          click: () => this.send({ type: 'showChanges', run: run.id }),
        },
        icon('diff'),
      ),
      make(
        'button',
        {
          class: 'tool',
          title: 'Take this run out',
          'aria-label': `Take ${name} out`,
          click: () => this.send({ type: 'uncompare', run: run.id }),
        },
        icon('close'),
      ),
    );
    return make(
      'li',
      {},
      make(
        'div',
        { class: 'other' },
        make('span', { class: `swatch other${index}`, 'aria-hidden': 'true' }),
        make('b', {}, name),
        make('span', { class: 'secondary' }, [`${count(run.epoch)} epochs`, ...figures(run)].join(' · ')),
        ways,
      ),
      same
        ? make('p', { class: 'secondary' }, 'The same text.')
        : changes === null
          ? make('p', { class: 'secondary' }, 'The text of one of the runs is gone, so they cannot be compared.')
          : make(
              'pre',
              { tabindex: 0, 'aria-label': 'What changed from that run to this one' },
              ...changes.map(({ kind, text }) =>
                make('span', { class: kind }, `${kind === 'added' ? '+' : '−'} ${text.trim()}\n`),
              ),
            ),
    );
  }
}

/** The figures that runs are compared by: of the test where there was one, otherwise the last of the validation. */
function figures(run: Run): string[] {
  const names = ['loss', ...metricsOf(run)];
  if (run.done?.test) {
    const test = run.done.test;
    return names.filter((name) => name in test).map((name) => `test ${words(name)} ${score(name, test[name])}`);
  }
  return names.flatMap((name) => {
    const series = run.epochs.values[seriesName('validation', name)] ?? run.epochs.values[seriesName('train', name)];
    return series ? [`${words(name)} ${score(name, series.at(-1))}`] : [];
  });
}
