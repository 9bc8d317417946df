import type { Curves, Line, Mark } from '../../runPanel/view/curves';
import { value } from '../../runPanel/view/format';
import type { Points } from '../../runPanel/view/scale';
import type { Maybe } from '../../training/events';
import type { RateSearch } from '../search';

/** The rates of a search reach this far, in powers of ten. */
const DECADES = { from: -7, to: 1 };
/** A sweep of which fewer rates were told is over before anybody could read it. */
const FEWEST_RATES = 40;
/** What lies higher above the first loss than this share of the fall is where steps are too large: nobody reads there. */
const HEADROOM = 0.5;
/** The first loss is that of the rates at which nothing is learnt yet. */
const STILL = 1e-5;

/** A learning rate as people write it: `0.01`, `3e-5`. */
export function rateText(rate: number): string {
  const text = String(Number(rate.toPrecision(2)));
  return rate < 1e-4 ? Number(rate.toPrecision(2)).toExponential() : text;
}

/** How the loss answers to growing rates. The x axis counts powers of ten. */
export function curvesOf(search: RateSearch, zoom: { readonly from: number; readonly to: number } | null): Curves {
  const { found, sweeps } = search;
  const last = sweeps.at(-1);
  const mean = found && found.curve.length > 0 ? meanOf(found.curve) : null;
  const strong = mean ?? (last ? placed(last.rates, last.smoothed) : { x: [], y: [] });
  // Of several sweeps the earlier ones stay, faint; of a single one what every mini-batch lost.
  const told = (mean ? sweeps : sweeps.slice(0, -1)).filter(({ rates }) => rates.length >= FEWEST_RATES);
  const faint =
    sweeps.length > 1
      ? told.map((sweep) => placed(sweep.rates, sweep.smoothed))
      : sweeps.map((sweep) => placed(sweep.rates, sweep.losses));
  const lines: Line[] = [
    ...faint.map((raw): Line => ({
      ink: 'train',
      label: '',
      dashed: false,
      raw,
      smooth: { x: [], y: [] },
      newest: null,
    })),
    { ink: 'train', label: '', dashed: false, raw: null, smooth: strong, newest: strong.y.at(-1) ?? null },
  ];
  return {
    lines,
    range: rangeOf(strong),
    logarithmic: false,
    start: zoom?.from ?? DECADES.from,
    end: zoom?.to ?? DECADES.to,
    bestEpoch: null,
    changes: [],
    marks: marksOf(search, strong),
  };
}

/** The loss of the mean curve at the rate that is nearest to a place of the axis. */
export function readAt(search: RateSearch, x: number): { readonly x: number; readonly loss: Maybe } | null {
  const { found, sweeps } = search;
  const last = sweeps.at(-1);
  const points =
    found && found.curve.length > 0 ? meanOf(found.curve) : last ? placed(last.rates, last.smoothed) : null;
  if (!points || points.x.length === 0) return null;
  let nearest = 0;
  points.x.forEach((each, index) => {
    if (Math.abs(each - x) < Math.abs(points.x[nearest]! - x)) nearest = index;
  });
  return { x: points.x[nearest]!, loss: points.y[nearest] ?? null };
}

function marksOf({ found }: RateSearch, curve: Points): Mark[] {
  if (!found) return [];
  const marks: Mark[] = [];
  if (found.suggested !== null)
    marks.push({ x: Math.log10(found.suggested), label: `suggested ${rateText(found.suggested)}`, strong: true });
  const isNear = found.suggested !== null && Math.abs(Math.log10(found.written / found.suggested)) < 0.02;
  if (!isNear) marks.push({ x: Math.log10(found.written), label: `now ${rateText(found.written)}` });
  for (const [name, rate] of [
    ['steepest', found.steepest],
    ['lowest', found.lowest],
  ] as const)
    if (rate !== null) {
      const x = Math.log10(rate);
      const y = at(curve, x);
      if (y !== null) marks.push({ x, y, label: name });
    }
  return marks;
}

const at = ({ x, y }: Points, place: number): Maybe => {
  const index = x.findIndex((each) => each >= place - 1e-9);
  return index < 0 ? null : (y[index] ?? null);
};

const meanOf = (curve: readonly { readonly rate: number; readonly loss: Maybe }[]) =>
  placed(
    curve.map(({ rate }) => rate),
    curve.map(({ loss }) => loss),
  );

const placed = (rates: readonly number[], losses: readonly Maybe[]): Points => ({
  x: rates.map(Math.log10),
  y: losses,
});

/** From the least loss to a little above the first one: the cliff behind it leaves the frame. */
function rangeOf(strong: Points): Curves['range'] {
  const numbers = strong.y.filter((loss): loss is number => loss !== null);
  if (numbers.length === 0) return { min: 0, max: 1, spike: null };
  const least = Math.min(...numbers);
  const still = numbers.slice(
    0,
    Math.max(
      2,
      strong.x.findIndex((x) => x > Math.log10(STILL)),
    ),
  );
  const first = Math.max(...still);
  const fall = Math.max(first - least, 0.02 * Math.abs(first), 1e-12);
  const floor = least - 0.2 * fall;
  return { min: least >= 0 ? Math.max(0, floor) : floor, max: first + HEADROOM * fall, spike: null };
}

/** What the chart says, for those who cannot see it. */
export function inWords(search: RateSearch): string {
  const { found } = search;
  if (!found) return 'Loss at growing learning rates.';
  const marks = [
    ['suggested', found.suggested],
    ['steepest', found.steepest],
    ['lowest', found.lowest],
  ] as const;
  const said = marks.flatMap(([name, rate]) => (rate === null ? [] : [`${name} ${rateText(rate)}`]));
  const losses = found.curve.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const reach = losses.length > 0 ? ` from ${value(losses[0])} down to ${value(Math.min(...losses))}` : '';
  return `Loss at growing learning rates,${reach}: ${said.join(', ')}. Arrow keys read single rates; plus and minus zoom, zero shows all.`;
}
