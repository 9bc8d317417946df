import { Uri, ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';
import { present } from '../page';
import { reveal, show } from '../reveal';
import { applyRate, findRate, stopTrial } from '../trials/commands';
import type { TrialNotification } from '../trials/events';
import type { FromView, Kept, ToView } from './messages';
import { apply, isOver, newSearch, type RateSearch, type SearchEvent } from './search';

const PANEL_TYPE = 'lspnn.rate';

/** Twenty times a second is as fast as a curve needs to move. */
const DELTA_MILLISECONDS = 50;

/** The searches for a learning rate in this window, one a file, each with its panel. */
export class RatePanels implements Disposable {
  readonly #panels = new Map<string, RatePanel>();
  readonly #serializer: Disposable;

  constructor(
    private readonly extension: Uri,
    private readonly train: (uri: string, train: string) => void,
  ) {
    this.#serializer = window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (panel, state) => this.#restore(panel, state),
    });
  }

  /** A search was asked for: its panel opens now, so that reading data and compiling are seen to happen. */
  expect(id: string, uri: string, train: string): void {
    if (this.#panels.get(uri)?.search.id !== id) this.#begin(newSearch(id, uri, train));
  }

  receive({ trial, uri, train, event }: TrialNotification): void {
    if (event.event === 'batch_learnt') return;
    // What is heard before the command is answered may be of a check, which has no panel; a rate never is.
    if (this.#panels.get(uri)?.search.id !== trial && event.event !== 'failed') this.expect(trial, uri, train);
    const panel = this.#panels.get(uri);
    if (panel?.search.id === trial) panel.take(event);
  }

  /** The server is gone, and with it all searches. */
  loseAll(message: string): void {
    for (const panel of this.#panels.values()) panel.take({ event: 'lost', message });
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #begin(search: RateSearch): void {
    const panel = this.#panels.get(search.uri);
    if (panel) {
      panel.show(search);
      return;
    }
    const beside = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    this.#adopt(search, window.createWebviewPanel(PANEL_TYPE, 'Learning rate', beside));
  }

  #adopt(search: RateSearch, panel: WebviewPanel): void {
    const { uri } = search;
    this.#panels.set(uri, new RatePanel(search, panel, this.extension, this.train, () => this.#panels.delete(uri)));
  }

  #restore(panel: WebviewPanel, state: unknown): void {
    const search = (state as Partial<Kept> | undefined)?.search;
    if (!search || this.#panels.has(search.uri)) {
      panel.dispose();
      return;
    }
    apply(search, { event: 'lost', message: 'The window was reloaded, and that ended the search.' });
    this.#adopt(search, panel);
  }
}

/** The panel of one file. It shows a search while in view, and is used again by the file's next one. */
class RatePanel implements Disposable {
  #search: RateSearch;
  #pending: SearchEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Whether the view's script is up and has the search. */
  #listening = false;

  constructor(
    search: RateSearch,
    private readonly panel: WebviewPanel,
    extension: Uri,
    private readonly train: (uri: string, train: string) => void,
    closed: () => void,
  ) {
    this.#search = search;
    panel.title = this.#title();
    const content = { view: 'ratePanel', title: 'Learning rate' };
    present(panel, extension, content, {
      icon: 'run',
      receive: (message: FromView) => void this.#receive(message),
      hidden: () => {
        this.#listening = false;
      },
      closed: () => {
        clearTimeout(this.#timer);
        closed();
      },
    });
  }

  get search(): RateSearch {
    return this.#search;
  }

  /** Shows another search from now on. */
  show(search: RateSearch): void {
    this.#search = search;
    this.panel.title = this.#title();
    this.panel.reveal(undefined, true);
    this.#sendSnapshot();
  }

  take(event: SearchEvent): void {
    apply(this.#search, event);
    if (!this.#listening) return;
    this.#pending.push(event);
    this.#timer ??= setTimeout(() => this.#flush(), DELTA_MILLISECONDS);
  }

  dispose(): void {
    this.panel.dispose();
  }

  #flush(): void {
    this.#timer = undefined;
    const events = this.#pending;
    this.#pending = [];
    if (this.#listening && events.length > 0) this.#send({ type: 'events', search: this.#search.id, events });
  }

  #sendSnapshot(): void {
    // Events that wait are in the snapshot already.
    this.#pending = [];
    if (this.#listening) this.#send({ type: 'snapshot', search: this.#search });
  }

  #send(message: ToView): void {
    void this.panel.webview.postMessage(message);
  }

  async #receive(message: FromView): Promise<void> {
    const search = this.#search;
    switch (message.type) {
      case 'ready':
        this.#listening = true;
        this.#sendSnapshot();
        break;
      case 'find':
        await findRate(search.uri, search.train);
        break;
      case 'stop':
        if (isOver(search)) break;
        this.take({ event: 'stopping' });
        await stopTrial(search.id);
        break;
      case 'apply':
        if (await applyRate(search.id)) this.take({ event: 'applied' });
        break;
      case 'train':
        // The run's panel opens beside what has the focus, which should be the file.
        await show(search.uri);
        this.train(search.uri, search.train);
        break;
      case 'reveal':
        await reveal(search.uri, message.line - 1, 0);
        break;
    }
  }

  #title(): string {
    return `Rate of ${this.#search.train}`;
  }
}
