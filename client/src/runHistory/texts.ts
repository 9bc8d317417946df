import { commands, Uri, workspace, type Disposable } from 'vscode';
import { readText } from './folder';
import { changesBetween, type Change } from './lines';

/** A command of the server: what of its text a run is of, so that two models of one text can be told apart. */
const TRAINED_TEXT = 'nnet.trainedText';

/** The scheme of documents that hold such a text. */
const SCHEME = 'nnet-run';

/** What of its text the run of a folder is of; all of it where no server tells, null where it is gone. */
async function trainedText(folder: Uri): Promise<string | null> {
  const told = await commands.executeCommand<string | null>(TRAINED_TEXT, { folder: folder.fsPath }).then(
    (text) => text,
    () => null,
  );
  return told ?? readText(folder).catch(() => null);
}

/** The lines by which what two runs trained differs, from the first to the second; null where a text is gone. */
export async function changesOf(before: Uri, after: Uri): Promise<Change[] | null> {
  const [old, young] = await Promise.all([trainedText(before), trainedText(after)]);
  return old === null || young === null ? null : changesBetween(old, young);
}

/** VS Code's own comparison of what two runs trained. */
export const openChanges = (before: Uri, after: Uri) =>
  commands.executeCommand('vscode.diff', documentOf(before), documentOf(after), 'What changed between the runs');

const documentOf = (folder: Uri) => Uri.from({ scheme: SCHEME, path: `${folder.path}.nnet` });

/** Lets VS Code read them. */
export const registerTrainedTexts = (): Disposable =>
  workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ path }) =>
      (await trainedText(Uri.file(path.replace(/\.nnet$/, '')))) ?? 'The text of this run is gone.\n',
  });
