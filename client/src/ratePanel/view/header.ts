import { icon, make, setText, show } from '../../runPanel/view/dom';
import type { FromView } from '../messages';
import { isOver, type RateSearch } from '../search';
import { rateText } from './curves';
import { facts, notice, phaseWords } from './words';

/** What is over is seen at a glance; what goes on has the bar. */
const icons: Readonly<Partial<Record<RateSearch['phase'], string>>> = {
  found: 'check',
  nothing: 'warning',
  stopped: 'circle-slash',
  failed: 'error',
  lost: 'debug-disconnect',
};

/** The line on top: what is tried, how it stands, and the controls; below it the answer and what to do with it. */
export class Header {
  readonly element: HTMLElement;
  readonly #train = make('b');
  readonly #icon = make('span', { 'aria-hidden': 'true' });
  readonly #state = make('span', { class: 'state' });
  readonly #facts = make('span', { class: 'facts' });
  readonly #progress = make('div', { class: 'progress', 'aria-hidden': 'true' });
  readonly #notice = make('p', { class: 'notice' });
  readonly #stop: HTMLButtonElement;
  readonly #again: HTMLButtonElement;
  readonly #apply: HTMLButtonElement;
  readonly #applyWord = make('span');
  readonly #trainNow: HTMLButtonElement;
  readonly #line: HTMLButtonElement;
  #search: RateSearch | null = null;

  constructor(send: (message: FromView) => void) {
    const button = (
      look: 'primary' | 'quiet',
      name: string,
      words: string | Node,
      type: 'stop' | 'find' | 'apply' | 'train',
    ) => make('button', { class: look, click: () => send({ type }) }, icon(name), words);
    this.#stop = button('quiet', 'debug-stop', 'Stop', 'stop');
    this.#again = button('quiet', 'refresh', 'Find again', 'find');
    this.#apply = button('primary', 'edit', this.#applyWord, 'apply');
    this.#trainNow = button('primary', 'play', 'Train', 'train');
    this.#line = make('button', {
      class: 'link',
      click: () => {
        const line = this.#search?.found?.line;
        if (line) send({ type: 'reveal', line });
      },
    });
    this.element = make(
      'header',
      {},
      make('h1', {}, this.#train, make('span', { class: 'secondary' }, ' · learning rate')),
      make('p', { class: 'now' }, this.#icon, this.#state, this.#facts),
      make('div', { class: 'controls' }, this.#stop, this.#again, this.#trainNow, this.#apply),
      this.#progress,
      make('div', { class: 'closing' }, this.#notice, make('div', { class: 'ways' }, ' ', this.#line)),
    );
  }

  draw(search: RateSearch | null): void {
    this.#search = search;
    setText(this.#train, search?.train ?? '');
    setText(this.#state, search ? phaseWords[search.phase] : '');
    this.#icon.className = search && icons[search.phase] ? `codicon codicon-${icons[search.phase]}` : '';
    show(this.#icon, this.#icon.className !== '');
    setText(this.#facts, search ? facts(search).join(' · ') : '');
    const over = !search || isOver(search);
    this.#progress.style.setProperty('--done', search && !over ? String(search.progress) : '0');
    this.#progress.classList.toggle('endless', search?.phase === 'waiting');

    const offers = search?.phase === 'found' && !search.applied && search.found!.fixes.length > 0;
    show(this.#stop, !over);
    this.#stop.disabled = search?.phase === 'stopping';
    show(this.#again, over);
    show(this.#apply, offers);
    if (offers) setText(this.#applyWord, `Set lr=${rateText(search!.found!.suggested!)}`);
    show(this.#trainNow, search?.phase === 'found' && !offers);

    const said = search && notice(search);
    setText(this.#notice, said ?? '');
    show(this.#notice, Boolean(said));
    const line = search?.phase === 'found' ? search.found!.line : null;
    setText(this.#line, `Go to line ${line}`);
    show(this.#line, line !== null);
  }
}
