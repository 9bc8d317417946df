import type { Graph, GraphColumn } from '../graph';
import type { Layout, Rect } from './layout';
import { svg } from './svg';

/** The drawing of the lectures: a column of circles for every layer, and a line for every weight. */

const RADIUS = 12;
const PITCH = 40;
const COLUMN = 136;
const CAPTION = 56;
/** More circles than these and the middle ones become `⋮`. */
const MOST = 10;
const ABOVE = 5;
const BELOW = 4;

interface Circle {
  readonly x: number;
  readonly y: number;
}

interface PlacedColumn {
  readonly column: GraphColumn;
  readonly circles: readonly Circle[];
  /** Where `⋮` stands. */
  readonly gap: Circle | null;
  readonly rect: Rect;
}

/** Where the columns lie. */
export function placeNeurons(columns: readonly GraphColumn[]): {
  readonly placed: readonly PlacedColumn[];
  readonly layout: Layout;
} {
  const rows = Math.max(...columns.map((column) => slots(column.units)));
  const height = rows * PITCH + CAPTION;
  const placed = columns.map((column, index) => {
    const x = COLUMN * index + COLUMN / 2;
    const used = slots(column.units);
    const top = ((rows - used) * PITCH) / 2;
    const at = (slot: number) => ({ x, y: top + slot * PITCH + PITCH / 2 });
    const isLong = column.units > MOST;
    return {
      column,
      circles: isLong
        ? [...range(0, ABOVE), ...range(ABOVE + 1, ABOVE + 1 + BELOW)].map(at)
        : range(0, column.units).map(at),
      gap: isLong ? at(ABOVE) : null,
      rect: { x: COLUMN * index, y: 0, width: COLUMN, height },
    };
  });
  return {
    placed,
    layout: {
      width: COLUMN * columns.length,
      height,
      boxes: new Map(placed.map(({ rect }, index) => [columnId(index), rect])),
      frames: new Map(),
      links: new Map(),
    },
  };
}

export const columnId = (index: number) => `column-${index}`;

/** Draws the columns; each of them stands for the node of its layer. */
export function drawNeurons(graph: Graph, placed: readonly PlacedColumn[]): SVGGElement {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return svg(
    'g',
    { class: 'drawing' },
    ...placed.slice(1).map((to, index) => svg('path', { class: 'synapse', d: synapses(placed[index]!, to) })),
    ...placed.map(({ column, circles, gap, rect }, index) => {
      const node = nodes.get(column.node);
      const middle = rect.x + rect.width / 2;
      const base = rect.height - CAPTION + 24;
      const name = index === 0 ? 'input' : (node?.label ?? (index === placed.length - 1 ? 'output' : 'hidden'));
      return svg(
        'g',
        {
          class: `column${node?.problem?.isError ? ' error' : ''}`,
          id: `part-${columnId(index)}`,
          'data-id': columnId(index),
          role: 'graphics-symbol',
          'aria-label': `${name}: ${column.units} neurons${column.activation ? `, ${column.activation}` : ''}`,
        },
        svg('rect', { class: 'handle', ...rect }),
        ...circles.map(({ x, y }) => svg('circle', { class: 'neuron body', cx: x, cy: y, r: RADIUS })),
        ...(gap ? [-6, 0, 6].map((by) => svg('circle', { class: 'dots', cx: gap.x, cy: gap.y + by, r: 1.75 })) : []),
        svg('text', { class: 'middle word', x: middle, y: base }, column.units.toLocaleString('en-US')),
        svg(
          'text',
          { class: 'middle caption rest', x: middle, y: base + 16 },
          column.activation ? `${name} · ${column.activation}` : name,
        ),
      );
    }),
  );
}

/** All lines between two columns, as one path. */
function synapses(from: PlacedColumn, to: PlacedColumn): string {
  let path = '';
  for (const one of from.circles)
    for (const other of to.circles) path += `M${one.x + RADIUS} ${one.y}L${other.x - RADIUS} ${other.y}`;
  return path;
}

const slots = (units: number) => (units > MOST ? ABOVE + 1 + BELOW : units);

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
