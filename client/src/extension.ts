import { commands, window, workspace, type ExtensionContext } from 'vscode';
import { registerGraphCommands } from './graphPanel/commands';
import { GraphPanels } from './graphPanel/panels';
import { RunPanels } from './runPanel/panels';
import { ServerConnection } from './server/connection';
import { ServerStatus } from './server/status';
import { registerTrainingCommands, STOP, stop, TRAIN, train, type TrainArgument } from './training/commands';
import { registerWelcomeCommands } from './welcome/commands';
import type { RunNotification } from './training/events';

let connection: ServerConnection | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('LspNN', { log: true });
  const status = new ServerStatus();
  const panels = new RunPanels(context.extensionUri, {
    train: (uri, name) => void train(uri, name),
    stop: (run) => void stop(run),
    restartServer: () => void connection?.restart(),
    showLog: () => log.show(),
  });

  const graphs = new GraphPanels(context.extensionUri);

  connection = new ServerConnection(context, log, status, {
    listen: (client) => {
      client.onNotification('nnet/run', (event: RunNotification) => panels.receive(event));
      graphs.attach(client);
    },
    lost: (message) => {
      panels.loseAll(message);
      graphs.loseAll();
    },
    middleware: {
      executeCommand: async (command, args, next) => {
        if (command === STOP) {
          panels.markStopping((args[0] as { run: string }).run);
          return next(command, args);
        }
        if (command !== TRAIN) return next(command, args);
        if (!workspace.isTrusted) return askForTrust();
        const { uri, train } = args[0] as TrainArgument;
        const answer = (await next(command, args)) as { run: string } | null | undefined;
        if (answer?.run) panels.expect(answer.run, uri, train);
        return answer;
      },
    },
  });

  context.subscriptions.push(
    log,
    status,
    panels,
    graphs,
    connection,
    commands.registerCommand('lspnn.restartServer', () => connection?.restart()),
    commands.registerCommand('lspnn.showLog', () => log.show()),
    commands.registerCommand('lspnn.serverMenu', serverMenu),
    ...registerTrainingCommands(panels),
    ...registerGraphCommands(graphs),
    ...registerWelcomeCommands(context),
    workspace.onDidGrantWorkspaceTrust(() => connection?.restart()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('lspnn.dotnet.path')) void connection?.restart();
    }),
  );
  await connection.start();
}

export const deactivate = () => connection?.stop();

async function serverMenu(): Promise<void> {
  const picked = await window.showQuickPick(
    [
      { label: '$(debug-restart) Restart language server', command: 'lspnn.restartServer' },
      { label: '$(output) Show log', command: 'lspnn.showLog' },
      { label: '$(book) Language reference', command: 'lspnn.openReference' },
      { label: '$(gear) Settings', command: 'workbench.action.openSettings', argument: '@ext:lspnn.lspnn' },
    ],
    { placeHolder: 'LspNN' },
  );
  if (picked) await commands.executeCommand(picked.command, picked.argument);
}

async function askForTrust(): Promise<null> {
  const manage = 'Manage Workspace Trust';
  const picked = await window.showWarningMessage(
    'Training reads data files and writes the trained weights, so it starts only in a folder that you trust.',
    manage,
  );
  if (picked === manage) await commands.executeCommand('workbench.trust.manage');
  return null;
}
