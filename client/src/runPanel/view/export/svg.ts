import { metricsOf, type Run } from '../../run';
import type { Choices } from '../charts';
import { curvesOf, isScheduled, RATE, type Compared, type Curves, type Ink } from '../curves';
import { count, isShare, tick, words } from '../format';
import { axisOf, ticks, type Points } from '../scale';
import { facts } from '../words';

const WIDTH = 720;
const LEFT = 56;
const RIGHT = 136;
const CHART = 220;
const ROW = 96;
const HEAD = 56;
const GAP = 44;

/** A file cannot ask for the theme's colours, so it has its own: for paper. */
const inks: Readonly<Record<Ink, string>> = {
  train: '#1a73c7',
  validation: '#c75f00',
  plain: '#333333',
  other0: '#7a4fb5',
  other1: '#4f7a28',
  other2: '#8a6d00',
  other3: '#666666',
};

/** The curves of a run as a picture of lines, dark on white. */
export function svgOf(run: Run, compared: readonly Compared[], choices: Choices): string {
  const metrics = metricsOf(run);
  const metric = metrics.find((name) => name === choices.metric) ?? metrics[0];
  const wanted = ['loss', ...(metric === undefined ? [] : [metric]), ...(isScheduled(run) ? [RATE] : [])];
  let top = HEAD;
  const charts = wanted.map((score, index) => {
    const logarithmic = score === 'loss' && choices.logarithmic;
    const height = score === RATE ? ROW : CHART;
    const look = { ...choices, logarithmic, zoom: null };
    const curves = curvesOf(run, score, look, WIDTH - LEFT - RIGHT, score === RATE ? [] : compared);
    const drawn = chart(curves, score, top + 20, height, index === wanted.length - 1);
    top += 20 + height + GAP;
    return drawn;
  });
  const title = `${run.started?.model ?? run.train}${run.started ? ` on ${run.started.data}` : ''}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" font-family="system-ui, sans-serif" font-size="11" fill="#333333">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="24" font-size="14" font-weight="600">${escaped(title)}</text>
<text x="16" y="42" fill="#666666">${escaped(facts(run).join(' · '))}</text>
${charts.join('\n')}
</svg>
`;
}

function chart(curves: Curves, score: string, top: number, height: number, isLast: boolean): string {
  const { range, logarithmic, start, end } = curves;
  const place = axisOf(range, logarithmic);
  const [low, high] = [place(range.min), place(range.max)];
  const x = (epoch: number) => LEFT + ((epoch - start) / (end - start || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => top + height - ((place(value) - low) / (high - low || 1)) * height;
  const name = score === 'loss' ? 'Loss' : score === RATE ? 'Learning rate' : words(score);
  const parts = [`<text x="16" y="${top - 8}" font-weight="600">${escaped(name)}</text>`];
  const marks = ticks(range, logarithmic);
  marks.forEach((mark, index) => {
    const step = logarithmic ? mark : Math.abs((marks[index + 1] ?? marks[index - 1] ?? mark * 2) - mark);
    const label = isShare(score) ? `${tick(mark * 100, step * 100)}%` : tick(mark, step);
    parts.push(
      `<path d="M${LEFT} ${near(y(mark))}H${WIDTH - RIGHT}" stroke="#dddddd"/>`,
      `<text x="${LEFT - 8}" y="${near(y(mark) + 4)}" text-anchor="end" fill="#666666">${escaped(label)}</text>`,
    );
  });
  for (const mark of isLast ? ticks({ min: start, max: end }, false, 5).filter(Number.isInteger) : [])
    parts.push(
      `<text x="${near(x(mark))}" y="${top + height + 18}" text-anchor="middle" fill="#666666">${count(mark)}</text>`,
    );
  if (isLast) parts.push(`<text x="${WIDTH - RIGHT + 24}" y="${top + height + 18}" fill="#666666">epochs</text>`);
  if (curves.bestEpoch !== null) {
    const at = near(x(curves.bestEpoch));
    parts.push(`<path d="M${at} ${top}V${top + height}" stroke="#888888" stroke-dasharray="2 3"/>`);
    if (score === 'loss')
      parts.push(
        `<text x="${at}" y="${top - 4}" text-anchor="middle" fill="#666666">best ${count(curves.bestEpoch)}</text>`,
      );
  }
  const clip = `frame-${top}`;
  parts.push(
    `<clipPath id="${clip}"><rect x="${LEFT}" y="${top}" width="${WIDTH - LEFT - RIGHT}" height="${height}"/></clipPath>`,
  );
  const stroke = (points: Points, attributes: string) =>
    `<path clip-path="url(#${clip})" d="${path(points, x, y, logarithmic)}" fill="none" stroke-linejoin="round" ${attributes}/>`;
  let under = -Infinity;
  const ends = curves.lines
    .map((line) => ({ line, at: y(lastOf(line.smooth)) }))
    .sort((one, other) => one.at - other.at);
  for (const { line, at } of ends) {
    const ink = inks[line.ink];
    if (line.raw) parts.push(stroke(line.raw, `stroke="${ink}" stroke-opacity="0.25"`));
    parts.push(
      stroke(line.smooth, `stroke="${ink}" stroke-width="1.75"${line.dashed ? ' stroke-dasharray="5 3"' : ''}`),
    );
    under = Math.max(at, under + 14);
    parts.push(
      `<text x="${near(x(line.smooth.x.at(-1) ?? end) + 8)}" y="${near(under + 4)}" fill="${ink}">${escaped(line.label)}</text>`,
    );
  }
  return parts.join('\n');
}

function path({ x, y }: Points, toX: (x: number) => number, toY: (y: number) => number, logarithmic: boolean): string {
  let drawing = false;
  let commands = '';
  y.forEach((value, index) => {
    if (value === null || (logarithmic && value <= 0)) {
      drawing = false;
      return;
    }
    commands += `${drawing ? 'L' : 'M'}${near(toX(x[index]!))} ${near(toY(value))}`;
    drawing = true;
  });
  return commands;
}

const lastOf = ({ y }: Points) => y.findLast((value) => value !== null) ?? 0;

const near = (number: number) => Number(number.toFixed(1));

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
