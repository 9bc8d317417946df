import { commands, Uri, type Disposable, type ViewColumn, type WebviewPanel } from 'vscode';
import { page } from '../page';
import { reveal } from '../reveal';
import type { FromView, Kept, ToView } from './messages';
import { isOver, type PanelEvent, type Run } from './run';

/** What a panel needs done for it. */
export interface PanelActions {
  train(uri: string, train: string | null): void;
  stop(run: Run): void;
  restartServer(): void;
  showLog(): void;
}

/** Twenty times a second is as fast as a curve needs to move. */
const DELTA_MILLISECONDS = 50;

export const PANEL_TYPE = 'lspnn.run';

/** The panel of one file. It shows a run while in view, and is used again by the file's next run. */
export class RunPanel implements Disposable {
  #run: Run | null;
  #pending: PanelEvent[] = [];
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
    panel.iconPath = {
      light: Uri.joinPath(extension, 'icons/run-light.svg'),
      dark: Uri.joinPath(extension, 'icons/run-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extension, 'out')] };
    panel.webview.onDidReceiveMessage((message: FromView) => this.#receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden view is thrown away; it asks for a snapshot when it is made again.
      if (!panel.visible) this.#listening = false;
    });
    panel.onDidDispose(() => {
      clearTimeout(this.#timer);
      closed();
    });
    panel.webview.html = page(panel.webview, extension, { view: 'runPanel', title: 'Run' });
  }

  /** Shows another run from now on. */
  show(run: Run): void {
    this.#run = run;
    this.#pending = [];
    this.panel.title = this.#title();
    this.#sendSnapshot();
  }

  /** Passes on an event that the run has taken in already. */
  forward(event: PanelEvent): void {
    if (event.event === 'started') this.panel.title = this.#title();
    if (!this.#listening) return;
    this.#pending.push(event);
    this.#timer ??= setTimeout(() => this.#flush(), DELTA_MILLISECONDS);
  }

  reveal(column?: ViewColumn): void {
    this.panel.reveal(column, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  #flush(): void {
    this.#timer = undefined;
    const events = this.#pending;
    this.#pending = [];
    if (this.#listening && this.#run && events.length > 0) this.#send({ type: 'events', run: this.#run.id, events });
  }

  #sendSnapshot(): void {
    if (!this.#listening) return;
    // Events that wait are in the snapshot already.
    this.#pending = [];
    this.#send({ type: 'snapshot', uri: this.uri, file: this.#file, run: this.#run });
  }

  #send(message: ToView): void {
    void this.panel.webview.postMessage(message);
  }

  #receive(message: FromView): void {
    switch (message.type) {
      case 'ready':
        this.#listening = true;
        this.#sendSnapshot();
        break;
      case 'train':
        this.actions.train(this.uri, this.#run?.train ?? null);
        break;
      case 'stop':
        if (this.#run && !isOver(this.#run)) this.actions.stop(this.#run);
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

  async #openRunFolder(): Promise<void> {
    const folder = this.#run?.done?.runDir ?? this.#run?.started?.runDir;
    if (folder) await commands.executeCommand('revealInExplorer', Uri.file(folder));
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
