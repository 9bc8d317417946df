import type { Run } from '../runPanel/run';
import { make } from '../runPanel/view/dom';
import { facts, notice, phaseWords } from '../runPanel/view/words';

/** What was trained, how it ended, and how far the record of it is to be trusted. */
export function headingOf(run: Run, damagedLines: number): HTMLElement {
  const left =
    damagedLines === 0
      ? []
      : [
          `${damagedLines} ${damagedLines === 1 ? 'line' : 'lines'} of its events could not be read and ${damagedLines === 1 ? 'is' : 'are'} left out.`,
        ];
  const said = [notice(run), ...left].filter((each): each is string => Boolean(each));
  return make(
    'header',
    {},
    make(
      'h1',
      {},
      make('b', {}, run.started?.model ?? run.train),
      make('span', { class: 'secondary' }, run.started ? ` on ${run.started.data}` : ''),
    ),
    make(
      'p',
      { class: 'now' },
      make('span', {}, phaseWords[run.phase]),
      make('span', { class: 'facts' }, facts(run).join(' · ')),
    ),
    make('div', { class: 'closing' }, ...said.map((sentence) => make('p', {}, sentence))),
  );
}
