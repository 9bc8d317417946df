import type { Maybe } from '../training/events';

/** The most points a track keeps. A chart draws no more of them than it has columns, so the rest is for looking closer. */
export const CAPACITY = 1 << 17;

/**
 * The history of several values along one axis, of bounded length however long a run lasts: a full track drops every
 * second point and from then on records half as often. Its last point is always the newest.
 */
export interface Track {
  readonly x: number[];
  readonly values: Record<string, Maybe[]>;
  /** One of so many points is recorded. */
  stride: number;
  /** The points seen so far. */
  count: number;
  /** The most points that are kept; {@link CAPACITY} where nothing is said. */
  readonly capacity?: number;
}

export const emptyTrack = (): Track => ({ x: [], values: {}, stride: 1, count: 0 });

/** Adds a point in place. A name that is missing here but known to the track gets a gap. */
export function record(track: Track, x: number, values: Readonly<Record<string, Maybe>>): void {
  // A newest point that lies between two that are recorded is there for the time being, and is written over.
  const passing = track.count > 0 && (track.count - 1) % track.stride !== 0;
  const index = passing ? track.x.length - 1 : track.x.length;
  track.count++;
  track.x[index] = x;
  for (const name of Object.keys(values)) column(track, name, index);
  for (const [name, column] of Object.entries(track.values)) column[index] = values[name] ?? null;
  if (track.x.length > (track.capacity ?? CAPACITY)) halve(track);
}

/** A copy of a track with evenly chosen points, at most about as many as asked for, and the newest. It goes on as any other does. */
export function thinned(track: Track, most: number): Track {
  const step = Math.ceil(track.x.length / most);
  if (step <= 1) return track;
  const chosen = <T>(list: readonly T[]) => {
    const few: T[] = [];
    for (let index = 0; index < list.length; index += step) few.push(list[index]!);
    if ((list.length - 1) % step !== 0) few.push(list.at(-1)!);
    return few;
  };
  const values = Object.entries(track.values).map(([name, list]): [string, Maybe[]] => [name, chosen(list)]);
  return { ...track, x: chosen(track.x), values: Object.fromEntries(values), stride: track.stride * step };
}

/** A track as it is sent: binary, since a hundred thousand numbers take seconds as text. What is no number stands for a gap. */
export interface PackedTrack extends Pick<Track, 'stride' | 'count' | 'capacity'> {
  readonly x: Float64Array;
  readonly values: Readonly<Record<string, Float64Array>>;
}

export const packed = (track: Track): PackedTrack => ({
  ...track,
  x: Float64Array.from(track.x),
  values: mapped(track.values, (list) => {
    const numbers = new Float64Array(list.length);
    for (let index = 0; index < numbers.length; index++) numbers[index] = list[index] ?? NaN;
    return numbers;
  }),
});

export const unpacked = (track: PackedTrack): Track => ({
  ...track,
  x: listOf(track.x),
  values: mapped(track.values, (numbers) => {
    const list: Maybe[] = listOf(numbers);
    for (let index = 0; index < list.length; index++) if (Number.isNaN(list[index])) list[index] = null;
    return list;
  }),
});

/** An array that the engine keeps as plain numbers for as long as it holds nothing else. */
function listOf(numbers: Float64Array): number[] {
  const list: number[] = [];
  for (let index = 0; index < numbers.length; index++) list.push(numbers[index]!);
  return list;
}

const mapped = <From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));

/** The newest value under this name. */
export const latest = (track: Track, name: string): Maybe => track.values[name]?.at(-1) ?? null;

function column(track: Track, name: string, length: number): void {
  track.values[name] ??= new Array<Maybe>(length).fill(null);
}

function halve(track: Track): void {
  const keep = <T>(list: T[]) => {
    const kept = list.filter((_, index) => index % 2 === 0);
    list.length = 0;
    for (const value of kept) list.push(value);
  };
  keep(track.x);
  for (const values of Object.values(track.values)) keep(values);
  track.stride *= 2;
}
