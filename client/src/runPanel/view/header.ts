import type { FromView } from '../messages';
import { isOver, type Phase, type Run } from '../run';
import { icon, make, setText, show } from './dom';
import { facts, notice, phaseWords } from './words';

/** What is over is seen at a glance; what goes on has the bar. */
const icons: Readonly<Partial<Record<Phase, string>>> = {
  completed: 'check',
  early_stopped: 'check',
  stopped: 'circle-slash',
  diverged: 'warning',
  failed: 'error',
  lost: 'debug-disconnect',
};

/** The line on top: what is trained, how it stands, and the controls; below it what there is to say and to do. */
export class Header {
  readonly element: HTMLElement;
  readonly #model = make('b');
  readonly #data = make('span', { class: 'secondary' });
  readonly #icon = make('span', { 'aria-hidden': 'true' });
  readonly #state = make('span', { class: 'state' });
  readonly #facts = make('span', { class: 'facts' });
  readonly #progress = make('div', { class: 'progress', 'aria-hidden': 'true' });
  readonly #stop: HTMLButtonElement;
  readonly #again: HTMLButtonElement;
  readonly #againWord = make('span');
  readonly #notice = make('p', { class: 'notice' });
  readonly #line: HTMLButtonElement;
  readonly #folder: HTMLButtonElement;
  readonly #restart: HTMLButtonElement;
  readonly #showLog: HTMLButtonElement;
  #run: Run | null = null;

  constructor(send: (message: FromView) => void) {
    const link = (words: string, click: () => void) => make('button', { class: 'link', click }, words);
    this.#stop = make('button', { class: 'quiet', click: () => send({ type: 'stop' }) }, icon('debug-stop'), 'Stop');
    this.#again = make(
      'button',
      { class: 'primary', click: () => send({ type: 'train' }) },
      icon('play'),
      this.#againWord,
    );
    this.#line = link('', () => {
      const line = this.#run?.failure?.line;
      if (line) send({ type: 'reveal', line });
    });
    this.#folder = link('Show the run’s folder', () => send({ type: 'openRunFolder' }));
    this.#restart = link('Restart the language server', () => send({ type: 'restartServer' }));
    this.#showLog = link('Show the log', () => send({ type: 'showLog' }));
    this.element = make(
      'header',
      {},
      make('h1', {}, this.#model, this.#data),
      make('p', { class: 'now' }, this.#icon, this.#state, this.#facts),
      make('div', { class: 'controls' }, this.#stop, this.#again),
      this.#progress,
      make(
        'div',
        { class: 'closing' },
        this.#notice,
        make('div', { class: 'ways' }, ' ', this.#line, ' ', this.#folder, ' ', this.#restart, ' ', this.#showLog),
      ),
    );
  }

  draw(run: Run | null, file: string): void {
    this.#run = run;
    setText(this.#model, run?.started?.model ?? run?.train ?? file);
    setText(this.#data, run?.started ? ` on ${run.started.data}` : '');
    setText(this.#state, run ? phaseWords[run.phase] : '');
    this.#icon.className = run && icons[run.phase] ? `codicon codicon-${icons[run.phase]}` : '';
    show(this.#icon, this.#icon.className !== '');
    setText(this.#facts, run ? facts(run).join(' · ') : '');
    const done = run?.started ? run.epoch / run.started.epochs : 0;
    this.#progress.style.setProperty('--done', run && isOver(run) ? '0' : String(Math.min(1, done)));
    this.#progress.classList.toggle('endless', run?.phase === 'waiting');

    const over = !run || isOver(run);
    show(this.#stop, !over);
    this.#stop.disabled = run?.phase === 'stopping';
    show(this.#again, over && run?.phase !== 'lost');
    setText(this.#againWord, run ? 'Train again' : 'Train');

    const said = notice(run);
    setText(this.#notice, said ?? '');
    show(this.#notice, said !== undefined);
    const line = run?.failure?.line ?? null;
    setText(this.#line, `Go to line ${line}`);
    show(this.#line, line !== null);
    show(this.#folder, run?.done != null);
    show(this.#restart, run?.phase === 'lost');
    show(this.#showLog, run?.phase === 'failed' || run?.phase === 'lost');
  }
}
