/** A line of a weight: how thick, how strong, and which sign it has. */
export interface Stroke {
  readonly width: number;
  readonly opacity: number;
  readonly sign: 'positive' | 'negative' | 'unknown';
}

const THINNEST = 0.75;
const THICKEST = 5;

/** The size against which weights are measured: the largest, but small ones are not made to look large. */
export const strongest = (weights: readonly number[]) =>
  weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0.5);

/** @param weight undefined before there is one */
export function strokeOf(weight: number | undefined, most: number): Stroke {
  if (weight === undefined || !Number.isFinite(weight)) return { width: THINNEST, opacity: 0.35, sign: 'unknown' };
  const share = Math.min(1, Math.abs(weight) / most);
  return {
    width: THINNEST + (THICKEST - THINNEST) * share,
    opacity: 0.15 + 0.75 * share,
    sign: weight < 0 ? 'negative' : 'positive',
  };
}

/** A soft way from one neuron to the other. */
export function curve(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}
