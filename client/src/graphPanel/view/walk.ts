import type { Rect } from './layout';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** The next part in a direction: the nearest one, where to the side counts more than ahead. */
export function next(parts: ReadonlyMap<string, Rect>, from: string | null, direction: Direction): string | null {
  const here = from === null ? undefined : parts.get(from);
  if (!here) return first(parts);
  const isVertical = direction === 'ArrowUp' || direction === 'ArrowDown';
  const sign = direction === 'ArrowUp' || direction === 'ArrowLeft' ? -1 : 1;
  let best: string | null = null;
  let least = Infinity;
  for (const [id, rect] of parts) {
    if (id === from) continue;
    const [x, y] = [middle(rect).x - middle(here).x, middle(rect).y - middle(here).y];
    const ahead = sign * (isVertical ? y : x);
    const aside = Math.abs(isVertical ? x : y);
    if (ahead <= 1) continue;
    // To the left and right, only what lies there rather than above or below.
    if (!isVertical && aside > ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}

/** The uppermost part. */
export function first(parts: ReadonlyMap<string, Rect>): string | null {
  return (
    [...parts].reduce<[string, Rect] | null>((top, each) => (!top || each[1].y < top[1].y ? each : top), null)?.[0] ??
    null
  );
}

/** The lowest part. */
export function last(parts: ReadonlyMap<string, Rect>): string | null {
  return (
    [...parts].reduce<[string, Rect] | null>((low, each) => (!low || each[1].y > low[1].y ? each : low), null)?.[0] ??
    null
  );
}

const middle = ({ x, y, width, height }: Rect) => ({ x: x + width / 2, y: y + height / 2 });
