import { commands, Uri, ViewColumn, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import type { RunNotification } from '../training/events';
import { PANEL_TYPE, restored, RunPanel, type PanelActions } from './panel';
import { apply, isOver, newRun, type PanelEvent, type Run } from './run';

/** Every run of this window, and the panels that show the newest one of each file. */
export class RunPanels implements Disposable {
  readonly #runs = new Map<string, Run>();
  /** By the file's URI. */
  readonly #newest = new Map<string, Run>();
  readonly #panels = new Map<string, RunPanel>();
  readonly #serializer: Disposable;

  constructor(
    private readonly extension: Uri,
    private readonly actions: PanelActions,
  ) {
    this.#serializer = window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (panel, state) => this.#restore(panel, state),
    });
  }

  /** A run was asked for: its panel opens now, so that reading data and compiling are seen to happen. */
  expect(id: string, uri: string, train: string): void {
    if (!this.#runs.has(id)) this.#begin(id, uri, train);
  }

  receive({ run: id, uri, train, event }: RunNotification): void {
    this.#apply(this.#runs.get(id) ?? this.#begin(id, uri, train), event);
  }

  /** The runs that still go on. */
  get training(): Run[] {
    return [...this.#runs.values()].filter((run) => !isOver(run));
  }

  markStopping(id: string): void {
    const run = this.#runs.get(id);
    if (run && !isOver(run)) this.#apply(run, { event: 'stopping' });
  }

  /** Nobody is left to tell how the runs go on. */
  loseAll(message: string): void {
    for (const run of this.training) this.#apply(run, { event: 'lost', message });
  }

  /** Shows the panel of a file, with its newest run if there was one. */
  open(uri: string, where: 'beside' | 'active' = 'beside'): void {
    const column = where === 'beside' ? ViewColumn.Beside : ViewColumn.Active;
    const panel = this.#panels.get(uri);
    if (panel) panel.reveal();
    else this.#adopt(uri, window.createWebviewPanel(PANEL_TYPE, 'Run', { viewColumn: column, preserveFocus: true }));
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #begin(id: string, uri: string, train: string): Run {
    const run = newRun(id, uri, train);
    this.#runs.set(id, run);
    const before = this.#newest.get(uri);
    if (before && isOver(before)) this.#runs.delete(before.id);
    this.#newest.set(uri, run);
    this.#panels.get(uri)?.show(run);
    const where = workspace.getConfiguration('lspnn').get<'beside' | 'active' | 'never'>('runPanel.open', 'beside');
    if (where !== 'never') this.open(uri, where);
    this.#announce();
    return run;
  }

  #apply(run: Run, event: PanelEvent): void {
    apply(run, event);
    if (this.#newest.get(run.uri) === run) this.#panels.get(run.uri)?.forward(event);
    if (isOver(run)) this.#announce();
  }

  #adopt(uri: string, panel: WebviewPanel): void {
    const closed = () => this.#panels.delete(uri);
    const run = this.#newest.get(uri) ?? null;
    this.#panels.set(uri, new RunPanel(uri, run, panel, this.extension, this.actions, closed));
  }

  #restore(panel: WebviewPanel, state: unknown): void {
    const kept = restored(state);
    if (!kept || this.#panels.has(kept.uri)) {
      panel.dispose();
      return;
    }
    if (kept.run && !this.#newest.has(kept.uri)) {
      if (!isOver(kept.run))
        apply(kept.run, { event: 'lost', message: 'The window was reloaded, and that ended the run.' });
      this.#newest.set(kept.uri, kept.run);
    }
    this.#adopt(kept.uri, panel);
  }

  /** Lets menus know what is being trained. */
  #announce(): void {
    const files = this.training.map((run) => run.uri);
    void commands.executeCommand('setContext', 'lspnn.training', files.length > 0);
    void commands.executeCommand('setContext', 'lspnn.trainingFiles', files);
  }
}
