import { apply, newRun, type Run } from '../runPanel/run';
import type { PictureDrawn, RunEvent, Started } from '../training/events';

/** A run as `nnet report` puts it into the page; see `RunRecord` in the engine. */
export interface RunRecord {
  readonly name: string;
  /** When it began. */
  readonly created: string;
  /** The version that trained it. */
  readonly nnet: string;
  readonly text: string | null;
  /** What of the text the run is of: without other models, data and train blocks. */
  readonly trained: string | null;
  /** The epoch whose weights are kept. */
  readonly keptEpoch: number | null;
  /** How many lines of its events could not be read. */
  readonly damagedLines: number;
  readonly events: readonly RunEvent[];
  readonly pictures: readonly PictureDrawn[];
}

/** What a report says of a run's beginning beyond what the panel does. */
export interface WholeStart extends Started {
  readonly seed: number;
  readonly threads: number;
  readonly simd: number;
  /** Missing in runs of earlier versions, which only the processor computed. */
  readonly device?: string;
  readonly batch: number;
  readonly file: string;
}

/** The whole run, worked out of its events as the panel does. An event that does not fit the others is left out. */
export function runOf(record: RunRecord): Run {
  const train = record.events.find((event) => event.event === 'started')?.model ?? record.name;
  const run = newRun(record.name, '', train);
  for (const event of record.events)
    try {
      apply(run, event);
    } catch {
      // What is left is worth seeing all the same.
    }
  for (const picture of record.pictures) run.pictures[picture.picture.kind] = picture;
  if (!run.done && run.phase !== 'failed') run.phase = 'interrupted';
  return run;
}
