import { commands, Uri, window, type Disposable } from 'vscode';
import { exportGraph } from './export';
import type { GraphPanels } from './panels';

/** The commands of the graph view. The server's code lenses call the first one with a file and a model. */
export function registerGraphCommands(panels: GraphPanels): Disposable[] {
  return [
    commands.registerCommand('lspnn.showGraph', (file?: string | Uri, model?: string) => {
      const uri = file?.toString() ?? window.activeTextEditor?.document.uri.toString();
      if (uri) panels.open(uri, typeof model === 'string' ? model : null);
    }),
    commands.registerCommand('lspnn.exportGraph', async () => {
      const panel = panels.active;
      if (panel) await exportGraph(panel);
      else void window.showInformationMessage('Open a graph first, with “LspNN: Show Graph”.');
    }),
  ];
}
