import type { FromView } from '../messages';
import { canGoOn, canTrainOn, isOver, type Phase, type Run } from '../run';
import { icon, make, setText, show } from './dom';
import { facts, notice, phaseWords } from './words';

/** What is over is seen at a glance; what goes on has the bar. */
const icons: Readonly<Partial<Record<Phase, string>>> = {
  completed: 'check',
  early_stopped: 'check',
  paused: 'debug-pause',
  stopped: 'circle-slash',
  diverged: 'warning',
  failed: 'error',
  lost: 'debug-disconnect',
  interrupted: 'debug-disconnect',
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
  readonly #pause: HTMLButtonElement;
  readonly #resume: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #goOn: HTMLButtonElement;
  readonly #trainOn: HTMLButtonElement;
  readonly #compare: HTMLButtonElement;
  readonly #export: HTMLButtonElement;
  readonly #before: HTMLButtonElement;
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
    const quiet = (name: string, words: string, message: FromView) =>
      make('button', { class: 'quiet', click: () => send(message) }, icon(name), words);
    const tool = (name: string, title: string, message: FromView) =>
      make('button', { class: 'tool', title, 'aria-label': title, click: () => send(message) }, icon(name));
    this.#pause = quiet('debug-pause', 'Pause', { type: 'pause' });
    this.#resume = make(
      'button',
      { class: 'primary', click: () => send({ type: 'resume', text: 'now' }) },
      icon('play'),
      'Resume',
    );
    this.#stop = quiet('debug-stop', 'Stop', { type: 'stop' });
    this.#goOn = quiet('debug-continue', 'Go on', { type: 'goOn' });
    this.#trainOn = quiet('debug-continue', 'Train on', { type: 'trainOn' });
    this.#compare = tool('layers', 'Compare with other runs of this file', { type: 'compare' });
    this.#export = tool('export', 'Export as PNG, SVG or CSV', { type: 'export' });
    this.#again = make(
      'button',
      { class: 'primary', click: () => send({ type: 'train' }) },
      icon('play'),
      this.#againWord,
    );
    this.#line = link('', () => {
      const line = this.#run?.failure?.line ?? this.#run?.refusal?.line;
      if (line) send({ type: 'reveal', line });
    });
    this.#before = link('Resume with the text as it was', () => send({ type: 'resume', text: 'before' }));
    this.#folder = link('Show the run’s folder', () => send({ type: 'openRunFolder' }));
    this.#restart = link('Restart the language server', () => send({ type: 'restartServer' }));
    this.#showLog = link('Show the log', () => send({ type: 'showLog' }));
    this.element = make(
      'header',
      {},
      make('h1', {}, this.#model, this.#data),
      make('p', { class: 'now' }, this.#icon, this.#state, this.#facts),
      make(
        'div',
        { class: 'controls' },
        this.#compare,
        this.#export,
        this.#pause,
        this.#resume,
        this.#stop,
        this.#goOn,
        this.#trainOn,
        this.#again,
      ),
      this.#progress,
      make(
        'div',
        { class: 'closing' },
        this.#notice,
        make(
          'div',
          { class: 'ways' },
          ' ',
          this.#line,
          ' ',
          this.#before,
          ' ',
          this.#folder,
          ' ',
          this.#restart,
          ' ',
          this.#showLog,
        ),
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
    show(this.#pause, run?.phase === 'running');
    show(this.#resume, run?.phase === 'paused');
    show(this.#stop, !over);
    show(this.#goOn, run !== null && canGoOn(run));
    show(this.#trainOn, run !== null && (canTrainOn(run) || run.phase === 'paused'));
    const begun = run !== null && run.epochs.x.length > 0;
    show(this.#compare, begun);
    show(this.#export, begun);
    this.#stop.disabled = run?.phase === 'stopping';
    show(this.#again, over && run?.phase !== 'lost');
    setText(this.#againWord, run ? 'Train again' : 'Train');

    const said = notice(run);
    setText(this.#notice, said ?? '');
    show(this.#notice, said !== undefined);
    const line = run?.failure?.line ?? (run?.phase === 'paused' ? run.refusal?.line : null) ?? null;
    setText(this.#line, `Go to line ${line}`);
    show(this.#line, line !== null);
    show(this.#before, run?.phase === 'paused' && run.refusal !== null);
    show(this.#folder, run?.done != null);
    show(this.#restart, run?.phase === 'lost');
    show(this.#showLog, run?.phase === 'failed' || run?.phase === 'lost');
  }
}
