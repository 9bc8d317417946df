import { isOver, latestScores, type Run } from '../../runPanel/run';
import { icon, make, setText, show } from '../../runPanel/view/dom';
import { count, score } from '../../runPanel/view/format';
import { notice, phaseWords } from '../../runPanel/view/words';
import { controlOf, type PlaygroundPicture } from '../controls';
import type { FromView } from '../messages';

/** The line on top: play, pause, start over; how it goes; below it what stands against it. */
export class Header {
  readonly element: HTMLElement;
  readonly #play: HTMLButtonElement;
  readonly #pause: HTMLButtonElement;
  readonly #step: HTMLButtonElement;
  readonly #restart: HTMLButtonElement;
  readonly #weights: HTMLButtonElement;
  readonly #retrain: HTMLButtonElement;
  readonly #blocks: HTMLSelectElement;
  readonly #model = make('b');
  readonly #on = make('span', { class: 'secondary' });
  readonly #state = make('span', { class: 'state' });
  readonly #facts = make('span', { class: 'facts' });
  readonly #notice = make('p', { class: 'notice', role: 'status' });
  readonly #line: HTMLButtonElement;
  #picture: PlaygroundPicture | null = null;
  #lost: string | null = null;
  #retrains = true;

  constructor(send: (message: FromView) => void) {
    const tool = (name: string, title: string, click: () => void, kind = 'tool') =>
      make('button', { class: kind, title, 'aria-label': title, click }, icon(name));
    this.#play = make(
      'button',
      { class: 'primary play', title: 'Train', click: () => send({ type: 'play' }) },
      icon('play'),
      'Play',
    );
    this.#pause = make(
      'button',
      { class: 'primary play', title: 'Pause', click: () => send({ type: 'pause' }) },
      icon('debug-pause'),
      'Pause',
    );
    this.#step = tool('debug-step-over', 'Step: train one epoch', () => send({ type: 'step' }));
    this.#restart = tool('debug-restart', 'Start over with new weights', () => send({ type: 'restart' }));
    this.#weights = tool('refresh', 'Draw other initial weights', () => {
      const control = controlOf(this.#picture, 'weights');
      const next = control?.choices[0];
      if (next) send({ type: 'set', control: 'weights', value: next.value });
    });
    this.#retrain = make(
      'button',
      {
        class: 'toggle',
        title: 'Train anew as soon as the text changes',
        click: () => send({ type: 'retrain', retrains: this.#toggle() }),
      },
      'Retrain on change',
    );
    const runs = tool('graph-line', 'Open the run panel', () => send({ type: 'openRunPanel' }));
    this.#blocks = make('select', {
      'aria-label': 'Train block',
      change: () => send({ type: 'block', train: this.#blocks.value }),
    });
    this.#line = make('button', {
      class: 'link',
      click: () => this.#picture?.problem && send({ type: 'reveal', line: this.#picture.problem.line }),
    });
    this.element = make(
      'header',
      {},
      make('div', { class: 'controls' }, this.#play, this.#pause, this.#step, this.#restart, this.#weights),
      make('p', { class: 'now' }, this.#model, this.#on, this.#blocks, this.#state, this.#facts),
      make('div', { class: 'controls' }, this.#retrain, runs),
      make('div', { class: 'closing' }, this.#notice, ' ', this.#line),
    );
  }

  /** Says that nothing is heard of the text; null takes it back. */
  say(lost: string | null): void {
    this.#lost = lost;
  }

  draw(run: Run | null, picture: PlaygroundPicture | null, file: string, retrains: boolean): void {
    this.#picture = picture;
    this.#retrains = retrains;
    const goesOn = run?.phase === 'running' || run?.phase === 'waiting' || run?.phase === 'stopping';
    const several = (picture?.trains.length ?? 0) > 1;
    setText(this.#model, picture?.train ?? file);
    setText(this.#on, picture?.data ? `on ${picture.data}` : '');
    show(this.#model, !several);
    show(this.#blocks, several);
    if (several && picture && this.#blocks.dataset['key'] !== picture.trains.join()) {
      this.#blocks.dataset['key'] = picture.trains.join();
      this.#blocks.replaceChildren(...picture.trains.map((name) => make('option', { value: name }, name)));
    }
    if (picture?.train) this.#blocks.value = picture.train;
    show(this.#play, !goesOn);
    show(this.#pause, goesOn);
    this.#pause.disabled = run?.phase !== 'running';
    const problem = picture?.problem ?? null;
    this.#play.disabled = problem !== null || picture === null;
    this.#step.disabled = this.#play.disabled || run?.phase === 'waiting' || run?.phase === 'stopping';
    this.#restart.disabled = run === null || this.#play.disabled;
    this.#weights.disabled = (picture?.isStale ?? true) || controlOf(picture, 'weights')?.disabled != null;
    this.#retrain.setAttribute('aria-pressed', String(retrains));
    setText(this.#state, run ? phaseWords[run.phase] : '');
    setText(this.#facts, run ? figures(run) : '');

    // What stands against training is said before what came of it.
    const said =
      this.#lost ??
      (problem
        ? picture?.isStale
          ? `The text is not whole: ${problem.message}`
          : problem.message
        : run && isOver(run) && run.phase !== 'completed' && run.phase !== 'stopped'
          ? notice(run)
          : '') ??
      '';
    setText(this.#notice, said);
    show(this.#notice, said !== '');
    show(this.#line, problem !== null && this.#lost === null);
    if (problem) setText(this.#line, `Go to line ${problem.line + 1}`);
  }

  #toggle(): boolean {
    this.#retrains = !this.#retrains;
    this.#retrain.setAttribute('aria-pressed', String(this.#retrains));
    return this.#retrains;
  }
}

/** The epoch and the newest figures: `epoch 34 · train loss 0.081 · validation loss 0.12`. */
function figures(run: Run): string {
  const scores = latestScores(run)
    .filter(([name]) => name.endsWith('loss'))
    .map(([name, value]) => `${name} ${score(name, value)}`);
  return run.epoch > 0 ? [`epoch ${count(run.epoch)}`, ...scores].join(' · ') : '';
}
