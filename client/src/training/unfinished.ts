import { Uri, window, workspace } from 'vscode';
import { readFolder } from '../runHistory/folder';
import type { RunPanels, Unfinished } from '../runPanel/panels';
import { goOn } from './commands';

/** A window that comes back within this time was reloaded; one that comes back later was closed. */
const RELOAD_MILLISECONDS = 120_000;

/**
 * Finds the runs again that the window or the server left behind: those that a process still trains as they are, and those that
 * ended with the window from their last checkpoint, at once after a reload, and if the reader wants it after longer.
 */
export async function goOnWithUnfinished(panels: RunPanels): Promise<void> {
  if (!workspace.isTrusted) return;
  for (const run of await panels.takeUnfinished()) void goOnWith(panels, run).catch(() => {});
}

async function goOnWith(panels: RunPanels, { uri, train, folder }: Unfinished): Promise<void> {
  // The server tracks lines of documents that are open.
  const isThere = await workspace.openTextDocument(Uri.parse(uri)).then(
    () => true,
    () => false,
  );
  if (await goOn(panels, uri, train, folder, { ifUnderWay: true })) return;
  const found = await readFolder(Uri.file(folder));
  if (!isThere || !found || !['running', 'stopped'].includes(found.status)) return;
  if (workspace.getConfiguration('lspnn').get('training.whenEditorCloses') === 'stop') return;
  const events = await workspace.fs.stat(Uri.joinPath(Uri.file(folder), 'events.jsonl')).then(
    (stat) => stat.mtime,
    () => 0,
  );
  if (Date.now() - events > RELOAD_MILLISECONDS) {
    const name = Uri.parse(uri).path.split('/').at(-1);
    const yes = 'Go On';
    const picked = await window.showInformationMessage(
      `Training ${train} of ${name} ended with the window. Go on where it was?`,
      yes,
      'Leave It',
    );
    if (picked !== yes) return;
  }
  await goOn(panels, uri, train, folder);
}
