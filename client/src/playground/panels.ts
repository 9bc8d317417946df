import { Uri, ViewColumn, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { State, type LanguageClient, type WorkspaceEdit as ProtocolEdit } from 'vscode-languageclient/node';
import type { RunPanels } from '../runPanel/panels';
import type { Surface } from '../training/events';
import type { PlaygroundPicture } from './controls';
import type { Kept } from './messages';
import { PANEL_TYPE, PlaygroundPanel, restored, type PlaygroundActions } from './panel';

const LANGUAGE = 'nnet';

/** The playgrounds of this window, one a file, and their talk with the server. */
export class PlaygroundPanels implements Disposable {
  readonly #panels = new Map<string, PlaygroundPanel>();
  readonly #subscriptions: Disposable[];
  #client: LanguageClient | null = null;
  readonly #actions: PlaygroundActions = {
    fetch: (uri, train) =>
      this.#ask<PlaygroundPicture>('nnet/playground', { uri, ...(train === null ? {} : { train }) }),
    edit: async (uri, version, train, control, value) => {
      const edit = await this.#ask<ProtocolEdit>('nnet/playgroundEdit', { uri, version, train, control, value });
      if (!edit || !this.#client) return false;
      return workspace.applyEdit(await this.#client.protocol2CodeConverter.asWorkspaceEdit(edit));
    },
    points: async (uri, train) => {
      const points = await this.#ask<Omit<Surface, 'kind' | 'winners'>>('nnet/playgroundPoints', {
        uri,
        ...(train === null ? {} : { train }),
      });
      return points && { kind: 'surface', winners: null, ...points };
    },
    run: (uri) => this.runs.newest(uri),
    openRunPanel: (uri) => this.runs.open(uri),
  };

  constructor(
    private readonly extension: Uri,
    private readonly runs: RunPanels,
  ) {
    runs.watch({
      isOpen: (uri) => this.#panels.get(uri)?.isVisible ?? false,
      began: (run) => this.#panels.get(run.uri)?.begin(run) ?? false,
      applied: (run, event) => this.#panels.get(run.uri)?.forward(run, event),
    });
    this.#subscriptions = [
      window.registerWebviewPanelSerializer(PANEL_TYPE, {
        deserializeWebviewPanel: async (panel, state) => this.#restore(panel, state),
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document.languageId === LANGUAGE) this.#panels.get(document.uri.toString())?.change();
      }),
      workspace.onDidOpenTextDocument((document) => this.#panels.get(document.uri.toString())?.change()),
    ];
  }

  /** Listens to a server; to be called before it starts. */
  attach(client: LanguageClient): void {
    this.#client = client;
    client.onNotification('nnet/playgroundChanged', ({ uri }: { uri: string }) => this.#panels.get(uri)?.change());
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running || this.#client !== client) return;
      for (const panel of this.#panels.values()) panel.change();
    });
  }

  /** The server is gone. */
  loseAll(): void {
    this.#client = null;
    for (const panel of this.#panels.values())
      panel.lose('The language server is not running, so these controls do not follow the text.');
  }

  /** Shows the playground of a file beside it. */
  open(uri: string): void {
    const panel = this.#panels.get(uri);
    if (panel) panel.reveal();
    else
      this.#adopt(
        { uri, train: null, retrains: true },
        window.createWebviewPanel(PANEL_TYPE, 'Playground', { viewColumn: ViewColumn.Beside, preserveFocus: true }),
      );
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, ...this.#panels.values()]) each.dispose();
  }

  async #ask<Answer>(method: string, parameters: object): Promise<Answer | null> {
    const client = this.#client;
    return client?.state === State.Running ? client.sendRequest<Answer | null>(method, parameters) : null;
  }

  #adopt(kept: Kept, panel: WebviewPanel): void {
    const closed = () => this.#panels.delete(kept.uri);
    this.#panels.set(kept.uri, new PlaygroundPanel(kept, panel, this.extension, this.#actions, closed));
  }

  #restore(panel: WebviewPanel, state: unknown): void {
    const kept = restored(state);
    if (!kept || this.#panels.has(kept.uri)) panel.dispose();
    else this.#adopt(kept, panel);
  }
}
