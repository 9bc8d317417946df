import { Uri, workspace } from 'vscode';
import { apply, newRun, type Run } from '../runPanel/run';
import type { Done, Ending, Maybe, PictureDrawn, RunEvent, Started } from '../training/events';

/** A run as its folder tells it. */
export interface RunFolder {
  readonly folder: Uri;
  /** The name of the folder, which is the name of the run. */
  readonly name: string;
  /** The file that was trained: it lies beside the folder of runs. */
  readonly file: Uri;
  readonly status: Ending | 'running';
  readonly created: Date;
  readonly started: Started & { readonly run: string; readonly train: string; readonly file: string };
  readonly done: Done | null;
}

/** What of `run.json` is read here. */
interface Manifest {
  readonly status: Ending | 'running';
  readonly created: string;
  readonly started: RunFolder['started'];
  readonly done: Done | null;
}

export const MANIFESTS = '**/runs/*/run.json';

/** The folders named `runs` that are known. */
const homes = new Map<string, Uri>();

/** Remembers where a run lies, so that its neighbours are found too. */
export function rememberHome(folder: Uri): void {
  const home = Uri.joinPath(folder, '..');
  if (home.path.endsWith('/runs')) homes.set(home.toString(), home);
}

/**
 * Looks through the folders that are open for runs. A search of everything may take long while a run keeps the machine busy, so it
 * is made once, and by those who ask for it.
 */
export async function searchHomes(): Promise<void> {
  for (const manifest of await workspace.findFiles(MANIFESTS, '**/node_modules/**'))
    rememberHome(Uri.joinPath(manifest, '..'));
}

/** Every run in the folders that are known, the newest first. */
export async function findRuns(): Promise<RunFolder[]> {
  const found = await Promise.all([...homes.values()].map(runsIn));
  return found.flat().sort((one, other) => other.created.getTime() - one.created.getTime());
}

async function runsIn(home: Uri): Promise<RunFolder[]> {
  const names = await workspace.fs.readDirectory(home).then(
    (entries) => entries.map(([name]) => name),
    () => [],
  );
  const runs = await Promise.all(names.map((name) => readFolder(Uri.joinPath(home, name))));
  return runs.filter((each) => each !== null);
}

/** A run folder; null where none is, or where it cannot be understood. */
export async function readFolder(folder: Uri): Promise<RunFolder | null> {
  try {
    const { status, created, started, done } = JSON.parse(await read(folder, 'run.json')) as Manifest;
    const file = Uri.joinPath(folder, '../..', started.file.split(/[\\/]/).at(-1)!);
    const name = folder.path.split('/').at(-1)!;
    return { folder, name, file, status, created: new Date(created), started, done };
  } catch {
    return null;
  }
}

/** The whole run with its curves, from its events. What a run that was cut short wrote last may be half a line. */
export async function readRun({ folder, file, started }: RunFolder): Promise<Run> {
  const run = newRun(idOf(folder), file.toString(), started.train);
  for (const line of (await read(folder, 'events.jsonl')).split('\n')) {
    try {
      if (line !== '') apply(run, JSON.parse(line) as RunEvent);
    } catch {
      break;
    }
  }
  for (const picture of await readPictures(folder)) run.pictures[picture.picture.kind] = picture;
  // The folder may have been moved or renamed since.
  if (run.started) run.started = { ...run.started, runDir: folder.fsPath };
  if (run.done) run.done = { ...run.done, runDir: folder.fsPath };
  if (!run.done && run.phase !== 'failed') run.phase = 'interrupted';
  return run;
}

/** The last pictures of a run; none where nobody watched it. */
async function readPictures(folder: Uri): Promise<PictureDrawn[]> {
  try {
    const lines = (await read(folder, 'pictures.jsonl')).split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as PictureDrawn);
  } catch {
    return [];
  }
}

/** The text that was trained. */
export const readText = (folder: Uri) => read(folder, 'model.nnet');

export const idOf = (folder: Uri) => `folder:${folder.toString()}`;

/** The score that people ask for first: the first metric of the test, or its loss. */
export function outcome({ done, started }: Pick<RunFolder, 'done' | 'started'>): { name: string; value: Maybe } | null {
  const test = done?.test;
  if (!test) return null;
  const name = [...started.metrics, 'loss'].find((each) => test[each] !== undefined) ?? Object.keys(test)[0];
  return name === undefined ? null : { name, value: test[name] ?? null };
}

async function read(folder: Uri, name: string): Promise<string> {
  return Buffer.from(await workspace.fs.readFile(Uri.joinPath(folder, name))).toString('utf8');
}
