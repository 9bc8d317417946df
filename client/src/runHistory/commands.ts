import { commands, env, Range, Uri, window, workspace, WorkspaceEdit, type Disposable, type TreeView } from 'vscode';
import type { ComparedRun } from '../runPanel/messages';
import type { RunPanels } from '../runPanel/panels';
import { folderOf, type Run } from '../runPanel/run';
import { score } from '../runPanel/view/format';
import { goOn } from '../training/commands';
import type { Change } from './lines';
import { findRuns, outcome, readFolder, readRun, readText, type RunFolder } from './folder';
import { changesOf, openChanges } from './texts';
import { nameOf, type Entry, type RunTree } from './tree';

/** As many as have colours of their own beside the panel's run. */
const MOST_COMPARED = 4;

/** What can be done with runs that lie in folders. */
export function registerHistoryCommands(
  panels: RunPanels,
  tree: RunTree,
  view: TreeView<Entry>,
  nnet: (...command: string[]) => Promise<void>,
): Disposable[] {
  // A menu hands over the entry under the pointer, a key or the palette nothing: then it is the selected one.
  const one = (action: (run: RunFolder) => unknown) => (entry?: Entry) => {
    const chosen = entry ?? view.selection[0];
    if (chosen && 'folder' in chosen) return attempt(() => action(chosen), tree);
    return undefined;
  };
  const some = (action: (runs: readonly RunFolder[]) => unknown) => (entry?: Entry, selected?: readonly Entry[]) => {
    const chosen = (selected ?? (entry ? [entry] : view.selection)).filter((each) => 'folder' in each);
    if (chosen.length > 0) return attempt(() => action(chosen), tree);
    return undefined;
  };
  return [
    commands.registerCommand(
      'lspnn.runs.open',
      one((run) => open(panels, run)),
    ),
    commands.registerCommand(
      'lspnn.runs.compare',
      some((runs) => compareSelected(panels, runs)),
    ),
    commands.registerCommand(
      'lspnn.runs.rename',
      one((run) => rename(run, tree)),
    ),
    commands.registerCommand(
      'lspnn.runs.delete',
      some((runs) => remove(runs, tree)),
    ),
    commands.registerCommand(
      'lspnn.runs.openFolder',
      one((run) => commands.executeCommand('revealInExplorer', run.folder)),
    ),
    commands.registerCommand(
      'lspnn.runs.exportReport',
      some((runs) => exportReport(runs, nnet)),
    ),
    commands.registerCommand('lspnn.runs.restoreText', one(restoreText)),
    commands.registerCommand('lspnn.runs.showChanges', one(showChangesSince)),
    commands.registerCommand('lspnn.runs.refresh', () => tree.searchAgain()),
  ];
}

/** Asks which other runs of the file a run is to be compared with. Undefined: the reader changed their mind. */
export async function chooseCompared(run: Run, compared: readonly ComparedRun[]): Promise<ComparedRun[] | undefined> {
  const own = folderOf(run);
  const others = (await findRuns()).filter(
    (each) => each.file.toString() === run.uri && each.folder.fsPath !== own && each.started.layers !== undefined,
  );
  if (others.length === 0) {
    void window.showInformationMessage(
      'There is no other run of this file yet. Change something, train again, then compare.',
    );
    return undefined;
  }
  const picked = await window.showQuickPick(
    others.map((each) => ({
      label: nameOf(each),
      description: `${each.started.model} on ${each.started.data}`,
      detail: resultOf(each),
      picked: compared.some((other) => folderOf(other.run) === each.folder.fsPath),
      each,
    })),
    { canPickMany: true, placeHolder: `Runs to lay over this one, at most ${MOST_COMPARED}`, matchOnDescription: true },
  );
  return (
    picked &&
    comparedWith(
      run,
      picked.map(({ each }) => each),
    )
  );
}

/** Opens VS Code's own comparison of what two runs trained. */
export async function showChanges(before: Run, after: Run): Promise<void> {
  const [left, right] = [folderOf(before), folderOf(after)];
  if (left !== null && right !== null) await openChanges(Uri.file(left), Uri.file(right));
}

/** The lines by which what two runs trained differs; null where a text is gone. */
export async function changesBetweenRuns(before: Run, after: Run): Promise<readonly Change[] | null> {
  const [left, right] = [folderOf(before), folderOf(after)];
  return left === null || right === null ? null : changesOf(Uri.file(left), Uri.file(right));
}

/** Runs in the panel of another one, with what changed between their texts. */
async function comparedWith(run: Run, others: readonly RunFolder[]): Promise<ComparedRun[]> {
  const own = folderOf(run);
  return Promise.all(
    others.slice(0, MOST_COMPARED).map(async (each) => {
      const changes = own === null ? null : await changesOf(each.folder, Uri.file(own));
      return { name: nameOf(each), run: await readRun(each), changes, isBeside: false };
    }),
  );
}

