import type { Maybe } from '../../training/events';

/** How wide the average reaches: a share of the points drawn, so that a curve is as calm at 20 epochs as at 2,000. */
const REACH = 0.012;

/**
 * A running average with Gaussian weights centred on each point. It looks both ways, so it does not lag behind as an
 * exponential average does. Gaps stay gaps and nothing is averaged across them.
 */
export function smooth(values: readonly Maybe[]): Maybe[] {
  const sigma = values.length * REACH;
  if (sigma < 0.5) return [...values];
  const half = Math.ceil(3 * sigma);
  const weights = Array.from({ length: half + 1 }, (_, distance) => Math.exp(-0.5 * (distance / sigma) ** 2));
  return values.map((value, center) => {
    if (value === null) return null;
    let sum = value;
    let weight = 1;
    for (const direction of [-1, 1]) {
      for (let distance = 1; distance <= half; distance++) {
        const neighbour = values[center + direction * distance];
        if (neighbour === null || neighbour === undefined) break;
        sum += neighbour * weights[distance]!;
        weight += weights[distance]!;
      }
    }
    return sum / weight;
  });
}
