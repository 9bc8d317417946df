import { Uri, ViewColumn, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import type { GraphAnswer, GraphChange } from './graph';
import { exportGraph } from './export';
import { GraphPanel, PANEL_TYPE, restored, type GraphPanelActions } from './panel';

const LANGUAGE = 'nnet';

/** The graphs in this window, one a file, and their talk with the server. */
export class GraphPanels implements Disposable {
  readonly #panels = new Map<string, GraphPanel>();
  readonly #subscriptions: Disposable[];
  #client: LanguageClient | null = null;
  readonly #actions: GraphPanelActions = {
    fetch: (uri, model) => this.#fetch(uri, model),
    export: (panel) => void exportGraph(panel),
  };

  constructor(private readonly extension: Uri) {
    this.#subscriptions = [
      window.registerWebviewPanelSerializer(PANEL_TYPE, {
        deserializeWebviewPanel: async (panel, state) => this.#restore(panel, state),
      }),
      window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections: [selection] }) => {
        if (document.languageId !== LANGUAGE || !selection) return;
        const { line, character } = selection.active;
        for (const panel of this.#panels.values()) panel.follow(document.uri.toString(), line, character);
      }),
      // The server forgets the graph of a file that is closed.
      workspace.onDidOpenTextDocument((document) => void this.#panels.get(document.uri.toString())?.refresh()),
    ];
  }

  /** Listens to a server; to be called before it starts. */
  attach(client: LanguageClient): void {
    this.#client = client;
    client.onNotification('nnet/graphChanged', (change: GraphChange) => this.#panels.get(change.uri)?.change(change));
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running || this.#client !== client) return;
      for (const panel of this.#panels.values()) void panel.refresh();
    });
  }

  /** The server is gone. */
  loseAll(): void {
    this.#client = null;
    for (const panel of this.#panels.values())
      panel.lose('The language server is not running, so this graph does not follow the text.');
  }

  /** Shows the graph of a file beside it. */
  open(uri: string, model: string | null): void {
    const panel = this.#panels.get(uri);
    if (!panel) {
      const beside = { viewColumn: ViewColumn.Beside, preserveFocus: true };
      this.#adopt(uri, model, window.createWebviewPanel(PANEL_TYPE, 'Graph', beside));
      return;
    }
    panel.reveal();
    if (model !== null) void panel.refresh(model);
  }

  /** The panel that a command without arguments means: the active one, or that of the active file. */
  get active(): GraphPanel | undefined {
    const all = [...this.#panels.values()];
    const uri = window.activeTextEditor?.document.uri.toString();
    return (
      all.find((panel) => panel.isActive) ??
      all.find((panel) => panel.uri === uri) ??
      all.find((panel) => panel.isVisible)
    );
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, ...this.#panels.values()]) each.dispose();
  }

  async #fetch(uri: string, model: string | null): Promise<GraphAnswer | null> {
    const client = this.#client;
    if (client?.state !== State.Running) return null;
    // A name that is absent is the first model.
    return client.sendRequest<GraphAnswer | null>('nnet/graph', { uri, ...(model === null ? {} : { model }) });
  }

  #adopt(uri: string, model: string | null, panel: WebviewPanel): void {
    const closed = () => {
      this.#panels.delete(uri);
      if (this.#client?.state === State.Running) void this.#client.sendNotification('nnet/graphClosed', { uri });
    };
    this.#panels.set(uri, new GraphPanel(uri, model, panel, this.extension, this.#actions, closed));
  }

  #restore(panel: WebviewPanel, state: unknown): void {
    const kept = restored(state);
    if (!kept || this.#panels.has(kept.uri)) panel.dispose();
    else this.#adopt(kept.uri, kept.graph?.model ?? null, panel);
  }
}
