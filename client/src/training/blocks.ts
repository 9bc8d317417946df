import { commands, Uri, window, workspace } from 'vscode';

/** The server's command that lists train blocks. */
const TRAIN_BLOCKS = 'nnet.trainBlocks';

/** A train block as it is written. */
export interface TrainBlock {
  readonly uri: string;
  readonly train: string;
  readonly data: string | null;
  /** From 0. */
  readonly line: number;
}

/** The train blocks of a file, or of all files of the open folders. */
export async function trainBlocks(uri: string | null): Promise<readonly TrainBlock[]> {
  // The server knows the files on disk, and the documents that are open.
  if (uri !== null) await workspace.openTextDocument(Uri.parse(uri));
  return (await commands.executeCommand<readonly TrainBlock[] | null>(TRAIN_BLOCKS, { uri })) ?? [];
}

/** The train block at the cursor, or the first one of the file; undefined where there is none, which is said. */
export async function blockAtCursor(): Promise<TrainBlock | undefined> {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const blocks = await trainBlocks(editor.document.uri.toString());
  const cursor = editor.selection.active.line;
  const block = blocks.findLast((each) => each.line <= cursor) ?? blocks[0];
  if (!block)
    void window.showInformationMessage(
      'There is nothing to train in this file yet. A block "train MODEL on DATA { … }" says what to train and how.',
    );
  return block;
}
