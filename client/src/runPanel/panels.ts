import { commands, Uri, ViewColumn, window, workspace, type Disposable, type Memento, type WebviewPanel } from 'vscode';
import { runIn } from '../runHistory/commands';
import type { RunNotification } from '../training/events';
import type { ComparedRun } from './messages';
import { PANEL_TYPE, restored, RunPanel, type PanelActions } from './panel';
import { apply, folderOf, isOver, newRun, type PanelEvent, type Run } from './run';

/** A run that went on when the window closed or the server went away, kept so that it can be found again. */
export interface Unfinished {
  readonly uri: string;
  readonly train: string;
  readonly folder: string;
}

/** Another place where runs are shown. */
export interface RunWatcher {
  /** A run begins. Whether it is in view there, so that no panel has to open for it. */
  began(run: Run): boolean;
  /** Whether a run of this file would be in view there. */
  isOpen(uri: string): boolean;
  /** A run has taken an event in. */
  applied(run: Run, event: PanelEvent): void;
}

const UNFINISHED = 'unfinishedRuns';

/** Every run of this window, and the panels that show the newest one of each file. */
export class RunPanels implements Disposable {
  readonly #runs = new Map<string, Run>();
  /** By the file's URI. */
  readonly #newest = new Map<string, Run>();
  readonly #panels = new Map<string, RunPanel>();
  readonly #serializer: Disposable;
  /** What the window or the server before left unfinished. */
  #unfinished: readonly Unfinished[];
  /** The blocks whose runs are begun together, and the first of those runs, whose panel shows all. */
  #together: { readonly waiting: Set<string>; lead: Run | null } | null = null;
  #watcher: RunWatcher | undefined;
  #closing = false;

