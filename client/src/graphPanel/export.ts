import { ColorThemeKind, commands, Uri, window, workspace } from 'vscode';
import type { ExportTheme } from './messages';
import type { GraphPanel } from './panel';

/** Asks for the colours and the place, and writes the drawing of a panel as an SVG file. */
export async function exportGraph(panel: GraphPanel): Promise<void> {
  const picked = await window.showQuickPick(choices(), { placeHolder: 'Colours of the picture' });
  if (!picked) return;
  const svg = await panel.export(picked.theme);
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(Uri.parse(panel.uri), '..', `${panel.name}.svg`),
    filters: { 'SVG picture': ['svg'] },
    saveLabel: 'Export',
  });
  if (!target) return;
  try {
    await workspace.fs.writeFile(target, Buffer.from(svg, 'utf8'));
  } catch (error) {
    void window.showErrorMessage(`The picture could not be written: ${(error as Error).message}`);
    return;
  }
  const open = 'Open';
  const said = await window.showInformationMessage(`The graph is in ${workspace.asRelativePath(target)}.`, open);
  if (said === open) await commands.executeCommand('vscode.open', target);
}

/** The colours that the window has stand first. */
function choices(): { label: string; description: string; theme: ExportTheme }[] {
  const light = { label: 'Light', description: 'dark lines on white, for paper', theme: 'light' as const };
  const dark = { label: 'Dark', description: 'light lines on a dark ground, for slides', theme: 'dark' as const };
  const { kind } = window.activeColorTheme;
  return kind === ColorThemeKind.Dark || kind === ColorThemeKind.HighContrast ? [dark, light] : [light, dark];
}
