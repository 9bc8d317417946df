import { commands, Uri, window, workspace, type Disposable, type ViewColumn, type WebviewPanel } from 'vscode';
import { present } from '../page';
import { reveal } from '../reveal';
import type { Change } from '../runHistory/lines';
import { exportRun } from './export';
import type { ComparedRun, ExportFormat, FromView, Kept, ToView } from './messages';
import { canGoOn, canTrainOn, folderOf, isOver, type PanelEvent, type Run } from './run';
import { packedRun } from './snapshot';

/** What a panel needs done for it. */
export interface PanelActions {
  train(uri: string, train: string | null): void;
  /** Lets a run begin that waits for its panel. */
  begin(run: Run): void;
  pause(run: Run): void;
  /** With the text as it is in the editor now, or as it was. */
  resume(run: Run, text: 'now' | 'before'): void;
  stop(run: Run): void;
  /** Goes on with a run that was cut short. */
  goOn(run: Run): void;
  /** Trains a run that is done for more epochs. */
  trainOn(run: Run): void;
  /** Asks for the runs to compare with; undefined where the reader changed their mind. */
  compare(run: Run, compared: readonly ComparedRun[]): Promise<readonly ComparedRun[] | undefined>;
  showChanges(before: Run, after: Run): void;
  /** The lines by which what two runs trained differs; null where a text is gone. */
  changes(before: Run, after: Run): Promise<readonly Change[] | null>;
  /** Whether somebody looks at the pictures of a run now, so that they are worth drawing. */
  wantPictures(run: Run, wanted: boolean): void;
  restartServer(): void;
  showLog(): void;
}

/** Twenty times a second is as fast as a curve needs to move. */
const DELTA_MILLISECONDS = 50;

export const PANEL_TYPE = 'lspnn.run';

/** The panel of one file. It shows a run while in view, and is used again by the file's next run. */
export class RunPanel implements Disposable {
  #run: Run | null;
  #compared: readonly ComparedRun[] = [];
  /** Takes the picture that the view was asked for. */
  #drawn: ((content: string) => void) | undefined;
  /** What the view has not heard yet, by the run that it is of. */
  readonly #pending = new Map<string, PanelEvent[]>();
  #timer: NodeJS.Timeout | undefined;
  /** Whether the view's script is up and has the run. */
  #listening = false;
  readonly #file: string;

