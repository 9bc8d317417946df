import { commands, QuickPickItemKind, Uri, window, workspace, type Disposable, type TextDocument } from 'vscode';
import { alone, detailOf, exercisesOf, type Exercise } from './exercises';
import type { PlaygroundPanels } from './panels';

/** `LspNN: Open Playground`: for the file in the editor, or with one of the lectures' exercises where there is none. */
export function registerPlaygroundCommands(panels: PlaygroundPanels, extension: Uri): Disposable[] {
  const lectures = Uri.joinPath(extension, 'lectures');
  return [
    commands.registerCommand('lspnn.openPlayground', async (file?: string | Uri) => {
      const active = window.activeTextEditor?.document;
      const uri = file?.toString() ?? (active?.languageId === 'nnet' ? active.uri.toString() : undefined);
      if (uri !== undefined) panels.open(uri);
      else await openExercise(panels, lectures);
    }),
    commands.registerCommand('lspnn.newExercise', () => openExercise(panels, lectures)),
  ];
}

async function openExercise(panels: PlaygroundPanels, lectures: Uri): Promise<void> {
  const exercises = exercisesOf(await read(Uri.joinPath(lectures, 'README.md')));
  const texts = await Promise.all(exercises.map(({ file }) => read(Uri.joinPath(lectures, file))));
  const items = exercises.flatMap((exercise, index) => [
    ...(exercise.chapter === exercises[index - 1]?.chapter
      ? []
      : [{ label: exercise.chapter, kind: QuickPickItemKind.Separator, exercise: null, text: '' }]),
    {
      label: `${exercise.number}. ${exercise.title}`,
      detail: detailOf(texts[index]!),
      exercise,
      text: texts[index]!,
    },
  ]);
  const picked = await window.showQuickPick(items, {
    title: 'Exercises of the lectures',
    placeHolder: 'What is to be learnt?',
    matchOnDetail: true,
  });
  if (!picked?.exercise) return;
  const document = await create(lectures, picked.exercise, picked.text);
  await window.showTextDocument(document);
  panels.open(document.uri.toString());
}

/** A file in the folder that is open, since training needs a place for what is learnt; without a folder a text that is not saved yet. */
async function create(lectures: Uri, { file }: Exercise, whole: string): Promise<TextDocument> {
  const { text, tables } = alone(whole);
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return workspace.openTextDocument({ language: 'nnet', content: text });
  for (const table of tables) {
    const target = Uri.joinPath(folder, table);
    // A table of that name that is there already is somebody's own.
    if (!(await isThere(target))) await workspace.fs.copy(Uri.joinPath(lectures, table), target);
  }
  const uri = await free(folder, file.replace(/\.nnet$/, ''));
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return workspace.openTextDocument(uri);
}

/** `13-spiral-deep.nnet`, or `13-spiral-deep-2.nnet` where there is one: nobody's work is written over. */
async function free(folder: Uri, name: string): Promise<Uri> {
  for (let number = 1; ; number++) {
    const uri = Uri.joinPath(folder, number === 1 ? `${name}.nnet` : `${name}-${number}.nnet`);
    if (!(await isThere(uri))) return uri;
  }
}

const isThere = (uri: Uri) =>
  workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );

const read = async (uri: Uri) => Buffer.from(await workspace.fs.readFile(uri)).toString('utf8');
