import { commands, type Disposable } from 'vscode';
import { blockAtCursor } from '../training/blocks';

/** Commands of the server; its code lenses carry them, so that every editor can use them. */
export const FIND_RATE = 'nnet.findRate';
export const CHECK_ONE_BATCH = 'nnet.checkOneBatch';
const STOP_TRIAL = 'nnet.stopTrial';
const APPLY_RATE = 'nnet.applyRate';

export function registerTrialCommands(): Disposable[] {
  const atCursor = (command: string) => async () => {
    const block = await blockAtCursor();
    if (block) await begin(command, block.uri, block.train);
  };
  return [
    commands.registerCommand('lspnn.findRate', atCursor(FIND_RATE)),
    commands.registerCommand('lspnn.checkOneBatch', atCursor(CHECK_ONE_BATCH)),
  ];
}

const begin = (command: string, uri: string, train: string) => commands.executeCommand(command, { uri, train });

export const findRate = (uri: string, train: string) => begin(FIND_RATE, uri, train);

export const stopTrial = (trial: string) => commands.executeCommand(STOP_TRIAL, { trial });

/** Writes the rate that was found into the text; says whether there was still a line to write it to. */
export async function applyRate(trial: string): Promise<boolean> {
  const answer = await commands.executeCommand<{ applied: boolean } | null>(APPLY_RATE, { trial });
  return answer?.applied ?? false;
}