  constructor(
    readonly uri: string,
    run: Run | null,
    private readonly panel: WebviewPanel,
    extension: Uri,
    private readonly actions: PanelActions,
    closed: () => void,
  ) {
    this.#run = run;
    this.#file = Uri.parse(uri).path.split('/').at(-1) ?? uri;
    panel.title = this.#title();
    const content = { view: 'runPanel', title: 'Run' };
    present(panel, extension, content, {
      icon: 'run',
      receive: (message: FromView) => this.#receive(message),
      hidden: () => this.#listen(false),
      closed: () => {
        clearTimeout(this.#timer);
        closed();
      },
    });
  }

  /** What it shows. */
  get run(): Run | null {
    return this.#run;
  }

  /** Whether its view is there and hears of the run. */
  get isListening(): boolean {
    return this.#listening;
  }

  /** Whether it shows a run, as its own or beside its own. */
  shows(run: Run): boolean {
    return run === this.#run || this.#compared.some((other) => other.run === run);
  }

  /** Lays a run that goes on over its own. */
  lay(other: ComparedRun): void {
    this.#compared = [...this.#compared, other];
    this.#sendCompared();
  }

  /** Shows another run from now on, beside those that it is to be compared with. */
  show(run: Run, compared: readonly ComparedRun[] = []): void {
    const isListening = this.#listening;
    this.#listen(false);
    this.#run = run;
    this.#listen(isListening);
    this.#compared = compared.filter((other) => other.run.id !== run.id);
    this.#pending.clear();
    this.panel.title = this.#title();
    this.#sendSnapshot();
  }

  /** Passes on an event that a run which it shows has taken in already. */
  forward(run: Run, event: PanelEvent): void {
    if (event.event === 'started' && run === this.#run) {
      this.panel.title = this.#title();
      this.#listen(this.#listening);
    }
    if (event.event === 'started') void this.#compareTexts();
    if (!this.#listening) return;
    const pending = this.#pending.get(run.id);
    if (pending) pending.push(event);
    else this.#pending.set(run.id, [event]);
    this.#timer ??= setTimeout(() => this.#flush(), DELTA_MILLISECONDS);
  }

  reveal(column?: ViewColumn): void {
    this.panel.reveal(column, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  #listen(listening: boolean): void {
    this.#listening = listening;
    if (this.#run?.started && !isOver(this.#run)) this.actions.wantPictures(this.#run, listening);
  }

  #flush(): void {
    this.#timer = undefined;
    const pending = [...this.#pending];
    this.#pending.clear();
    if (this.#listening) for (const [run, events] of pending) this.#send({ type: 'events', run, events });
  }

  #sendSnapshot(): void {
    if (!this.#listening) return;
    // Events that wait are in the snapshot already.
    this.#pending.clear();
    this.#send({ type: 'snapshot', uri: this.uri, file: this.#file, run: this.#run && packedRun(this.#run) });
    this.#sendCompared();
  }

  #sendCompared(): void {
    if (!this.#listening) return;
    const runs = this.#compared.map((other) => ({ ...other, run: packedRun(other.run) }));
    this.#send({ type: 'compared', runs });
    for (const run of [this.#run, ...this.#compared.map((other) => other.run)])
      if (run && !run.started && !isOver(run)) this.actions.begin(run);
  }

  #send(message: ToView): void {
    void this.panel.webview.postMessage(message);
  }

  #receive(message: FromView): void {
    const run = this.#run;
    switch (message.type) {
      case 'ready':
        this.#listen(true);
        this.#sendSnapshot();
        break;
      case 'train':
        this.actions.train(this.uri, run?.train ?? null);
        break;
      case 'pause':
        if (run?.phase === 'running') this.actions.pause(run);
        break;
      case 'resume':
        if (run?.phase === 'paused') this.actions.resume(run, message.text);
        break;
      case 'stop':
        // Runs that were begun together end together.
        for (const each of [run, ...this.#compared.filter(({ isBeside }) => isBeside).map((other) => other.run)])
          if (each && !isOver(each)) this.actions.stop(each);
        break;
      case 'goOn':
        if (run && canGoOn(run)) this.actions.goOn(run);
        break;
      case 'trainOn':
        if (run && (canTrainOn(run) || !isOver(run))) this.actions.trainOn(run);
        break;
      case 'compare':
        if (run) void this.#compare(run);
        break;
      case 'uncompare':
        this.#compared = this.#compared.filter((other) => other.run.id !== message.run);
        this.#sendCompared();
        break;
      case 'stopCompared': {
        const other = this.#compared.find((each) => each.run.id === message.run);
        if (other && !isOver(other.run)) this.actions.stop(other.run);
        break;
      }
      case 'showChanges': {
        const other = this.#compared.find((each) => each.run.id === message.run);
        if (run && other) this.actions.showChanges(other.run, run);
        break;
      }
      case 'export':
        if (run) void exportRun(run, (format) => this.#draw(format));
        break;
      case 'exported':
        this.#drawn?.(message.content);
        break;
      case 'restartServer':
        this.actions.restartServer();
        break;
      case 'showLog':
        this.actions.showLog();
        break;
      case 'openRunFolder':
        void this.#openRunFolder();
        break;
      case 'reveal':
        void reveal(this.uri, message.line - 1, (message.column ?? 1) - 1);
        break;
    }
  }

  async #compare(run: Run): Promise<void> {
    const compared = await this.actions.compare(run, this.#compared);
    if (!compared || this.#run !== run) return;
    this.#compared = compared;
    this.#sendCompared();
  }

  /** Runs that were begun together have texts once they have folders. */
  async #compareTexts(): Promise<void> {
    const run = this.#run;
    for (const other of this.#compared) {
      if (!run?.started || other.changes !== 'awaited' || !other.run.started) continue;
      const changes = await this.actions.changes(other.run, run);
      if (this.#run !== run) return;
      this.#compared = this.#compared.map((each) => (each === other ? { ...other, changes } : each));
      this.#sendCompared();
    }
  }

  #draw(format: ExportFormat): Promise<string> {
    this.#send({ type: 'export', format });
    return new Promise((resolve) => (this.#drawn = resolve));
  }

  async #openRunFolder(): Promise<void> {
    const folder = this.#run && folderOf(this.#run);
    if (folder === null) return;
    const uri = Uri.file(folder);
    const isThere = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (isThere) await commands.executeCommand('revealInExplorer', uri);
    else
      void window.showWarningMessage(
        `The folder of this run is gone: ${folder}. The curves here are all that is left of it.`,
      );
  }

  #title(): string {
    const started = this.#run?.started;
    return started ? `${started.model} on ${started.data}` : `Run of ${this.#file}`;
  }
}

/** The state that a panel leaves behind for the next window, or null where it is not ours to understand. */
export function restored(state: unknown): Kept | null {
  const kept = state as Partial<Kept> | undefined;
  return typeof kept?.uri === 'string' ? (kept as Kept) : null;
}
