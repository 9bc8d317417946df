import type { Maybe } from '../../training/events';
import { isOver, LEARNING_RATE, seriesName, type Part, type Run } from '../run';
import type { Track } from '../track';
import { score as scoreText, value } from './format';
import { fitRange, reach, type FittedRange, type Points } from './scale';
import { smooth } from './smooth';
import { firstAt, thin, type Stretch } from './thin';

/** What one chart draws, made from runs without any knowledge of pixels but how many columns there are. */
export interface Curves {
  readonly lines: readonly Line[];
  readonly range: FittedRange;
  readonly logarithmic: boolean;
  /** What the x axis spans, in epochs. */
  readonly start: number;
  readonly end: number;
  readonly bestEpoch: number | null;
  /** The epochs at which a schedule changed the learning rate. */
  readonly changes: readonly number[];
  /** What else is pointed at. */
  readonly marks?: readonly Mark[];
}

/** A place that is pointed at with words: a hairline, or a dot where the curve has a height there. */
export interface Mark {
  readonly x: number;
  readonly y?: number;
  readonly label: string;
  readonly strong?: boolean;
}

/** The colour of a line: a part of the run in the panel, a rate, or one of the runs that it is compared with. */
export type Ink = Part | 'plain' | 'other0' | 'other1' | 'other2' | 'other3';

export interface Line {
  readonly ink: Ink;
  /** The words at its end, such as `train 0.081`. */
  readonly label: string;
  readonly dashed: boolean;
  /** What was measured, where it differs from what is drawn strongly. */
  readonly raw: Points | null;
  readonly smooth: Points;
  /** The newest value that was measured. */
  readonly newest: Maybe;
}

/** A run that the panel's run is compared with. */
export interface Compared {
  readonly name: string;
  readonly run: Run;
}

/** How the reader wants to see curves. */
export interface Look {
  readonly logarithmic: boolean;
  readonly smoothed: boolean;
  /** The epochs in view; null for all. */
  readonly zoom: { readonly from: number; readonly to: number } | null;
}

/** A curve of so many single batches an epoch fills its frame before the epoch is over. */
const MANY_BATCHES = 20;
const LEAST_EPOCHS = 1 / 256;

/** More changes than this are a continuous schedule, which ticks cannot show. */
const MOST_CHANGES = 12;
/** The name of the series that is not a score. */
export const RATE = 'rate';

const parts = ['train', 'validation'] as const;

/**
 * @param score `loss`, the name of a metric, or {@link RATE}
 * @param columns pixels from the left to the right of the chart
 */
export function curvesOf(
  run: Run,
  score: string,
  { logarithmic, smoothed, zoom }: Look,
  columns: number,
  compared: readonly Compared[] = [],
): Curves {
  const all = Math.max(extent(run), ...compared.map(({ run: other }) => latestX(other)));
  const stretch: Stretch = { from: zoom?.from ?? 0, to: zoom?.to ?? all, columns };
  const lines =
    score === RATE
      ? [rateOf(run, stretch)]
      : [
          ...parts.map((part) => partOf(run, part, score, stretch, smoothed)),
          ...compared.slice(0, 4).map((other, index) => otherOf(other, index, score, stretch, smoothed)),
        ];
  const drawn = lines.filter((line) => line.smooth.x.length > 0);
  return {
    lines: drawn,
    logarithmic,
    range: fitRange(
      drawn
        .flatMap(({ raw, smooth: calm }) => (raw ? [raw, calm] : [calm]))
        .map((points) => (zoom ? inside(points, zoom.from, zoom.to) : points)),
      logarithmic,
      zoom !== null && zoom.from > 0,
    ),
    start: stretch.from,
    end: stretch.to,
    bestEpoch: run.bestEpoch,
    changes: changesOf(run),
  };
}

/** The newest point of a run, in epochs. */
export const latestX = (run: Run) => Math.max(run.epochs.x.at(-1) ?? 0, run.batches.x.at(-1) ?? 0);

