import { Uri, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { present } from '../page';
import { reveal } from '../reveal';
import { apply, type Graph, type GraphAnswer, type GraphChange, type Place } from './graph';
import type { ExportTheme, FromView, Kept, ToView } from './messages';

/** What a panel asks for. */
export interface GraphPanelActions {
  /** The whole graph of a model, the first one or the one shown before when none is named; null when the file is not open. */
  fetch(uri: string, model: string | null): Promise<GraphAnswer | null>;
  export(panel: GraphPanel): void;
}

export const PANEL_TYPE = 'lspnn.graph';

/** How often a file is asked for that VS Code has opened but the server may not have heard of yet. */
const TRIES = 5;
const TRY_AGAIN_MILLISECONDS = 200;

/** The graph of one file, kept up with the server's changes and shown while in view. */
export class GraphPanel implements Disposable {
  #graph: Graph | null = null;
  #model: string | null;
  #notice: string | null = null;
  #cursor: Place | null = null;
  /** Whether the view's script is up and has the graph. */
  #listening = false;
  /** Counts fetches, so that only the answer to the last one is taken. */
  #fetch = 0;
  /** What came while the whole graph was on its way. */
  #early: GraphChange[] | null = null;
  #exported: ((svg: string) => void) | null = null;
  readonly #file: string;

  constructor(
    readonly uri: string,
    model: string | null,
    private readonly panel: WebviewPanel,
    extension: Uri,
    private readonly actions: GraphPanelActions,
    closed: () => void,
  ) {
    this.#model = model;
    this.#file = Uri.parse(uri).path.split('/').at(-1) ?? uri;
    panel.title = this.#title();
    const content = { view: 'graphPanel', title: 'Graph', worker: 'elk.js' };
    present(panel, extension, content, {
      icon: 'graph',
      receive: (message: FromView) => this.#receive(message),
      hidden: () => {
        this.#listening = false;
      },
      closed,
    });
    void this.refresh();
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  /** The name for a file of the drawing. */
  get name(): string {
    return this.#graph?.model || this.#file;
  }

  /** Asks for the whole graph. */
  async refresh(model: string | null = this.#model): Promise<void> {
    const turn = ++this.#fetch;
    this.#early = [];
    const answer = await this.#ask(turn, model);
    if (turn !== this.#fetch) return;
    const early = this.#early ?? [];
    this.#early = null;
    if (!answer) {
      this.lose(`${this.#file} is not open. Open it to see its graph live.`);
      return;
    }
    this.#notice = null;
    this.#take({ ...answer.graph, revision: answer.revision });
    for (const change of early) this.change(change);
  }

  /** Takes what became of the graph. */
  change(change: GraphChange): void {
    if (this.#early) {
      this.#early.push(change);
      return;
    }
    if (!this.#graph || change.revision <= this.#graph.revision) return;
    const changed = apply(this.#graph, change);
    if (!changed) {
      void this.refresh();
      return;
    }
    this.#keep(changed);
    this.#send({ type: 'change', change });
  }

  /** Nothing will be heard for a while: the graph stays, with a sentence why. */
  lose(notice: string): void {
    this.#fetch++;
    this.#early = null;
    this.#notice = notice;
    this.#sendNotice();
  }

  /** The cursor went somewhere. */
  follow(uri: string, line: number, character: number): void {
    this.#cursor = { line, character, ...(uri === this.uri ? {} : { uri }) };
    this.#send({ type: 'cursor', place: this.#cursor });
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** The drawing as it is in view, as the text of a file. */
  export(theme: ExportTheme): Promise<string> {
    return new Promise((resolve) => {
      this.#exported = resolve;
      this.#send({ type: 'export', theme });
    });
  }

  dispose(): void {
    this.panel.dispose();
  }

  async #ask(turn: number, model: string | null): Promise<GraphAnswer | null> {
    // The panel may come back before its file does.
    await workspace.openTextDocument(Uri.parse(this.uri)).then(undefined, () => undefined);
    for (let tries = 0; tries < TRIES && turn === this.#fetch; tries++) {
      const answer = await this.actions.fetch(this.uri, model);
      if (answer) return answer;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MILLISECONDS));
    }
    return null;
  }

  #take(graph: Graph): void {
    this.#keep(graph);
    this.#sendGraph();
  }

  #keep(graph: Graph): void {
    this.#graph = graph;
    this.#model = graph.model || this.#model;
    this.panel.title = this.#title();
  }

  #sendGraph(): void {
    if (this.#graph) this.#send({ type: 'graph', uri: this.uri, file: this.#file, graph: this.#graph });
    if (this.#cursor) this.#send({ type: 'cursor', place: this.#cursor });
  }

  #sendNotice(): void {
    this.#send({ type: 'notice', uri: this.uri, file: this.#file, notice: this.#notice });
  }

  #send(message: ToView): void {
    if (this.#listening) void this.panel.webview.postMessage(message);
  }

  #receive(message: FromView): void {
    switch (message.type) {
      case 'ready': {
        this.#listening = true;
        const editor = window.visibleTextEditors.find((each) => each.document.uri.toString() === this.uri);
        if (editor) this.follow(this.uri, editor.selection.active.line, editor.selection.active.character);
        this.#sendGraph();
        if (this.#notice) this.#sendNotice();
        break;
      }
      case 'model':
        void this.refresh(message.model);
        break;
      case 'reveal':
        void reveal(message.place.uri ?? this.uri, message.place.line, message.place.character);
        break;
      case 'export':
        this.actions.export(this);
        break;
      case 'svg':
        this.#exported?.(message.svg);
        this.#exported = null;
        break;
    }
  }

  #title(): string {
    return this.#graph?.model ? `Graph of ${this.#graph.model}` : `Graph of ${this.#file}`;
  }
}

/** The state that a panel leaves behind for the next window, or null where it is not ours to understand. */
export function restored(state: unknown): Kept | null {
  const kept = state as Partial<Kept> | undefined;
  return typeof kept?.uri === 'string' && kept.uri !== '' ? (kept as Kept) : null;
}
