import type { GraphProblem } from '../graph';
import { BOX_HEIGHT, FRAME_TITLE, LABEL_HEIGHT, type Layout, type Point, type Rect } from './layout';
import { cut, wrap, type Measure } from './measure';
import type { Box, Frame, Scene } from './scene';
import { svg } from './svg';
import { noteOf, spokenBox, spokenFrame } from './words';

const PADDING = 16;
const CHEVRON = 16;
const SPACE = 6;
const BAR_WIDTH = 3;
const CORNER = 8;
const TIP = 6;

/** All boxes are equally wide, so that a chain is a column; this far it goes. */
const NARROWEST = 144;
const WIDEST = 384;

/** The width of a scene's boxes: that of its longest line, within limits. Joints are as wide as their word. */
export function widths(scene: Scene, measure: Measure): (box: Box) => number {
  const needed = (box: Box) => {
    const note = noteOf(box);
    return (
      2 * PADDING +
      (box.kind === 'block' ? CHEVRON : 0) +
      (box.label ? measure.plain(`${box.label}: `) : 0) +
      measure.word(box.word) +
      (box.rest ? SPACE + measure.plain(box.rest) : 0) +
      (note ? PADDING + measure.number(note) : 0)
    );
  };
  const onGrid = (width: number) => 16 * Math.ceil(width / 16);
  const isSmall = (box: Box) => box.kind === 'join' && box.label === null && box.rest === '' && box.times === 1;
  const wide = Math.max(NARROWEST, ...scene.boxes.filter((box) => !isSmall(box)).map(needed));
  const all = onGrid(Math.min(WIDEST, wide));
  return (box) => (isSmall(box) ? onGrid(needed(box)) : all);
}

/** Draws a scene as it is laid out. */
export function drawBoxes(scene: Scene, layout: Layout, measure: Measure): SVGGElement {
  const most = Math.max(1, ...scene.boxes.map((box) => box.parameters));
  const placed = scene.boxes.flatMap((box) => {
    const rect = layout.boxes.get(box.id);
    return rect ? [{ box, rect }] : [];
  });
  const feeding = new Set(scene.links.map((link) => link.from));
  return svg(
    'g',
    { class: 'drawing' },
    ...scene.frames.flatMap((frame) => {
      const rect = layout.frames.get(frame.id);
      return rect ? [drawFrame(frame, rect, measure)] : [];
    }),
    ...scene.links.flatMap((link) => drawLink(layout.links.get(link.id) ?? [])),
    ...placed.filter(({ box }) => box.isOutput && !feeding.has(box.id)).flatMap(({ rect }) => drawLink(leaving(rect))),
    ...placed.map(({ box, rect }) => drawBox(box, rect, most, measure)),
    ...placed.flatMap(({ box, rect }) => under(box, rect, measure)),
  );
}

function drawFrame(frame: Frame, rect: Rect, measure: Measure): SVGGElement {
  const times = frame.times > 1 ? `×${frame.times}` : '';
  const left = rect.x + 8;
  const base = rect.y + 17;
  const room = rect.width - 2 * 8 - CHEVRON - (times ? SPACE + measure.small(times) : 0);
  return svg(
    'g',
    {
      class: classesOf('frame', frame.problem),
      id: elementId(frame.id),
      'data-id': frame.id,
      role: 'graphics-symbol',
      'aria-label': spokenFrame(frame),
    },
    svg('title', {}, spokenFrame(frame)),
    svg('rect', { class: 'outline', ...rect, rx: 4 }),
    svg('rect', { class: 'handle', x: rect.x, y: rect.y, width: rect.width, height: FRAME_TITLE }),
    chevron(left, rect.y + 12, true),
    svg(
      'text',
      { class: 'title', x: left + CHEVRON, y: base },
      ...titleOf(frame, room, measure),
      ...(times ? [svg('tspan', { dx: SPACE }, times)] : []),
    ),
  );
}

function titleOf(frame: Frame, room: number, measure: Measure): (Node | string)[] {
  const word = cut(frame.word, room, measure.small);
  const rest = cut(frame.rest, room - measure.small(`${word} `), measure.small);
  return [svg('tspan', { class: 'word' }, word), rest ? ` ${rest}` : ''];
}

