// Draws lines over logarithmic axes as SVG. Colours are of middle brightness, so that they can be read on white and on black.

const panel = { width: 420, height: 280, left: 64, right: 14, top: 34, bottom: 78 };
const grey = '#808890';

/** Colours of the series, the same in all plots. */
export const colours = { ours: '#2f81f7', oursFew: '#79b8ff', theirs: '#d9703a', theirsFew: '#eaa878' };

/**
 * Panels side by side.
 * @param panels each `{ title, x, y, series }`: x and y are `{ label, format }`, a series is `{ name, colour, dashed, points: [[x, y], …] }`
 */
export function plot(panels) {
  const [width, height] = [panels.length * panel.width, panel.height];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="${grey}">`,
    ...panels.map((one, i) => `<g transform="translate(${i * panel.width} 0)">\n${draw(one)}\n</g>`),
    '</svg>',
    '',
  ].join('\n');
}

function draw({ title, x, y, series }) {
  const points = series.flatMap((line) => line.points);
  const across = scale(
    points.map(([value]) => value),
    panel.left,
    panel.width - panel.right,
  );
  const up = scale(
    points.map(([, value]) => value),
    panel.height - panel.bottom,
    panel.top,
    10,
  );
  const bottom = panel.height - panel.bottom;
  const ticks = [...new Set(series[0].points.map(([value]) => value))];
  const parts = [text(panel.left, 18, title, 'font-size="13" font-weight="600"')];
  for (const value of up.ticks) {
    parts.push(line(panel.left, up(value), panel.width - panel.right, up(value), 0.25));
    parts.push(text(panel.left - 6, up(value) + 4, y.format(value), 'text-anchor="end"'));
  }
  for (const value of ticks) {
    parts.push(line(across(value), bottom, across(value), bottom + 4, 0.6));
    parts.push(text(across(value), bottom + 17, x.format(value), 'text-anchor="middle"'));
  }
  parts.push(line(panel.left, bottom, panel.width - panel.right, bottom, 0.6));
  parts.push(text((panel.left + panel.width - panel.right) / 2, bottom + 35, x.label, 'text-anchor="middle"'));
  series.forEach((one, i) => {
    const stroke = `stroke="${one.colour}" stroke-width="2" fill="none"${one.dashed ? ' stroke-dasharray="5 4"' : ''}`;
    const path = one.points.map(([a, b]) => `${across(a).toFixed(1)},${up(b).toFixed(1)}`).join(' ');
    parts.push(`<polyline points="${path}" ${stroke}/>`);
    parts.push(
      ...one.points.map(
        ([a, b]) => `<circle cx="${across(a).toFixed(1)}" cy="${up(b).toFixed(1)}" r="2.5" fill="${one.colour}"/>`,
      ),
    );
    const [column, row] = [i % 2, Math.floor(i / 2)];
    const [left, base] = [panel.left + column * 165, bottom + 54 + row * 16];
    parts.push(`<line x1="${left}" y1="${base - 4}" x2="${left + 22}" y2="${base - 4}" ${stroke}/>`);
    parts.push(text(left + 28, base, one.name));
  });
  return parts.join('\n');
}

/** A logarithmic scale; with a base it ends at powers of it, which are its ticks. */
function scale(values, from, to, base) {
  let [least, most] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const ticks = [];
  if (base) {
    [least, most] = [Math.floor(least + 1e-9), Math.ceil(most - 1e-9)];
    most = Math.max(most, least + 1);
    for (let power = least; power <= most; power++) {
      ticks.push(base ** power);
    }
  }
  const place = (value) => from + ((Math.log10(value) - least) / (most - least || 1)) * (to - from);
  return Object.assign(place, { ticks });
}

const line = (x1, y1, x2, y2, opacity) =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${grey}" stroke-opacity="${opacity}"/>`;

const text = (x, y, content, attributes = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${content}</text>`;
