import type { Maybe } from '../../training/events';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Points of one series. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly Maybe[];
}

/** What the y axis spans, and the highest value of the beginning where that was left outside. */
export interface FittedRange extends Range {
  readonly spike: { readonly x: number; readonly y: number } | null;
}

/** The beginning of a curve, where the first steps of an untrained net tower over everything that follows. */
const BEGINNING = 0.03;
/** A beginning this many times higher than the rest is a spike. */
const TOWERING = 2;

/**
 * The y range of the given series. A first spike does not press the rest of the curve flat: it is left outside and
 * handed back, so that the chart can say so. A rise later in the run is never left out.
 * @param later whether these are points from later in a run, which have no beginning
 */
export function fitRange(series: readonly Points[], logarithmic: boolean, later = false): FittedRange {
  const usable = (y: Maybe | undefined): y is number => typeof y === 'number' && (!logarithmic || y > 0);
  const end = Math.max(0, ...series.map(({ x }) => x.at(-1) ?? 0));
  let min = Infinity;
  let rest = -Infinity;
  let restCount = 0;
  let first = { x: 0, y: -Infinity };
  for (const { x, y } of series) {
    y.forEach((value, index) => {
      if (!usable(value)) return;
      min = Math.min(min, value);
      if (later || x[index]! > end * BEGINNING) {
        rest = Math.max(rest, value);
        restCount++;
      } else if (value > first.y) first = { x: x[index]!, y: value };
    });
  }
  if (min === Infinity) return { min: logarithmic ? 0.1 : 0, max: 1, spike: null };

  const towers = restCount >= 8 && rest > 0 && first.y > rest * TOWERING && !logarithmic;
  const max = towers ? rest * 1.15 : Math.max(first.y, rest);
  return { ...pad(min, max, logarithmic), spike: towers ? first : null };
}

function pad(min: number, max: number, logarithmic: boolean): Range {
  if (logarithmic) return min === max ? { min: min / 2, max: max * 2 } : { min: min / 1.1, max: max * 1.1 };
  if (min === max) return { min: min - (Math.abs(min) || 1) / 2, max: max + (Math.abs(max) || 1) / 2 };
  const space = (max - min) * 0.06;
  // A loss that comes near zero is shown against zero.
  const floor = min >= 0 && min < (max - min) * 0.35 ? 0 : min - space;
  return { min: floor, max: max + space };
}

/**
 * Where a value lies on its axis. The chart only ever sees a linear axis of ordinary numbers: its own logarithmic one
 * knows no ticks beyond 10^17, and a run that diverges goes far beyond.
 */
export function axisOf({ min, max }: Range, logarithmic: boolean): (value: number) => number {
  if (logarithmic) return Math.log10;
  const size = Math.max(Math.abs(min), Math.abs(max));
  const unit = size > 1e9 || size < 1e-9 ? 10 ** Math.floor(Math.log10(size)) : 1;
  return (value) => value / unit;
}

/** About four or five round values within the range. */
export function ticks({ min, max }: Range, logarithmic: boolean, wanted = 4): number[] {
  return logarithmic ? decades(min, max, wanted) : linear(min, max, wanted);
}

function linear(min: number, max: number, wanted: number): number[] {
  if (!(max > min)) return [min];
  const power = 10 ** Math.floor(Math.log10((max - min) / wanted));
  const multiples = (step: number) => [Math.ceil(min / step - 1e-9), Math.floor(max / step + 1e-9)] as const;
  const enough = (step: number) => multiples(step)[1] - multiples(step)[0] + 1 >= wanted;
  const step = [10, 5, 4, 2.5, 2, 1, 0.5].map((factor) => factor * power).find(enough) ?? power / 2;
  const [first, last] = multiples(step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

function decades(min: number, max: number, wanted: number): number[] {
  const low = Math.floor(Math.log10(min));
  const high = Math.ceil(Math.log10(max));
  for (const factors of [[1], [1, 3], [1, 2, 5]]) {
    const found: number[] = [];
    const every = Math.max(1, Math.ceil((high - low) / (wanted + 1)));
    for (let power = low; power <= high; power += every)
      for (const factor of factors) {
        const value = Number((factor * 10 ** power).toPrecision(3));
        if (value >= min && value <= max) found.push(value);
      }
    if (found.length >= 3) return found;
  }
  return linear(min, max, wanted).filter((value) => value > 0);
}

/**
 * How far the x axis reaches while a run goes on: a power-of-two share of all epochs, so that the curve fills its
 * frame and yet the axis moves only a few times. A run that is over ends where it ended.
 * @param least it reaches at least so far
 */
export function reach(now: number, planned: number, over: boolean, least = 4): number {
  if (over || planned <= 0) return Math.max(now, 1);
  let end = planned;
  while (end / 2 >= Math.max(now * 1.1, least)) end /= 2;
  return Math.max(end, now);
}