function drawBox(box: Box, rect: Rect, most: number, measure: Measure): SVGGElement {
  const { x, y, width } = rect;
  const note = noteOf(box);
  const isBlock = box.kind === 'block';
  const left = x + PADDING + (isBlock ? CHEVRON - 4 : 0);
  const right = x + width - PADDING + 4;
  const base = y + 21;
  const label = box.label ? `${box.label}: ` : '';
  const room = right - left - (note ? measure.number(note) + 12 : 0);
  const word = cut(box.word, room - measure.plain(label), measure.word);
  const rest = cut(box.rest, room - measure.plain(label) - measure.word(word) - SPACE, measure.plain);
  // The logarithm: from a bias of ten numbers to an embedding of ten millions all can be told apart.
  const share = box.parameters > 0 ? Math.max(0.15, Math.log(1 + box.parameters) / Math.log(1 + most)) : 0;
  const bar = Math.round((BOX_HEIGHT - 8) * share);
  return svg(
    'g',
    {
      class: classesOf(`box ${box.kind}`, box.problem),
      id: elementId(box.id),
      'data-id': box.id,
      role: 'graphics-symbol',
      'aria-label': spokenBox(box),
    },
    svg('title', {}, spokenBox(box)),
    svg('rect', {
      class: 'body',
      ...rect,
      rx: box.kind === 'input' || box.kind === 'join' ? BOX_HEIGHT / 2 : 4,
    }),
    ...(isBlock ? [stack(rect)] : []),
    ...(bar > 0
      ? [svg('rect', { class: 'bar', x: x + 4, y: y + BOX_HEIGHT - 4 - bar, width: BAR_WIDTH, height: bar, rx: 1 })]
      : []),
    ...(isBlock ? [chevron(x + 10, y + 16, false)] : []),
    isCentred(box)
      ? svg('text', { class: 'word middle', x: x + width / 2, y: base }, word)
      : svg(
          'text',
          { x: left, y: base },
          ...(label ? [svg('tspan', { class: 'label' }, label)] : []),
          svg('tspan', { class: 'word' }, word),
          ...(rest ? [svg('tspan', { class: 'rest', dx: SPACE }, rest)] : []),
        ),
    ...(note ? [svg('text', { class: 'note', x: right, y: base - 0.5 }, note)] : []),
  );
}

const isCentred = (box: Box) => box.kind === 'join' && box.label === null && box.rest === '' && box.times === 1;

/** A line under a folded block, as if sheets lay under the first one. */
function stack({ x, y, width, height }: Rect): SVGPathElement {
  return svg('path', { class: 'outline', d: `M${x + 4} ${y + height + 3}H${x + width - 4}` });
}

/** What stands under a box: what is wrong with it, or the shape that it gives where that is news. */
function under(box: Box, rect: Rect, measure: Measure): SVGElement[] {
  const { problem } = box;
  if (problem?.isError) {
    const width = Math.max(rect.width - 8, 160);
    const left = rect.x + rect.width / 2 - width / 2;
    return wrap(problem.message.replaceAll('`', ''), width, 2, measure.small).map((line, index) =>
      svg('text', { class: 'message error', x: left, y: rect.y + BOX_HEIGHT + 14 + 14 * index }, line),
    );
  }
  if (!box.shape || !(box.changesShape || box.isOutput)) return [];
  return [
    svg(
      'text',
      {
        class: 'shape',
        x: rect.x + rect.width / 2 + 8,
        y: rect.y + BOX_HEIGHT + LABEL_HEIGHT - 2 + (box.kind === 'block' ? 2 : 0),
      },
      box.shape,
    ),
  ];
}

function drawLink(points: readonly Point[]): SVGElement[] {
  const end = points.at(-1);
  if (!end) return [];
  const line = [...points.slice(0, -1), { x: end.x, y: end.y - TIP }];
  return [
    svg('path', { class: 'edge', d: rounded(line) }),
    svg('path', { class: 'tip', d: `M${end.x - 3.5} ${end.y - TIP}h7L${end.x} ${end.y}z` }),
  ];
}

/** What an output gives leaves the drawing. */
const leaving = ({ x, y, width }: Rect): readonly Point[] => [
  { x: x + width / 2, y: y + BOX_HEIGHT },
  { x: x + width / 2, y: y + BOX_HEIGHT + LABEL_HEIGHT + 8 },
];

/** A way with soft corners. */
export function rounded(points: readonly Point[]): string {
  let path = '';
  points.forEach((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before) path += `M${point.x} ${point.y}`;
    else if (!after) path += `L${point.x} ${point.y}`;
    else {
      const radius = Math.min(CORNER, distance(before, point) / 2, distance(point, after) / 2);
      const [from, to] = [towards(point, before, radius), towards(point, after, radius)];
      path += `L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`;
    }
  });
  return path;
}

const distance = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);

function towards(from: Point, to: Point, by: number): Point {
  const share = by / (distance(from, to) || 1);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

function chevron(x: number, y: number, isOpen: boolean): SVGGElement {
  const d = isOpen ? `M${x} ${y - 2}l4 4l4 -4` : `M${x + 1} ${y - 4}l4 4l-4 4`;
  return svg(
    'g',
    { class: 'fold', 'data-fold': true },
    svg('rect', { class: 'handle', x: x - 6, y: y - 12, width: 20, height: 24 }),
    svg('path', { class: 'chevron', d }),
  );
}

const classesOf = (kind: string, problem: GraphProblem | null) =>
  problem ? `${kind} ${problem.isError ? 'error' : 'warning'}` : kind;

/** The id of a part's element on the page. */
export const elementId = (id: string) => `part-${id}`;
