import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api';
import type { Box, Scene } from './scene';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a scene lies. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Rect>;
  readonly frames: ReadonlyMap<string, Rect>;
  readonly links: ReadonlyMap<string, readonly Point[]>;
}

export const BOX_HEIGHT = 32;
/** The room under a box for the shape that it gives. */
export const LABEL_HEIGHT = 16;
export const FRAME_TITLE = 24;
const GAP = 8;
const FRAME_PADDING = 16;

const spacing: LayoutOptions = {
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeNode': '24',
  'elk.spacing.edgeEdge': '16',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(GAP),
  'elk.layered.spacing.edgeNodeBetweenLayers': '12',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
};

const options: LayoutOptions = {
  ...spacing,
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  // Branches stand in the order of the text, so that inserting one leaves the others where they are.
  'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
  'elk.randomSeed': '1',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
};

/** Lays a scene out, off the page's thread. */
export async function layOut(elk: ELK, scene: Scene, widthOf: (box: Box) => number): Promise<Layout> {
  return fromElk(await elk.layout(toElk(scene, widthOf)));
}

/** The scene as ELK wants it. What flows enters a box at the middle of its top and leaves it at the middle of its bottom. */
export function toElk(scene: Scene, widthOf: (box: Box) => number): ElkNode {
  const root: ElkNode = { id: '', children: [], layoutOptions: options };
  const frames = new Map<string | null, ElkNode>([[null, root]]);
  const parents = new Map(scene.frames.map((frame) => [frame.id, frame.frame]));
  const open = (id: string | null): ElkNode => {
    let frame = frames.get(id);
    if (!frame) {
      frame = {
        id: id!,
        children: [],
        layoutOptions: {
          ...spacing,
          'elk.padding': `[top=${FRAME_TITLE + FRAME_PADDING},left=${FRAME_PADDING},bottom=${FRAME_PADDING - LABEL_HEIGHT / 2},right=${FRAME_PADDING}]`,
        },
      };
      frames.set(id, frame);
      // A frame takes the place of the first box in it.
      open(parents.get(id!) ?? null).children!.push(frame);
    }
    return frame;
  };
  for (const box of scene.boxes) {
    const width = widthOf(box);
    const height = BOX_HEIGHT + LABEL_HEIGHT;
    const port = (name: string, y: number, side: string) => ({
      id: `${box.id}:${name}`,
      x: width / 2,
      y,
      width: 0,
      height: 0,
      layoutOptions: { 'elk.port.side': side },
    });
    open(box.frame).children!.push({
      id: box.id,
      width,
      height,
      ports: [port('in', 0, 'NORTH'), port('out', height, 'SOUTH')],
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    });
  }
  root.edges = scene.links.map((link) => ({
    id: link.id,
    sources: [`${link.from}:out`],
    targets: [`${link.to}:in`],
  }));
  return root;
}

function fromElk(root: ElkNode): Layout {
  const boxes = new Map<string, Rect>();
  const frames = new Map<string, Rect>();
  const links = new Map<string, readonly Point[]>();
  const take = (node: ElkNode): void => {
    for (const edge of (node.edges ?? []) as ElkExtendedEdge[]) {
      const [section] = edge.sections ?? [];
      if (section) links.set(edge.id, pointsOf(section));
    }
    for (const child of node.children ?? []) {
      const rect = { x: child.x ?? 0, y: child.y ?? 0, width: child.width ?? 0, height: child.height ?? 0 };
      if (child.children) frames.set(child.id, rect);
      else boxes.set(child.id, { ...rect, height: BOX_HEIGHT });
      take(child);
    }
  };
  take(root);
  return { width: root.width ?? 0, height: root.height ?? 0, boxes, frames, links };
}

/** The way of an edge; it begins right under its box, not under the room for the shape. */
function pointsOf({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): readonly Point[] {
  return [{ x: startPoint.x, y: startPoint.y - LABEL_HEIGHT }, ...bendPoints, endPoint];
}
