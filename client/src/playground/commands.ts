import { commands, Uri, window, workspace, type Disposable, type TextDocument } from 'vscode';
import { exercises, type Exercise } from './exercises';
import type { PlaygroundPanels } from './panels';

/** `LspNN: Open Playground`: for the file in the editor, or with one of the exercises where there is none. */
export function registerPlaygroundCommands(panels: PlaygroundPanels): Disposable[] {
  return [
    commands.registerCommand('lspnn.openPlayground', async (file?: string | Uri) => {
      const active = window.activeTextEditor?.document;
      const uri = file?.toString() ?? (active?.languageId === 'nnet' ? active.uri.toString() : undefined);
      if (uri !== undefined) panels.open(uri);
      else await openExercise(panels);
    }),
    commands.registerCommand('lspnn.newExercise', () => openExercise(panels)),
  ];
}

async function openExercise(panels: PlaygroundPanels): Promise<void> {
  const picked = await window.showQuickPick(
    exercises.map((exercise) => ({ label: exercise.title, detail: exercise.detail, exercise })),
    { title: 'Playground', placeHolder: 'What is to be learnt?' },
  );
  if (!picked) return;
  const document = await create(picked.exercise);
  await window.showTextDocument(document);
  panels.open(document.uri.toString());
}

/** A file in the folder that is open, since training needs a place for what is learnt; without a folder a text that is not saved yet. */
async function create({ name, text }: Exercise): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return workspace.openTextDocument({ language: 'nnet', content: text });
  const uri = await free(folder, name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return workspace.openTextDocument(uri);
}

/** `spiral.nnet`, or `spiral-2.nnet` where there is one: nobody's work is written over. */
async function free(folder: Uri, name: string): Promise<Uri> {
  for (let number = 1; ; number++) {
    const uri = Uri.joinPath(folder, number === 1 ? `${name}.nnet` : `${name}-${number}.nnet`);
    const isTaken = await workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isTaken) return uri;
  }
}