/** How far the x axis of a run reaches, in epochs. */
export function extent(run: Run): number {
  // Where an epoch takes long, its single batches are the curve.
  const isSlow = run.batches.count > MANY_BATCHES * (run.epochs.count + 1);
  return reach(latestX(run), run.started?.epochs ?? 0, isOver(run), isSlow ? LEAST_EPOCHS : 4);
}

/** Whether a schedule changes the learning rate, so that it is worth a row. */
export const isScheduled = (run: Run): boolean => rateChangesOf(run).length > 0;

function partOf(run: Run, part: Part, score: string, stretch: Stretch, smoothed: boolean): Line {
  const epochs: Points = { x: run.epochs.x, y: run.epochs.values[seriesName(part, score)] ?? [] };
  // Single batches tell more than whole epochs where there are many of them to an epoch.
  const batches: Points = { x: run.batches.x, y: run.batches.values['loss'] ?? [] };
  const fine = part === 'train' && score === 'loss' && batches.x.length > 2 * epochs.x.length;
  const told = epochs.y.length > 0 || !fine ? epochs : batches;
  // What stands at the end of a line is the value there, also where a part of the run is looked at.
  const newest = told.y[Math.min(firstAt(told.x, stretch.to + 1e-9), told.y.length) - 1] ?? null;
  const drawn = strokes(fine ? batches : epochs, stretch, smoothed);
  return { ink: part, label: `${part} ${scoreText(score, newest)}`, dashed: false, newest, ...drawn };
}

function otherOf({ name, run }: Compared, index: number, score: string, stretch: Stretch, smoothed: boolean): Line {
  const part = run.epochs.values[seriesName('validation', score)] ? 'validation' : 'train';
  const line = partOf(run, part, score, stretch, smoothed);
  // What was measured would only confuse where several runs lie over each other.
  return {
    ...line,
    ink: `other${index}` as Ink,
    dashed: true,
    raw: null,
    label: `${name} ${scoreText(score, line.newest)}`,
  };
}

function rateOf(run: Run, stretch: Stretch): Line {
  const rates = run.epochs.values[LEARNING_RATE] ?? [];
  const newest = rates.at(-1) ?? null;
  const points = thin({ x: run.epochs.x, y: rates }, stretch).mean;
  return { ink: 'plain', label: value(newest), dashed: false, raw: null, smooth: points, newest };
}

function strokes(points: Points, stretch: Stretch, smoothed: boolean): Pick<Line, 'raw' | 'smooth'> {
  if (points.y.length === 0) return { raw: null, smooth: { x: [], y: [] } };
  const { raw, mean } = thin(points, stretch);
  if (!smoothed) return { raw: null, smooth: raw };
  const calm = smooth(mean.y);
  const differs = raw !== mean || calm.some((each, index) => each !== mean.y[index]);
  return { raw: differs ? raw : null, smooth: { x: mean.x, y: calm } };
}

function inside({ x, y }: Points, from: number, to: number): Points {
  const [first, last] = [firstAt(x, from), firstAt(x, to)];
  return { x: x.slice(first, last + 1), y: y.slice(first, last + 1) };
}

function changesOf(run: Run): readonly number[] {
  const found = rateChangesOf(run);
  return found.length <= MOST_CHANGES ? found : [];
}

/** What is known of a run's rates so far: charts ask many times a second, and long runs have a hundred thousand of them. */
const knownRates = new WeakMap<Track, { stride: number; looked: number; readonly changes: number[] }>();

/** The epochs at which the rate changed; those beyond {@link MOST_CHANGES} are not looked for. */
function rateChangesOf({ epochs }: Run): readonly number[] {
  const rates = epochs.values[LEARNING_RATE] ?? [];
  let known = knownRates.get(epochs);
  // A track that was thinned has other points, and its newest point may still change.
  if (known?.stride !== epochs.stride) known = { stride: epochs.stride, looked: 1, changes: [] };
  knownRates.set(epochs, known);
  const last = rates.length - (epochs.stride > 1 ? 1 : 0);
  for (; known.looked < last && known.changes.length <= MOST_CHANGES; known.looked++)
    if (rates[known.looked] !== rates[known.looked - 1]) known.changes.push(epochs.x[known.looked]!);
  return known.changes;
}
