import { languages, MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable } from 'vscode';

/** How the language server is. */
export type ServerState =
  { readonly name: 'starting' | 'running' | 'stopped' } | { readonly name: 'failed'; readonly reason: string };

/** The item in the status bar: seen beside `.nnet` files, and everywhere once something is wrong. */
export class ServerStatus implements Disposable {
  readonly #item = window.createStatusBarItem('lspnn.server', StatusBarAlignment.Right, 100);
  readonly #listener: Disposable;
  #state: ServerState = { name: 'starting' };

  constructor() {
    this.#item.name = 'LspNN Language Server';
    this.#item.command = 'lspnn.serverMenu';
    this.#listener = window.onDidChangeActiveTextEditor(() => this.#render());
    this.#render();
  }

  set(state: ServerState): void {
    this.#state = state;
    this.#render();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }

  #render(): void {
    const state = this.#state;
    const { icon, sentence } = {
      starting: { icon: 'loading~spin', sentence: 'The language server is starting.' },
      running: { icon: 'check', sentence: 'The language server is running.' },
      stopped: { icon: 'circle-slash', sentence: 'The language server is stopped.' },
      failed: { icon: 'warning', sentence: state.name === 'failed' ? state.reason : '' },
    }[state.name];
    this.#item.text = `$(${icon}) nnet`;
    this.#item.tooltip = tooltip(sentence);
    this.#item.accessibilityInformation = { label: `LspNN: ${sentence}`, role: 'button' };
    this.#item.backgroundColor =
      state.name === 'failed' ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    const editor = window.activeTextEditor;
    const here = editor !== undefined && languages.match({ language: 'nnet' }, editor.document) > 0;
    if (here || state.name === 'failed') this.#item.show();
    else this.#item.hide();
  }
}

function tooltip(sentence: string): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.isTrusted = { enabledCommands: ['lspnn.restartServer', 'lspnn.showLog'] };
  text.appendText(sentence);
  text.appendMarkdown(
    '\n\n[$(debug-restart) Restart](command:lspnn.restartServer) · [$(output) Show log](command:lspnn.showLog)',
  );
  return text;
}
