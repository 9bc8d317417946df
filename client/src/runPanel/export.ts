import { commands, Uri, window, workspace } from 'vscode';
import { csvOf } from './csv';
import type { ExportFormat } from './messages';
import type { Run } from './run';

const formats: readonly { label: string; description: string; format: ExportFormat | 'csv' }[] = [
  { label: 'PNG', description: 'the curves as they stand in the panel', format: 'png' },
  { label: 'SVG', description: 'the curves as lines that can be scaled, dark on white', format: 'svg' },
  { label: 'CSV', description: 'every epoch as a row of numbers', format: 'csv' },
];

/** Asks for the format and the place, and writes what a panel shows. */
export async function exportRun(run: Run, draw: (format: ExportFormat) => Promise<string>): Promise<void> {
  const picked = await window.showQuickPick(formats, { placeHolder: 'What to export' });
  if (!picked) return;
  const { format } = picked;
  const content = format === 'csv' ? csvOf(run) : await draw(format);
  const name = `${run.started?.model ?? run.train}-${run.started?.data ?? 'run'}.${format}`;
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(Uri.parse(run.uri), '..', name),
    filters: { [picked.label]: [format] },
    saveLabel: 'Export',
  });
  if (!target) return;
  try {
    await workspace.fs.writeFile(target, Buffer.from(content, format === 'png' ? 'base64' : 'utf8'));
  } catch (error) {
    void window.showErrorMessage(`The file could not be written: ${(error as Error).message}`);
    return;
  }
  const open = 'Open';
  const said = await window.showInformationMessage(`The run is in ${workspace.asRelativePath(target)}.`, open);
  if (said === open) await commands.executeCommand('vscode.open', target);
}
