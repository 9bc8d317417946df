import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ColorThemeKind,
  commands,
  env,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  type Executable,
  type InitializeParams,
  type LanguageClientOptions,
  type Middleware,
} from 'vscode-languageclient/node';
import { findDotnet, RUNTIME_MAJOR, whatIsWrong } from './runtime';
import type { ServerStatus } from './status';

const DOWNLOAD = `https://dotnet.microsoft.com/download/dotnet/${RUNTIME_MAJOR}.0`;

/** So many crashes within so many minutes, and the server stays down until someone asks for it. */
const CRASHES = 4;
const CRASH_MINUTES = 3;

/** Where networks live. Previews of a rename and older versions lie nowhere, so that paths in them would lead to nothing but errors. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** Whether the colours of the editor are light or dark. */
const theme = (): 'light' | 'dark' =>
  [ColorThemeKind.Light, ColorThemeKind.HighContrastLight].includes(window.activeColorTheme.kind) ? 'light' : 'dark';

export interface ConnectionParts {
  readonly middleware: Middleware;
  /** Sets up what the client listens to; called for every client that is made. */
  readonly listen: (client: LanguageClient) => void;
  /** The server went away, with a sentence for those who waited for it. */
  readonly lost: (message: string) => void;
}

/**
 * A client that writes its errors to the log only: what a reader must know, we say in our own words. And it does not say
 * that it could pull diagnostics, since pushed ones are there sooner.
 */
class QuietClient extends LanguageClient {
  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    delete params.capabilities.textDocument?.diagnostic;
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The language server's process and the talk with it: started, restarted, and its failures put into words. */
export class ServerConnection implements Disposable {
  readonly #files = workspace.createFileSystemWatcher('**/*.nnet');
  // Pictures in hovers cannot ask for the theme's colours, so the server draws them for a light or a dark one.
  readonly #theme = window.onDidChangeActiveColorTheme(() => {
    if (this.#client?.state === State.Running) void this.#client.sendNotification('nnet/pictures', { theme: theme() });
  });
  #client: LanguageClient | undefined;
  #crashes: number[] = [];
  /** One start or stop at a time. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly status: ServerStatus,
    private readonly parts: ConnectionParts,
  ) {}

  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  restart(): Promise<void> {
    return this.#inTurn(async () => {
      this.#crashes = [];
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  /**
   * Runs another command of the server's program to its end, such as `report`.
   * @throws what it said where it did not succeed
   */
  async run(...command: string[]): Promise<void> {
    const dotnet = findDotnet(workspace.getConfiguration('lspnn').get('dotnet.path', ''));
    if (!dotnet) throw new Error(await whatIsWrong(undefined));
    const { command: started, args = [] } = this.#executable(dotnet);
    await new Promise<void>((resolve, reject) =>
      execFile(started, [...args.slice(0, -1), ...command], { cwd: this.context.extensionPath }, (error, _, said) =>
        error ? reject(new Error(said.trim().replace(/^nnet: /, '') || error.message)) : resolve(),
      ),
    );
  }

  dispose(): void {
    this.#files.dispose();
    this.#theme.dispose();
    void this.stop();
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step, step);
    return this.#turn;
  }

  async #start(): Promise<void> {
    this.status.set({ name: 'starting' });
    const dotnet = findDotnet(workspace.getConfiguration('lspnn').get('dotnet.path', ''));
    if (!dotnet) return this.#explain(await whatIsWrong(undefined));

    try {
      const client: QuietClient = new QuietClient(
        'lspnn',
        'LspNN',
        this.#executable(dotnet),
        this.#options(() => this.#closed(client)),
      );
      this.parts.listen(client);
      this.#client = client;
      await client.start();
      this.status.set({ name: 'running' });
    } catch (error) {
      this.#client = undefined;
      await this.#explain(await whatIsWrong(dotnet), error as Error);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.status.set({ name: 'stopped' });
    if (!client) return;
    this.parts.lost('The language server was stopped, and that ended the run.');
    // A server that does not answer is killed by the client after this time.
    await client.dispose(2000).catch((error: Error) => this.log.warn(`Stopping the server: ${error.message}`));
  }

  #executable(dotnet: string): Executable {
    const server = process.env['LSPNN_SERVER'] ?? this.context.asAbsolutePath(join('server', 'nnet.dll'));
    if (!existsSync(server)) throw new Error(`The language server is missing: ${server}`);
    const started = server.endsWith('.dll') ? dotnet : process.execPath;
    return {
      command: started,
      args: [server, 'lsp'],
      transport: TransportKind.stdio,
      // Not the folder that is open: a server must not pick up files from there by accident.
      options: { cwd: this.context.extensionPath },
    };
  }

  #options(closed: () => void): LanguageClientOptions {
    return {
      documentSelector: SCHEMES.map((scheme) => ({ scheme, language: 'nnet' })),
      outputChannel: this.log,
      initializationOptions: () => ({
        settings: workspace.getConfiguration('lspnn'),
        trusted: workspace.isTrusted,
        pictures: theme(),
        graph: true,
        trials: true,
      }),
      synchronize: {
        configurationSection: 'lspnn',
        fileEvents: this.#files,
      },
      middleware: this.parts.middleware,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          closed();
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    };
  }

  /**
   * The process is gone, though nobody stopped it. Starting it again is done here and not by the client, which would
   * try a server that cannot start at all five times in a row, with a message each time.
   */
  #closed(client: LanguageClient): void {
    if (this.#client !== client || client.state === State.Starting) return;
    this.#client = undefined;
    this.parts.lost('The language server crashed, and that ended the run.');
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < CRASH_MINUTES * 60_000), now];
    if (this.#crashes.length <= CRASHES) void this.start();
    else
      void this.#explain(`The language server crashed ${this.#crashes.length} times within ${CRASH_MINUTES} minutes.`);
  }

  /** Says what is wrong and offers what helps. */
  async #explain(reason: string | undefined, error?: Error): Promise<void> {
    const isRuntime = reason?.includes('.NET') ?? false;
    const sentence = reason ?? `The language server could not start: ${error?.message ?? 'it gave no reason'}`;
    this.log.error(sentence, ...(error ? [error] : []));
    this.status.set({ name: 'failed', reason: sentence });
    const getRuntime = `Get .NET ${RUNTIME_MAJOR}`;
    const choose = 'Choose dotnet…';
    const restart = 'Restart';
    const showLog = 'Show Log';
    const buttons = isRuntime ? [getRuntime, choose, restart] : [restart, showLog];
    // Not awaited: a message that nobody answers must not hold up the next start.
    void window.showErrorMessage(sentence, ...buttons).then((button) => {
      if (button === getRuntime) void env.openExternal(Uri.parse(DOWNLOAD));
      else if (button === choose) void commands.executeCommand('workbench.action.openSettings', 'lspnn.dotnet.path');
      else if (button === restart) void this.restart();
      else if (button === showLog) this.log.show();
    });
  }
}
