import { commands, Uri, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { present } from '../page';
import { reveal } from '../reveal';
import { isOver, type PanelEvent, type Run } from '../runPanel/run';
import { PAUSE, RESUME, STEP, STOP, TRAIN, wantPictures } from '../training/commands';
import type { Surface } from '../training/events';
import { follow, type PlaygroundPicture } from './controls';
import type { FromView, Kept, ToView } from './messages';

/** What a panel needs done for it. */
export interface PlaygroundActions {
  /** The controls of a train block, the first one when none is named; null when the file is not open or no server runs. */
  fetch(uri: string, train: string | null): Promise<PlaygroundPicture | null>;
  /** The samples of its data, where they lie in a plane. */
  points(uri: string, train: string | null): Promise<Surface | null>;
  /** Sets a control by an edit of the text; false where the text is another one by now. */
  edit(uri: string, version: number, train: string | null, control: string, value: string): Promise<boolean>;
  /** The newest run of a file. */
  run(uri: string): Run | null;
  openRunPanel(uri: string): void;
}

export const PANEL_TYPE = 'lspnn.playground';

/** Typing is followed this soon after the last key. */
const FOLLOW_MILLISECONDS = 80;
/** What was changed is trained this soon after the last change, so that not every key starts a run. */
const RETRAIN_MILLISECONDS = 350;
const DELTA_MILLISECONDS = 50;
/** How often a file is asked for that VS Code has opened but the server may not have heard of yet. */
const TRIES = 5;

/** Runs of the playground take each other's place instead of filling the history. */
const FOLDER = 'playground';

/**
 * What becomes of the run that goes on while its text changes: it is asked to go on with the new text, which it can where only rate,
 * schedule or epochs changed; what it refuses is trained anew.
 */
type Turn = 'none' | 'pausing' | 'resuming' | 'stopping';

/** The playground of one file: controls that follow its text, and its newest run. */
export class PlaygroundPanel implements Disposable {
  #picture: PlaygroundPicture | null = null;
  #run: Run | null;
  #points: Surface | null = null;
  /** Whether what begins or goes on next is to wait behind an epoch. */
  #steps = false;
  #train: string | null;
  #retrains: boolean;
  #notice: string | null = null;
  #listening = false;
  /** Counts fetches, so that only the answer to the last one is taken. */
  #fetch = 0;
  #pending: PanelEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #following: NodeJS.Timeout | undefined;
  #retraining: NodeJS.Timeout | undefined;
  #turn: Turn = 'none';
  #edits = Promise.resolve();
  /** Whether to train once the run that goes on has ended. */
  #again = false;
  /** The text that was trained last or is being trained, to tell whether anything changed. */
  #trained: string | null = null;
  readonly #file: string;

  constructor(
    kept: Kept,
    private readonly panel: WebviewPanel,
    extension: Uri,
    private readonly actions: PlaygroundActions,
    closed: () => void,
  ) {
    this.uri = kept.uri;
    this.#train = kept.train;
    this.#retrains = kept.retrains;
    this.#run = actions.run(kept.uri);
    this.#file = Uri.parse(kept.uri).path.split('/').at(-1) ?? kept.uri;
    panel.title = `Playground of ${this.#file}`;
    const content = { view: 'playground', title: 'Playground' };
    present(panel, extension, content, {
      icon: 'run',
      receive: (message: FromView) => this.#receive(message),
      hidden: () => this.#listen(false),
      closed: () => {
        for (const timer of [this.#timer, this.#following, this.#retraining]) clearTimeout(timer);
        closed();
      },
    });
    void this.#refresh();
  }

  readonly uri: string;

  get isVisible(): boolean {
    return this.panel.visible;
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** The text changed, or a server came. */
  change(): void {
    clearTimeout(this.#following);
    this.#following = setTimeout(() => void this.#refresh(), FOLLOW_MILLISECONDS);
  }

  /** Nothing will be heard for a while. */
  lose(notice: string): void {
    this.#fetch++;
    this.#notice = notice;
    this.#send({ type: 'notice', notice });
  }

  /** A run of the file begins. Whether it is in view here. */
  begin(run: Run): boolean {
    this.#run = run;
    this.#pending = [];
    this.#turn = 'none';
    this.#sendSnapshot();
    return this.panel.visible;
  }

  /** Passes on an event that the run has taken in already. */
  forward(run: Run, event: PanelEvent): void {
    if (run !== this.#run) return;
    if (event.event === 'started') this.#listen(this.#listening);
    this.#advance(run, event);
    if (!this.#listening) return;
    this.#pending.push(event);
    this.#timer ??= setTimeout(() => this.#flush(), DELTA_MILLISECONDS);
  }

  async #refresh(): Promise<void> {
    const turn = ++this.#fetch;
    await workspace.openTextDocument(Uri.parse(this.uri)).then(undefined, () => undefined);
    let picture: PlaygroundPicture | null = null;
    for (let tries = 0; tries < TRIES && turn === this.#fetch && !picture; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 200));
      picture = await this.actions.fetch(this.uri, this.#train).catch(() => null);
    }
    if (turn !== this.#fetch) return;
    if (!picture) {
      this.lose(`${this.#file} is not open. Open it to see its controls.`);
      return;
    }
    if (this.#notice !== null) {
      this.#notice = null;
      this.#send({ type: 'notice', notice: null });
    }
    this.#picture = follow(this.#picture, picture);
    if (!picture.isStale) this.#train = picture.train ?? null;
    this.#send({ type: 'controls', picture: this.#picture });
    this.#considerRetraining();
    if (picture.isStale) return;
    const points = await this.actions.points(this.uri, this.#train).catch(() => null);
    if (turn !== this.#fetch || JSON.stringify(points) === JSON.stringify(this.#points)) return;
    this.#points = points;
    this.#send({ type: 'points', points });
  }

  /** Where something was trained here already and the text is whole, what changed is trained as it stands. */
  #considerRetraining(): void {
    clearTimeout(this.#retraining);
    const picture = this.#picture;
    if (!this.#retrains || this.#trained === null || !picture || picture.isStale || picture.problem) return;
    if (this.#text() === this.#trained) return;
    this.#retraining = setTimeout(() => {
      const run = this.#run;
      if (!run || isOver(run)) void this.#start();
      else if (run.phase === 'running' && this.#turn === 'none') {
        this.#turn = 'pausing';
        void commands.executeCommand(PAUSE, { run: run.id });
      } else if (run.phase === 'waiting') this.#startAgain(run);
    }, RETRAIN_MILLISECONDS);
  }

  /** What the run answers to the change of its text. */
  #advance(run: Run, { event }: PanelEvent): void {
    if (event === 'paused' && this.#turn === 'pausing') {
      this.#turn = 'resuming';
      this.#resume(run);
    } else if (event === 'paused' && this.#steps && this.#turn === 'none' && run.epoch === 0) {
      // It was begun for the sake of its first epoch.
      this.#resume(run);
    } else if (event === 'continued' && this.#turn === 'resuming') {
      this.#turn = 'none';
      this.#considerRetraining();
    } else if (event === 'refused' && this.#turn === 'resuming') this.#startAgain(run);
    else if (isOver(run)) {
      this.#turn = 'none';
      if (this.#again) void this.#start();
      else this.#considerRetraining();
    }
  }

  #resume(run: Run): void {
    this.#trained = this.#text();
    void commands.executeCommand(this.#steps ? STEP : RESUME, { run: run.id, takesText: true });
  }

  #startAgain(run: Run): void {
    this.#again = true;
    this.#turn = 'stopping';
    void commands.executeCommand(STOP, { run: run.id });
  }

  async #start(): Promise<void> {
    this.#again = false;
    const train = this.#picture?.train ?? this.#train;
    if (train === null) return;
    this.#trained = this.#text();
    await commands.executeCommand(TRAIN, { uri: this.uri, train, folder: FOLDER, paused: this.#steps });
  }

  #text(): string | null {
    return workspace.textDocuments.find((each) => each.uri.toString() === this.uri)?.getText() ?? null;
  }

  #listen(listening: boolean): void {
    this.#listening = listening;
    if (this.#run?.started && !isOver(this.#run)) void wantPictures(this.#run, listening, 'playground');
  }

  #flush(): void {
    this.#timer = undefined;
    const events = this.#pending;
    this.#pending = [];
    if (this.#run && events.length > 0) this.#send({ type: 'events', run: this.#run.id, events });
  }

  #sendSnapshot(): void {
    // Events that wait are in the snapshot already.
    this.#pending = [];
    this.#send({
      type: 'snapshot',
      uri: this.uri,
      file: this.#file,
      picture: this.#picture,
      run: this.#run,
      points: this.#points,
      retrains: this.#retrains,
      notice: this.#notice,
    });
  }

  #send(message: ToView): void {
    if (this.#listening) void this.panel.webview.postMessage(message);
  }

  #receive(message: FromView): void {
    const run = this.#run;
    switch (message.type) {
      case 'ready':
        this.#listen(true);
        this.#sendSnapshot();
        break;
      case 'set':
        this.#set(message.control, message.value);
        break;
      case 'play':
        this.#steps = false;
        if (run?.phase === 'paused') {
          this.#turn = 'resuming';
          this.#resume(run);
        } else if (!run || isOver(run)) void this.#start();
        break;
      case 'pause':
        if (run?.phase === 'running') void commands.executeCommand(PAUSE, { run: run.id });
        break;
      case 'step':
        this.#steps = true;
        if (run?.phase === 'paused') {
          this.#turn = 'resuming';
          this.#resume(run);
        } else if (run?.phase === 'running') void commands.executeCommand(STEP, { run: run.id, takesText: false });
        else if (!run || isOver(run)) void this.#start();
        break;
      case 'restart':
        if (run && !isOver(run)) this.#startAgain(run);
        else void this.#start();
        break;
      case 'retrain':
        this.#retrains = message.retrains;
        this.#considerRetraining();
        break;
      case 'block':
        this.#train = message.train;
        this.#picture = null;
        void this.#refresh();
        break;
      case 'openRunPanel':
        this.actions.openRunPanel(this.uri);
        break;
      case 'reveal':
        void reveal(this.uri, message.line, 0);
        break;
    }
  }

  /** One after the other, since each edit makes a new version, which the next one has to know. */
  #set(control: string, value: string): void {
    this.#edits = this.#edits.then(() => this.#edit(control, value));
  }

  async #edit(control: string, value: string): Promise<void> {
    try {
      for (let tries = 0; tries < TRIES; tries++) {
        const picture = this.#picture;
        if (!picture || picture.isStale) return;
        if (await this.actions.edit(this.uri, picture.version, picture.train ?? null, control, value)) return;
        // The text went on meanwhile: what was wanted is wanted of the newest one, and the controls show it anew.
        await this.#refresh();
      }
    } catch (problem) {
      void window.showWarningMessage((problem as Error).message);
      void this.#refresh();
    }
  }
}

/** The state that a panel leaves behind for the next window, or null where it is not ours to understand. */
export function restored(state: unknown): Kept | null {
  const kept = state as Partial<Kept> | undefined;
  return typeof kept?.uri === 'string' && kept.uri !== ''
    ? { uri: kept.uri, train: kept.train ?? null, retrains: kept.retrains ?? true }
    : null;
}
