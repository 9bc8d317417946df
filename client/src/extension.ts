import { commands, window, workspace, type ExtensionContext } from 'vscode';
import { registerGraphCommands } from './graphPanel/commands';
import { GraphPanels } from './graphPanel/panels';
import { registerPlaygroundCommands } from './playground/commands';
import { PlaygroundPanels } from './playground/panels';
import { changesBetweenRuns, chooseCompared, registerHistoryCommands, showChanges } from './runHistory/commands';
import { registerTrainedTexts } from './runHistory/texts';
import { RunTree } from './runHistory/tree';
import { RatePanels } from './ratePanel/panels';
import { RunPanels } from './runPanel/panels';
import { folderOf } from './runPanel/run';
import { ServerConnection } from './server/connection';
import { ServerStatus } from './server/status';
import {
  begin,
  goOn,
  pause,
  registerTrainingCommands,
  resume,
  STOP,
  stop,
  TRAIN,
  train,
  trainOn,
  wantPictures,
  type TrainArgument,
} from './training/commands';
import { trainSideBySide } from './training/sideBySide';
import { goOnWithUnfinished } from './training/unfinished';
import { CHECK_ONE_BATCH, FIND_RATE, registerTrialCommands } from './trials/commands';
import type { TrialNotification } from './trials/events';
import { registerWelcomeCommands } from './welcome/commands';
import type { RunNotification } from './training/events';

let connection: ServerConnection | undefined;
let runPanels: RunPanels | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('LspNN', { log: true });
  const status = new ServerStatus();
  const panels: RunPanels = new RunPanels(
    context.extensionUri,
    context.workspaceState,
    {
      train: (uri, name) => void train(uri, name),
      begin: (run) => void begin(run),
      pause: (run) => void pause(run),
      resume: (run, text) => void resume(run, text),
      stop: (run) => void stop(run),
      goOn: (run) => void goOn(panels, run.uri, run.train, folderOf(run)),
      trainOn: (run) => void trainOn(panels, run),
      compare: chooseCompared,
      wantPictures: (run, wanted) => void wantPictures(run, wanted),
      showChanges: (before, after) => void showChanges(before, after),
      changes: changesBetweenRuns,
      restartServer: () => void connection?.restart(),
      showLog: () => log.show(),
    },
    () => tree.refresh(),
  );
  runPanels = panels;
  const tree = new RunTree(() => panels.trainingFolders);
  const runs = window.createTreeView('lspnn.runs', { treeDataProvider: tree, canSelectMany: true });

  const graphs = new GraphPanels(context.extensionUri);
  const rates = new RatePanels(context.extensionUri, (uri, name) => void train(uri, name));
  const playgrounds = new PlaygroundPanels(context.extensionUri, panels);

  const server: ServerConnection = new ServerConnection(context, log, status, {
    listen: (client) => {
      client.onNotification('nnet/run', (event: RunNotification) => panels.receive(event));
      client.onNotification('nnet/trial', (event: TrialNotification) => rates.receive(event));
      graphs.attach(client);
      playgrounds.attach(client);
    },
    ready: () => void goOnWithUnfinished(panels),
    lost: (message) => {
      panels.loseAll(message);
      rates.loseAll(message);
      graphs.loseAll();
      playgrounds.loseAll();
    },
    middleware: {
      executeCommand: async (command, args, next) => {
        if (command === STOP) {
          panels.markStopping((args[0] as { run: string }).run);
          return next(command, args);
        }
        if (![TRAIN, FIND_RATE, CHECK_ONE_BATCH].includes(command)) return next(command, args);
        if (!workspace.isTrusted) return askForTrust();
        const { uri, train } = args[0] as TrainArgument;
        const asked = command === TRAIN && panels.opensFor(uri) ? [{ ...args[0], awaited: true }] : args;
        const answer = (await next(command, asked)) as { run?: string; trial?: string } | null | undefined;
        if (answer?.run) panels.expect(answer.run, uri, train);
        if (answer?.trial && command === FIND_RATE) rates.expect(answer.trial, uri, train);
        return answer;
      },
    },
  });

  connection = server;
  context.subscriptions.push(
    log,
    status,
    panels,
    graphs,
    rates,
    playgrounds,
    server,
    commands.registerCommand('lspnn.restartServer', () => connection?.restart()),
    commands.registerCommand('lspnn.showLog', () => log.show()),
    commands.registerCommand('lspnn.serverMenu', serverMenu),
    tree,
    runs,
    ...registerTrainingCommands(panels),
    ...registerTrialCommands(),
    commands.registerCommand('lspnn.trainSideBySide', () => trainSideBySide(panels)),
    registerTrainedTexts(),
    ...registerHistoryCommands(panels, tree, runs, (...command) => server.run(...command)),
    ...registerGraphCommands(graphs),
    ...registerPlaygroundCommands(playgrounds, context.extensionUri),
    ...registerWelcomeCommands(context),
    workspace.onDidGrantWorkspaceTrust(() => connection?.trust()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('lspnn.dotnet.path')) void connection?.restart();
    }),
  );
  void commands.executeCommand('setContext', 'lspnn.active', true);
  await server.start();
}

export function deactivate(): Promise<void> | undefined {
  runPanels?.close();
  return connection?.stop();
}

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