async function open(panels: RunPanels, run: RunFolder): Promise<void> {
  const uri = run.file.toString();
  // Another window may have begun it, and its process may still be there.
  const isKnown = panels.find(run.folder.fsPath) !== undefined;
  if (run.status === 'running' && !isKnown)
    if (await goOn(panels, uri, run.started.train, run.folder.fsPath, { ifUnderWay: true })) return panels.open(uri);
  panels.show(panels.find(run.folder.fsPath) ?? (await readRun(run)));
}

async function compareSelected(panels: RunPanels, runs: readonly RunFolder[]): Promise<void> {
  const [first, ...others] = runs as [RunFolder, ...RunFolder[]];
  const run = panels.find(first.folder.fsPath) ?? (await readRun(first));
  const compared = others.length > 0 ? await comparedWith(run, others) : await chooseCompared(run, []);
  if (compared) panels.show(run, compared);
}

async function rename(run: RunFolder, tree: RunTree): Promise<void> {
  const siblings = new Set((await findRuns()).map((each) => each.folder.toString()));
  const target = (name: string) => Uri.joinPath(run.folder, '..', name.trim());
  const name = await window.showInputBox({
    title: 'Rename the run',
    prompt: 'Its folder takes the name too.',
    value: run.name,
    validateInput: (value) => {
      if (value.trim() === '' || /[\\/:*?"<>|]/.test(value) || /^\.+$/.test(value.trim()))
        return 'A folder cannot have this name.';
      return value.trim() !== run.name && siblings.has(target(value).toString())
        ? 'There is a run of this name already.'
        : undefined;
    },
  });
  if (name === undefined || name.trim() === run.name) return;
  await workspace.fs.rename(run.folder, target(name));
  tree.refresh();
}

async function remove(runs: readonly RunFolder[], tree: RunTree): Promise<void> {
  const what = runs.length === 1 ? `the run ${nameOf(runs[0]!)}` : `${runs.length} runs`;
  const useTrash = env.remoteName === undefined;
  const button = useTrash ? 'Move to Trash' : 'Delete';
  const picked = await window.showWarningMessage(
    `Delete ${what}?`,
    {
      modal: true,
      detail: `Weights, curves and text go with the folder. ${useTrash ? 'The trash keeps them.' : 'This cannot be undone.'}`,
    },
    button,
  );
  if (picked !== button) return;
  for (const { folder } of runs) await workspace.fs.delete(folder, { recursive: true, useTrash });
  tree.refresh();
}

/** Writes a run, or several laid over each other, as one page that needs no editor. */
async function exportReport(runs: readonly RunFolder[], nnet: (...command: string[]) => Promise<void>): Promise<void> {
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(runs[0]!.folder, 'report.html'),
    filters: { HTML: ['html'] },
    saveLabel: 'Export',
  });
  if (!target) return;
  await nnet('report', ...runs.slice(0, 1 + MOST_COMPARED).map((run) => run.folder.fsPath), '--output', target.fsPath);
  const open = 'Open';
  const said = await window.showInformationMessage(`The report is in ${workspace.asRelativePath(target)}.`, open);
  if (said === open) await env.openExternal(target);
}

/** Puts the text of a run into the editor, as one step that can be undone; nothing is saved. */
async function restoreText(run: RunFolder): Promise<void> {
  const text = await readText(run.folder);
  const document = await workspace.openTextDocument(run.file);
  await window.showTextDocument(document, { preview: false });
  if (document.getText() === text) {
    void window.showInformationMessage('The file holds the text of that run already.');
    return;
  }
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, document.validateRange(new Range(0, 0, document.lineCount, 0)), text);
  await workspace.applyEdit(edit);
}

const showChangesSince = (run: RunFolder) =>
  commands.executeCommand(
    'vscode.diff',
    text(run.folder),
    run.file,
    `Since ${nameOf(run)}: ${run.file.path.split('/').at(-1)}`,
  );

const text = (folder: Uri) => Uri.joinPath(folder, 'model.nnet');

function resultOf(run: RunFolder): string {
  const result = outcome(run);
  return result ? `test ${result.name} ${score(result.name, result.value)}` : run.status.replace('_', ' ');
}

/** A folder may go while its run is still in the list: then the list is what has to change. */
async function attempt(action: () => unknown, tree: RunTree): Promise<void> {
  try {
    await action();
  } catch (error) {
    tree.refresh();
    void window.showErrorMessage(`That could not be done: ${(error as Error).message}`);
  }
}

/** The run of a folder, or null where it is gone. */
export async function runIn(folder: string): Promise<Run | null> {
  const found = await readFolder(Uri.file(folder));
  return found ? readRun(found).catch(() => null) : null;
}
