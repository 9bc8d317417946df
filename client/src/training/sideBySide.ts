import { commands, Uri, window, workspace } from 'vscode';
import type { RunPanels } from '../runPanel/panels';
import { trainBlocks, type TrainBlock } from './blocks';
import { TRAIN } from './commands';

/** One panel's own run, and as many as have colours of their own beside it. */
const MOST = 5;

/** Asks for train blocks, trains them at the same time and shows their curves over each other. */
export async function trainSideBySide(panels: RunPanels): Promise<void> {
  const blocks = await choose();
  if (!blocks) return;
  if (blocks.length < 2 || blocks.length > MOST) {
    void window.showInformationMessage(
      `Side by side are two to ${MOST} train blocks; ${blocks.length === 1 ? 'one was' : `${blocks.length} were`} chosen.`,
    );
    return;
  }
  panels.beginTogether(blocks);
  try {
    for (const { uri, train } of blocks) {
      // The server trains documents that are open, as they stand in the editor.
      await workspace.openTextDocument(Uri.parse(uri));
      await commands.executeCommand(TRAIN, { uri, train });
    }
  } finally {
    panels.endTogether();
  }
}

async function choose(): Promise<readonly TrainBlock[] | undefined> {
  const here = window.activeTextEditor?.document.uri.toString();
  const blocks = [...(await trainBlocks(null))].sort((one, other) => rank(one, here) - rank(other, here));
  if (blocks.length < 2) {
    void window.showInformationMessage(
      'There is only one train block. Write a second model, and another block "train MODEL on DATA { … }" on the same data.',
    );
    return undefined;
  }
  const own = blocks.filter(({ uri }) => uri === here).length;
  const picked = await window.showQuickPick(
    blocks.map((block) => ({
      label: block.train,
      description: block.data === null ? '' : `on ${block.data}`,
      detail: workspace.asRelativePath(Uri.parse(block.uri)),
      picked: own >= 2 && own <= MOST && block.uri === here,
      block,
    })),
    {
      canPickMany: true,
      title: 'Train Side by Side',
      placeHolder: `Two to ${MOST} train blocks; same data makes them comparable`,
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.map(({ block }) => block);
}

/** Those of the file in view first, the others as they come. */
const rank = ({ uri }: TrainBlock, here: string | undefined) => (uri === here ? 0 : 1);
