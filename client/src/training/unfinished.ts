import { Uri, window, workspace } from 'vscode';
import { readFolder } from '../runHistory/folder';
import type { RunPanels, Unfinished } from '../runPanel/panels';
import { goOn } from './commands';

/** A window that comes back within this time was reloaded; one that comes back later was closed. */
const RELOAD_MILLISECONDS = 120_000;

/**
 * Goes on with the runs that ended only because the window did, from where they were: at once after a reload, and if the reader
 * wants it after the window was closed for longer.
 */
export async function goOnWithUnfinished(panels: RunPanels): Promise<void> {
  if (!workspace.isTrusted) return;
  for (const run of await panels.takeUnfinished()) {
    const found = await readFolder(Uri.file(run.folder));
    if (found && ['running', 'stopped'].includes(found.status)) void goOnWith(panels, run);
  }
}

async function goOnWith(panels: RunPanels, { uri, train, folder }: Unfinished): Promise<void> {
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
  // The server tracks lines of documents that are open.
  await workspace.openTextDocument(Uri.parse(uri));
  await goOn(panels, uri, train, folder);
}
