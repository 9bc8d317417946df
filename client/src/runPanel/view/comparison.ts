import type { ComparedRun, FromView } from '../messages';
import { isOver, metricsOf, seriesName, type Run } from '../run';
import { icon, make, setText, show } from './dom';
import { count, score, words } from './format';
import { phaseWords } from './words';

/** The runs that lie over the panel's own: how they ended, and what changed between their texts and this one's. */
export class Comparison {
  readonly element: HTMLElement;
  readonly #title = make('h2');
  readonly #list = make('ul');
  /** How each of them stands, in the order of the list. */
  #standing: HTMLElement[] = [];
  #key = '';

  constructor(private readonly send: (message: FromView) => void) {
    this.element = make('section', { class: 'comparison' }, this.#title, this.#list);
    show(this.element, false);
  }

  draw(run: Run | null, compared: readonly ComparedRun[]): void {
    show(this.element, run !== null && compared.length > 0);
    if (!run) return;
    // Buttons stay where they are while figures change, so that the focus does too.
    const key = [
      run.id,
      run.phase,
      ...compared.map((other) => `${other.run.id}${other.run.phase}${other.changes?.length}`),
    ].join();
    if (key !== this.#key) {
      this.#key = key;
      const isBeside = compared.length > 0 && compared.every((other) => other.isBeside);
      setText(this.#title, isBeside ? `${run.started?.model ?? run.train} side by side with` : 'Compared with');
      this.#standing = compared.map(() => make('span', { class: 'secondary' }));
      this.#list.replaceChildren(...compared.map((other, index) => this.#entry(other, index)));
    }
    compared.forEach((other, index) => {
      const standing = this.#standing[index];
      if (standing) setText(standing, standingOf(other.run).join(' · '));
    });
  }

  #entry({ name, run, changes }: ComparedRun, index: number): HTMLElement {
    const tool = (name: string, title: string, label: string, type: 'showChanges' | 'stopCompared' | 'uncompare') =>
      make(
        'button',
        { class: 'tool', title, 'aria-label': label, click: () => this.send({ type, run: run.id }) },
        icon(name),
      );
    const ways = make('span', { class: 'ways' });
    if (!isOver(run)) ways.append(tool('debug-stop', 'Stop this run', `Stop ${name}`, 'stopCompared'));
    if (changes !== null && changes !== 'awaited' && changes.length > 0)
      ways.append(tool('diff', 'Compare the texts', `Compare the texts of this run and ${name}`, 'showChanges'));
    ways.append(tool('close', 'Take this run out', `Take ${name} out`, 'uncompare'));
    return make(
      'li',
      {},
      make(
        'div',
        { class: 'other' },
        make('span', { class: `swatch other${index}`, 'aria-hidden': 'true' }),
        make('b', {}, name),
        this.#standing[index] ?? '',
        ways,
      ),
      ...differences(changes),
    );
  }
}

/** What changed from that run to the panel's own; nothing before both have begun. */
function differences(changes: ComparedRun['changes']): HTMLElement[] {
  if (changes === 'awaited') return [];
  if (changes === null)
    return [make('p', { class: 'secondary' }, 'The text of one of the runs is gone, so they cannot be compared.')];
  if (changes.length === 0) return [make('p', { class: 'secondary' }, 'The same text.')];
  // Empty lines are none that anybody would miss.
  const told = changes.filter(({ text }) => text.trim() !== '');
  const lines = told.map(({ kind, text }) =>
    make('span', { class: kind }, `${kind === 'added' ? '+' : '−'} ${text.trim()}\n`),
  );
  return [make('pre', { tabindex: 0, 'aria-label': 'What changed from that run to this one' }, ...lines)];
}

/** How a run stands: while it goes on its epoch, afterwards how it ended, and its figures. */
function standingOf(run: Run): string[] {
  if (run.phase === 'failed' || run.phase === 'lost') return [run.failure?.message ?? phaseWords[run.phase]];
  if (!isOver(run)) return [phaseWords[run.phase], `epoch ${count(run.epoch)}`, ...figures(run)];
  return [`${count(run.epoch)} epochs`, ...figures(run)];
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
