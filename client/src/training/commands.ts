import { commands, Uri, window, workspace, type CodeLens, type Disposable } from 'vscode';
import type { RunPanels } from '../runPanel/panels';
import { folderOf, isOver, type Run } from '../runPanel/run';

/** Commands of the server; its code lenses carry them, so that every editor can use them. */
export const TRAIN = 'nnet.train';
export const STOP = 'nnet.stop';

export const BEGIN = 'nnet.begin';
export const PAUSE = 'nnet.pause';
export const RESUME = 'nnet.resume';
export const STEP = 'nnet.step';
export const TRAIN_ON = 'nnet.trainOn';
export const GO_ON = 'nnet.goOn';
export const PICTURES = 'nnet.pictures';

/** The argument of {@link TRAIN}. */
export interface TrainArgument {
  readonly uri: string;
  readonly train: string;
  /** The run's folder in `runs`, where it takes the place of the one before; a new one when left out. */
  readonly folder?: string;
  /** Whether it waits before its first step. */
  readonly paused?: boolean;
  /** Whether it begins only with {@link begin}, or seconds later, since a panel opens for it. */
  readonly awaited?: boolean;
}

export function registerTrainingCommands(panels: RunPanels): Disposable[] {
  return [
    commands.registerCommand('lspnn.train', () => {
      const uri = window.activeTextEditor?.document.uri;
      if (uri) return train(uri.toString(), null);
      return undefined;
    }),
    commands.registerCommand('lspnn.stopTraining', () => stopOne(panels)),
    commands.registerCommand('lspnn.pauseTraining', () => {
      const run = ofActiveFile(panels, 'running');
      return run && pause(run);
    }),
    commands.registerCommand('lspnn.resumeTraining', () => {
      const run = ofActiveFile(panels, 'paused');
      return run && resume(run, 'now');
    }),
    commands.registerCommand('lspnn.openRunPanel', () => {
      const uri = window.activeTextEditor?.document.uri;
      if (uri) panels.open(uri.toString());
    }),
  ];
}

/**
 * Trains the block of that name, or the one at the cursor. Which blocks there are and what is to be asked for them,
 * the server's code lenses say.
 */
export async function train(uri: string, name: string | null): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 1000);
  const blocks = lenses
    .filter((lens) => lens.command?.command === TRAIN)
    .sort((one, other) => one.range.start.line - other.range.start.line);
  const editor = window.visibleTextEditors.find((each) => each.document === document);
  const cursor = editor?.selection.active.line ?? 0;
  const chosen =
    blocks.find((lens) => argumentOf(lens)?.train === name) ??
    blocks.findLast((lens) => lens.range.start.line <= cursor) ??
    blocks[0];
  if (chosen?.command) {
    await commands.executeCommand(TRAIN, ...(chosen.command.arguments ?? []));
    return;
  }
  const running = lenses.some((lens) => lens.command?.command === STOP);
  void window.showInformationMessage(
    running
      ? 'This file is being trained already. Stop that run first.'
      : 'There is nothing to train in this file yet. A block "train MODEL on DATA { … }" says what to train and how.',
  );
}

export const stop = (run: Run) => commands.executeCommand(STOP, { run: run.id });

/** The panel of a run that was to wait for it is there. */
export const begin = (run: Run) => commands.executeCommand(BEGIN, { run: run.id });

export const pause = (run: Run) => commands.executeCommand(PAUSE, { run: run.id });

export const resume = (run: Run, text: 'now' | 'before') =>
  commands.executeCommand(RESUME, { run: run.id, takesText: text === 'now' });

/** Who looks at the pictures of a run: its panel, or the playground, which looks at single neurons too. */
export type Viewer = 'runPanel' | 'playground';

const viewers = new Map<string, Set<Viewer>>();

/** Says whether somebody looks at the pictures of a run. Where no server is left to hear it, nothing is drawn anyway. */
export function wantPictures(run: Run, wanted: boolean, viewer: Viewer = 'runPanel'): Thenable<unknown> {
  const looking = viewers.get(run.id) ?? new Set();
  viewers.set(run.id, looking);
  if (wanted) looking.add(viewer);
  else looking.delete(viewer);
  if (looking.size === 0) viewers.delete(run.id);
  const argument = { run: run.id, wanted: looking.size > 0, neurons: looking.has('playground') };
  return commands.executeCommand(PICTURES, argument).then(undefined, () => {});
}

/**
 * Goes on with a run from the last checkpoint in its folder, perhaps for more epochs than it was begun with; or, `ifUnderWay`, finds a
 * run again that a process still trains, and leaves any other as it is. Whether there is a run now.
 */
export async function goOn(
  panels: RunPanels,
  uri: string,
  train: string,
  folder: string | null,
  { epochs = null, ifUnderWay = false }: { readonly epochs?: number | null; readonly ifUnderWay?: boolean } = {},
): Promise<boolean> {
  if (folder === null || !workspace.isTrusted) return false;
  const answer = await commands.executeCommand<{ run: string | null } | null>(GO_ON, {
    uri,
    train,
    folder,
    epochs,
    ifUnderWay,
  });
  if (!answer?.run) return false;
  panels.expect(answer.run, uri, train);
  return true;
}

/** Asks how many more epochs, of a run that goes on or of one that is done. */
export async function trainOn(panels: RunPanels, run: Run): Promise<void> {
  const planned = run.started?.epochs ?? run.epoch;
  const asked = await window.showInputBox({
    title: `Train ${run.train} on`,
    prompt: isOver(run)
      ? `${run.epoch} epochs are done. How many more?`
      : `${planned} epochs are planned. How many more?`,
    value: String(planned),
    validateInput: (value) => (/^[1-9]\d{0,8}$/.test(value.trim()) ? undefined : 'A whole number of epochs, from 1.'),
  });
  if (asked === undefined) return;
  const more = Number(asked);
  if (!isOver(run)) await commands.executeCommand(TRAIN_ON, { run: run.id, epochs: more });
  else await goOn(panels, run.uri, run.train, folderOf(run), { epochs: run.epoch + more });
}

async function stopOne(panels: RunPanels): Promise<void> {
  const active = window.activeTextEditor?.document.uri.toString();
  const running = panels.training;
  const here = running.filter((run) => run.uri === active);
  const candidates = here.length > 0 ? here : running;
  const [only] = candidates;
  if (candidates.length <= 1) {
    if (only) await stop(only);
    return;
  }
  const picked = await window.showQuickPick(
    candidates.map((run) => ({ label: run.train, description: workspace.asRelativePath(Uri.parse(run.uri)), run })),
    { placeHolder: 'Which run is to stop?' },
  );
  if (picked) await stop(picked.run);
}

/** The run of the file in the editor, or the only one there is, where it is in this phase. */
function ofActiveFile(panels: RunPanels, phase: Run['phase']): Run | undefined {
  const active = window.activeTextEditor?.document.uri.toString();
  const candidates = panels.training.filter((run) => run.phase === phase);
  return candidates.find((run) => run.uri === active) ?? (candidates.length === 1 ? candidates[0] : undefined);
}

const argumentOf = (lens: CodeLens) => lens.command?.arguments?.[0] as TrainArgument | undefined;