  constructor(
    private readonly extension: Uri,
    private readonly memory: Memento,
    private readonly actions: PanelActions,
    /** Told when a run begins or ends. */
    private readonly changed: () => void,
  ) {
    this.#unfinished = memory.get<readonly Unfinished[]>(UNFINISHED, []);
    this.#serializer = window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (panel, state) => this.#restore(panel, state),
    });
  }

  /** A run was asked for: its panel opens now, so that reading data and compiling are seen to happen. */
  expect(id: string, uri: string, train: string): void {
    if (!this.#runs.has(id)) this.#begin(id, uri, train);
  }

  /** The next runs of these blocks are shown over each other, in the panel of the first; until {@link endTogether}. */
  beginTogether(blocks: readonly { readonly uri: string; readonly train: string }[]): void {
    this.#together = { waiting: new Set(blocks.map(({ uri, train }) => keyOf(uri, train))), lead: null };
  }

  endTogether(): void {
    this.#together = null;
  }

  /** Whether a run of this file has a panel that is yet to be made. */
  opensFor(uri: string): boolean {
    return this.#where !== 'never' && !this.#watcher?.isOpen(uri) && !this.#panels.get(uri)?.isListening;
  }

  receive({ run: id, uri, train, event }: RunNotification): void {
    this.#apply(this.#runs.get(id) ?? this.#begin(id, uri, train), event);
  }

  /** Tells of every run from now on. */
  watch(watcher: RunWatcher): void {
    this.#watcher = watcher;
  }

  /** The newest run of a file. */
  newest(uri: string): Run | null {
    return this.#newest.get(uri) ?? null;
  }

  /** The runs that still go on. */
  get training(): Run[] {
    return [...this.#runs.values()].filter((run) => !isOver(run));
  }

  /** What the window or the server before left unfinished; asked for once. */
  async takeUnfinished(): Promise<readonly Unfinished[]> {
    const taken = this.#unfinished;
    this.#unfinished = [];
    await this.memory.update(UNFINISHED, unfinishedOf(this.training));
    return taken;
  }

  /** The run of this window that lives in a folder. */
  find(folder: string): Run | undefined {
    return [...this.#runs.values()].find((run) => folderOf(run) === folder);
  }

  /** The folders of the runs that go on here. */
  get trainingFolders(): string[] {
    return this.training.map(folderOf).filter((folder) => folder !== null);
  }

  /** Shows a run, old or new, in the panel of its file. */
  show(run: Run, compared: readonly ComparedRun[] = []): void {
    this.open(run.uri);
    this.#panels.get(run.uri)?.show(run, compared);
  }

  /** The window closes: runs that go on now are to be gone on with in the next. */
  close(): void {
    this.#closing = true;
  }

  markStopping(id: string): void {
    const run = this.#runs.get(id);
    if (run && !isOver(run)) this.#apply(run, { event: 'stopping' });
  }

  /** Nobody is left to tell how the runs go on. */
  loseAll(message: string): void {
    this.#unfinished = [...this.#unfinished, ...unfinishedOf(this.training)];
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

  get #where(): 'beside' | 'active' | 'never' {
    return workspace.getConfiguration('lspnn').get('runPanel.open', 'beside');
  }

  #begin(id: string, uri: string, train: string): Run {
    const run = newRun(id, uri, train);
    this.#runs.set(id, run);
    const together = this.#together?.waiting.delete(keyOf(uri, train)) ? this.#together : null;
    if (together?.lead) {
      if (uri !== together.lead.uri) this.#newest.set(uri, run);
      this.#panels.get(together.lead.uri)?.lay({ name: train, run, changes: 'awaited', isBeside: true });
      this.#announce();
      return run;
    }
    if (together) together.lead = run;
    this.#newest.set(uri, run);
    this.#panels.get(uri)?.show(run);
    this.#forget();
    const where = this.#where;
    const isInView = this.#watcher?.began(run) ?? false;
    if (where !== 'never' && !isInView) this.open(uri, where);
    else if (together) this.open(uri);
    this.#announce();
    return run;
  }

  /** Lets go of runs that are over and that nobody can see any more. */
  #forget(): void {
    const newest = new Set(this.#newest.values());
    const panels = [...this.#panels.values()];
    for (const run of this.#runs.values())
      if (isOver(run) && !newest.has(run) && !panels.some((panel) => panel.shows(run))) this.#runs.delete(run.id);
  }

  #apply(run: Run, event: PanelEvent): void {
    apply(run, event);
    for (const panel of this.#panels.values()) if (panel.shows(run)) panel.forward(run, event);
    this.#watcher?.applied(run, event);
    if (isOver(run) || event.event === 'started') this.#announce();
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
      // Its process ended with the window; where it can be gone on with, that begins in a moment.
      if (!isOver(kept.run)) kept.run.phase = 'interrupted';
      this.#newest.set(kept.uri, kept.run);
      void this.#reload(kept.run);
    }
    this.#adopt(kept.uri, panel);
  }

  /** What a view keeps is thinned; the folder has the whole run. */
  async #reload(run: Run): Promise<void> {
    const folder = folderOf(run);
    const whole = folder === null ? null : await runIn(folder);
    const panel = this.#panels.get(run.uri);
    if (!whole || this.#newest.get(run.uri) !== run || panel?.run !== run) return;
    this.#newest.set(run.uri, whole);
    panel.show(whole);
  }

  /** Lets menus know what is being trained, and the next window what to go on with. */
  #announce(): void {
    this.changed();
    if (!this.#closing) void this.memory.update(UNFINISHED, [...this.#unfinished, ...unfinishedOf(this.training)]);
    const files = this.training.map((run) => run.uri);
    void commands.executeCommand('setContext', 'lspnn.training', files.length > 0);
    void commands.executeCommand('setContext', 'lspnn.trainingFiles', files);
  }
}

/** The runs that have a folder to be found again in. */
const unfinishedOf = (runs: readonly Run[]): Unfinished[] =>
  runs.flatMap(({ uri, train, started }) => (started ? [{ uri, train, folder: started.runDir }] : []));

const keyOf = (uri: string, train: string) => `${train} ${uri}`;
