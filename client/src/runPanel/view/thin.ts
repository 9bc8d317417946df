import type { Maybe } from '../../training/events';
import type { Points } from './scale';

/** What a chart needs of a series: at most a few points for each column of pixels. */
export interface Thin {
  /** The lowest and the highest of each column, so that no spike is lost. */
  readonly raw: Points;
  /** The mean of each column. */
  readonly mean: Points;
}

/** The stretch of a series that a chart shows. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Columns of pixels. */
  readonly columns: number;
}

/** So much more than the stretch is read at either side, for lines that leave it and averages that reach beyond. */
const MARGIN = 0.05;

/**
 * The points of a stretch, for each column of pixels no more than can be seen: a hundred thousand points are drawn as quickly as a
 * thousand. Few points stay as they are.
 */
export function thin({ x, y }: Points, { from, to, columns }: Stretch): Thin {
  const room = (to - from) * MARGIN;
  const first = Math.max(0, firstAt(x, from - room) - 1);
  const last = Math.min(x.length, firstAt(x, to + room) + 1);
  if (last - first <= 2 * columns) {
    const all = { x: x.slice(first, last), y: y.slice(first, last) };
    return { raw: all, mean: all };
  }
  const raw = { x: [] as number[], y: [] as Maybe[] };
  const mean = { x: [] as number[], y: [] as Maybe[] };
  const width = Math.max((x[last - 1]! - x[first]!) / columns, Number.MIN_VALUE);
  for (let begin = first; begin < last;) {
    const end = x[begin]! + width;
    let [low, high, sum, found, next] = [begin, begin, 0, 0, begin];
    let gap = -1;
    for (; next < last && (next === begin || x[next]! < end); next++) {
      const value = y[next] ?? null;
      if (value === null) {
        gap = next;
        continue;
      }
      if (found === 0 || value < y[low]!) low = next;
      if (found === 0 || value > y[high]!) high = next;
      sum += value;
      found++;
    }
    if (found > 0) {
      for (const index of low === high ? [low] : low < high ? [low, high] : [high, low]) {
        raw.x.push(x[index]!);
        raw.y.push(y[index]!);
      }
      mean.x.push((x[begin]! + x[next - 1]!) / 2);
      mean.y.push(sum / found);
    } else if (gap >= 0) {
      for (const points of [raw, mean]) {
        points.x.push(x[gap]!);
        points.y.push(null);
      }
    }
    begin = next;
  }
  return { raw, mean };
}

/** The index of the first x that is not below a value, in ascending ones. */
export function firstAt(x: readonly number[], value: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
