import { commands, Uri, window, workspace, type Disposable, type ExtensionContext } from 'vscode';

/** The commands behind the walkthrough: a network to begin with, and the page that explains the language. */
export function registerWelcomeCommands(context: ExtensionContext): Disposable[] {
  const asset = (...parts: string[]) => Uri.joinPath(context.extensionUri, ...parts);
  return [
    commands.registerCommand('lspnn.newNetwork', async () => {
      const content = new TextDecoder().decode(await workspace.fs.readFile(asset('walkthrough', 'first.nnet')));
      await window.showTextDocument(await workspace.openTextDocument({ language: 'nnet', content }));
    }),
    commands.registerCommand('lspnn.openReference', () =>
      commands.executeCommand('markdown.showPreview', asset('grammar', 'README.md')),
    ),
  ];
}
