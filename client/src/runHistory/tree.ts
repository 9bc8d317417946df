import {
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  workspace,
  type Disposable,
  type FileSystemWatcher,
  type TreeDataProvider,
} from 'vscode';
import { duration, count, score } from '../runPanel/view/format';
import { findRuns, MANIFESTS, outcome, type RunFolder } from './folder';
import { runName } from './name';

/** The runs of one train block of one file. */
export interface RunGroup {
  readonly key: string;
  readonly runs: readonly RunFolder[];
}

export type Entry = RunGroup | RunFolder;

/** Files change all the time while a run goes on; the list follows at this pace. */
const REFRESH_MILLISECONDS = 700;

/** The history of runs: what lies in the folders named `runs`, grouped by file and train block. */
export class RunTree implements TreeDataProvider<Entry>, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #watchers = [workspace.createFileSystemWatcher(MANIFESTS), workspace.createFileSystemWatcher('**/runs/*')];
  #timer: NodeJS.Timeout | undefined;
  /** Looking takes a while, so what was found is kept, and looked for anew by one at a time. */
  #found: Promise<RunGroup[]> | undefined;
  #looking = false;
  #shown = '';

  /** @param isTraining whether the run in this folder goes on in this window */
  constructor(private readonly isTraining: (folder: string) => boolean) {
    const [manifests, folders] = this.#watchers as [FileSystemWatcher, FileSystemWatcher];
    manifests.onDidChange(() => this.refresh());
    for (const watcher of [manifests, folders]) {
      watcher.onDidCreate(() => this.refresh());
      watcher.onDidDelete(() => this.refresh());
    }
  }

  refresh(): void {
    this.#timer ??= setTimeout(() => void this.#look(), REFRESH_MILLISECONDS);
  }

  async getChildren(entry?: Entry): Promise<Entry[]> {
    if (entry) return 'runs' in entry ? [...entry.runs] : [];
    this.#found ??= groupsOf();
    return this.#found;
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    // What changes while somebody looks is looked at afterwards.
    if (this.#looking) return this.refresh();
    this.#looking = true;
    const groups = await groupsOf().catch((): RunGroup[] => []);
    this.#looking = false;
    const shown = JSON.stringify(
      groups.map(({ key, runs }) => [
        key,
        ...runs.map(({ name, status, done, folder }) => [name, status, done, this.isTraining(folder.fsPath)]),
      ]),
    );
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#found = Promise.resolve(groups);
    this.#changed.fire();
  }

  getTreeItem(entry: Entry): TreeItem {
    return 'runs' in entry ? this.#group(entry) : this.#run(entry);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.dispose();
    this.#changed.dispose();
  }

  #group({ key, runs }: RunGroup): TreeItem {
    const [{ file, started }] = runs as [RunFolder];
    const item = new TreeItem(file, TreeItemCollapsibleState.Expanded);
    item.id = key;
    item.label = file.path.split('/').at(-1)!;
    item.description = `${started.model} on ${started.data}`;
    item.iconPath = ThemeIcon.File;
    item.contextValue = 'group';
    return item;
  }

  #run(run: RunFolder): TreeItem {
    const training = run.status === 'running' && this.isTraining(run.folder.fsPath);
    const state = training ? 'training' : run.status === 'running' ? 'interrupted' : run.status;
    const { word, icon, color } = states[state] ?? states.interrupted;
    const item = new TreeItem(nameOf(run), TreeItemCollapsibleState.None);
    item.id = run.folder.toString();
    const result = outcome(run);
    const said = [
      result ? `${result.name} ${score(result.name, result.value)}` : word,
      run.done ? `${count(run.done.epochs)} epochs` : null,
      run.done?.seconds != null ? duration(run.done.seconds) : null,
    ];
    item.description = said.filter((each) => each !== null).join(' · ');
    item.iconPath = new ThemeIcon(icon, color ? new ThemeColor(color) : undefined);
    item.contextValue = training ? 'training' : 'run';
    item.tooltip = tooltip(run, word);
    item.accessibilityInformation = { label: `Run ${nameOf(run)}, ${word}, ${item.description}` };
    item.command = { command: 'lspnn.runs.open', title: 'Open Run', arguments: [run] };
    return item;
  }
}

/** Every run in the folders that are open, by the file and the train block that it is of. */
async function groupsOf(): Promise<RunGroup[]> {
  const groups = new Map<string, RunFolder[]>();
  for (const run of await findRuns()) {
    const key = `${run.file.toString()}#${run.started.train}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups].map(([key, runs]) => ({ key, runs }));
}

const states = {
  training: { word: 'training', icon: 'sync~spin', color: undefined },
  completed: { word: 'done', icon: 'pass', color: 'charts.blue' },
  early_stopped: { word: 'stopped early', icon: 'pass', color: 'charts.blue' },
  stopped: { word: 'stopped', icon: 'circle-slash', color: undefined },
  diverged: { word: 'diverged', icon: 'warning', color: 'problemsWarningIcon.foreground' },
  interrupted: { word: 'interrupted', icon: 'debug-disconnect', color: undefined },
} as const;

export const nameOf = ({ name, created }: RunFolder) => runName(name, created, new Date());

function tooltip(run: RunFolder, word: string): MarkdownString {
  const { started, done } = run;
  const rows = [
    `**${started.model} on ${started.data}** · ${word}`,
    run.created.toLocaleString('en-GB'),
    `${count(started.parameters)} parameters · ${started.optimizer} · ${started.loss.replaceAll('_', ' ')}`,
  ];
  if (done?.test)
    rows.push(
      `test ${Object.entries(done.test)
        .map(([name, value]) => `${name.replaceAll('_', ' ')} ${score(name, value)}`)
        .join(', ')}`,
    );
  rows.push(`\`${run.name}\``);
  return new MarkdownString(rows.join('  \n'));
}
