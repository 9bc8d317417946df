import type { Maybe } from '../../training/events';
import { isOver, LEARNING_RATE, seriesName, type Part, type Run } from '../run';
import { fitRange, reach, type FittedRange, type Points } from './scale';
import { smooth } from './smooth';

/** What one chart draws, made from the run without any knowledge of pixels. */
export interface Curves {
  readonly lines: readonly Line[];
  readonly range: FittedRange;
  readonly logarithmic: boolean;
  /** The end of the x axis, in epochs. */
  readonly end: number;
  readonly bestEpoch: number | null;
  /** The epochs at which a schedule changed the learning rate. */
  readonly changes: readonly number[];
}

export interface Line {
  readonly part: Part;
  /** What was measured, where it differs from what is drawn strongly. */
  readonly raw: Points | null;
  readonly smooth: Points;
  /** The newest value that was measured. */
  readonly newest: Maybe;
}

/** More changes than this are a continuous schedule, which ticks cannot show. */
const MOST_CHANGES = 12;

export function curvesOf(run: Run, score: string, logarithmic: boolean): Curves {
  const lines = (['train', 'validation'] as const)
    .map((part) => lineOf(run, part, score))
    .filter((line) => line.smooth.x.length > 0);
  const now = Math.max(run.epochs.x.at(-1) ?? 0, run.batches.x.at(-1) ?? 0);
  return {
    lines,
    logarithmic,
    range: fitRange(
      lines.flatMap(({ raw, smooth }) => (raw ? [raw, smooth] : [smooth])),
      logarithmic,
    ),
    end: reach(now, run.started?.epochs ?? 0, isOver(run)),
    bestEpoch: run.bestEpoch,
    changes: changesOf(run),
  };
}

function lineOf(run: Run, part: Part, score: string): Line {
  const epochs: Points = { x: run.epochs.x, y: run.epochs.values[seriesName(part, score)] ?? [] };
  // Single batches tell more than whole epochs where there are many of them to an epoch.
  const batches: Points = { x: run.batches.x, y: run.batches.values['loss'] ?? [] };
  const fine = part === 'train' && score === 'loss' && batches.x.length > 2 * epochs.x.length;
  const points = fine ? batches : epochs;
  if (points.y.length === 0) return { part, raw: null, smooth: { x: [], y: [] }, newest: null };
  const smoothed = smooth(points.y);
  const differs = smoothed.some((value, index) => value !== points.y[index]);
  return {
    part,
    raw: differs ? points : null,
    smooth: { x: points.x, y: smoothed },
    newest: (epochs.y.length > 0 ? epochs : batches).y.at(-1) ?? null,
  };
}

function changesOf(run: Run): number[] {
  const rates = run.epochs.values[LEARNING_RATE] ?? [];
  const found = run.epochs.x.filter((_, index) => index > 0 && rates[index] !== rates[index - 1]);
  return found.length <= MOST_CHANGES ? found : [];
}
