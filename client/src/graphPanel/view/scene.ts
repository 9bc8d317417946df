import { edgeId, type Graph, type GraphFrame, type GraphNode, type GraphProblem, type Place } from '../graph';

/** What is drawn of a graph once its folded frames hide what they hold. */
export interface Scene {
  readonly boxes: readonly Box[];
  readonly frames: readonly Frame[];
  readonly links: readonly Link[];
  /** Lines that are left out because nobody could read them all. */
  readonly omitted: number;
  /** The same for scenes that can share a layout: they differ in texts alone. */
  readonly structure: string;
}

/** A layer, or a folded frame. */
export interface Box {
  readonly id: string;
  readonly frame: string | null;
  readonly kind: GraphNode['kind'] | 'block';
  readonly label: string | null;
  readonly word: string;
  readonly rest: string;
  readonly times: number;
  readonly parameters: number;
  readonly shape: string | null;
  /** Whether its shape is another one than what comes in, so that it is worth writing. */
  readonly changesShape: boolean;
  readonly isOutput: boolean;
  readonly problem: GraphProblem | null;
  readonly place: Place;
}

/** A frame that is open. */
export interface Frame {
  readonly id: string;
  readonly frame: string | null;
  readonly word: string;
  readonly rest: string;
  readonly times: number;
  readonly problem: GraphProblem | null;
  readonly place: Place;
}

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** More boxes than these are no picture any more, and take a browser seconds to lay out. */
export const MOST_BOXES = 1000;
/** So many are read at a glance; where there would be more, blocks begin folded. */
const OVERVIEW = 24;
/** Blocks in blocks in blocks begin folded. */
const OPEN_LEVELS = 2;

/** Which frames are folded, where the reader has not said so. */
export function foldedAtFirst(graph: Graph): ReadonlySet<string> {
  const depths = depthsOf(graph.frames);
  const foldedBelow = (levels: number) =>
    new Set(graph.frames.filter((frame) => frame.isSeries || depths.get(frame.id)! > levels).map((frame) => frame.id));
  for (let levels = OPEN_LEVELS; levels > 0; levels--) {
    const folded = foldedBelow(levels);
    if (visible(graph, folded) <= OVERVIEW) return folded;
  }
  return foldedBelow(0);
}

/** The scene of a graph. */
export function sceneOf(graph: Graph, folded: ReadonlySet<string>): Scene {
  const frames = new Map(graph.frames.map((frame) => [frame.id, frame]));
  const hidden = hiders(frames, folded);
  const owner = new Map<string, string>();
  const boxes: Box[] = [];
  const first = new Map<string, number>();
  let omitted = 0;
  for (const node of graph.nodes) {
    const hider = node.frame === undefined ? undefined : hidden.get(node.frame);
    const id = hider ?? node.id;
    if (first.has(id)) {
      owner.set(node.id, id);
      continue;
    }
    if (boxes.length >= MOST_BOXES) {
      omitted++;
      continue;
    }
    owner.set(node.id, id);
    first.set(id, boxes.length);
    boxes.push(hider === undefined ? boxOfNode(node) : boxOfFrame(frames.get(hider)!));
  }
  const links = new Map<string, Link>();
  for (const edge of graph.edges) {
    const [from, to] = [owner.get(edge.from), owner.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const id = edgeId({ from, to });
    links.set(id, { id, from, to });
  }
  // A folded block gives on what leaves it, and is an output when what it holds is one.
  const shapes = new Map(boxes.map((box) => [box.id, box.shape]));
  // What comes in first is what the line is fed with; the rest are shortcuts.
  const incoming = new Map<string, string | null>();
  for (const { from, to } of links.values()) if (!incoming.has(to)) incoming.set(to, shapes.get(from) ?? null);
  const outputs = new Set(graph.nodes.filter((node) => node.isOutput).map((node) => owner.get(node.id)));
  const inner = new Map<string, GraphProblem>();
  for (const { id, problem } of graph.nodes) {
    const box = owner.get(id);
    if (problem && box !== undefined && (problem.isError || !inner.has(box))) inner.set(box, problem);
  }
  const drawn = boxes.map((box) => ({
    ...box,
    problem: box.problem ?? inner.get(box.id) ?? null,
    isOutput: outputs.has(box.id),
    changesShape: incoming.get(box.id) !== box.shape,
  }));
  const open = openFrames(graph.frames, hidden, folded, drawn);
  const scene = { boxes: drawn, frames: open, links: [...links.values()], omitted };
  return { ...scene, structure: structureOf(scene) };
}

/** Ids of what is drawn of a line: the nodes and frames that it makes, or the folded frames that hold them. */
export function idsAt(graph: Graph, folded: ReadonlySet<string>, place: Place): ReadonlySet<string> {
  const hidden = hiders(new Map(graph.frames.map((frame) => [frame.id, frame])), folded);
  const here = [...graph.nodes, ...graph.frames].filter(
    (part) => part.line === place.line && sameFile(part.uri, place.uri),
  );
  // Of several words on the line, the last one before the cursor.
  const column = Math.max(
    Math.min(...here.map((part) => part.character)),
    ...here.map((part) => part.character).filter((character) => character <= place.character),
  );
  const ids = here.filter((part) => part.character === column);
  const series = new Set(ids.filter((part) => 'isSeries' in part && part.isSeries).map((part) => part.id));
  return new Set(
    ids
      // Every round of a series stands on its line too; the frame around them says it all.
      .filter((part) => part.frame === undefined || !series.has(part.frame))
      .map((part) => (part.frame === undefined ? part.id : (hidden.get(part.frame) ?? part.id))),
  );
}

const sameFile = (one: string | undefined, other: string | undefined) =>
  one === other || (one !== undefined && other !== undefined && decodeURIComponent(one) === decodeURIComponent(other));

function boxOfNode(node: GraphNode): Box {
  return {
    id: node.id,
    frame: node.frame ?? null,
    kind: node.kind,
    label: node.label ?? null,
    word: node.word,
    rest: node.arguments,
    times: node.times,
    parameters: node.parameters,
    shape: node.shape ?? null,
    changesShape: false,
    isOutput: node.isOutput,
    problem: node.problem ?? null,
    place: placeOf(node),
  };
}

function boxOfFrame(frame: GraphFrame): Box {
  return {
    id: frame.id,
    frame: frame.frame ?? null,
    kind: 'block',
    label: null,
    word: wordOf(frame),
    rest: restOf(frame),
    times: frame.times,
    parameters: frame.parameters,
    shape: frame.shape ?? null,
    changesShape: false,
    isOutput: false,
    problem: frame.problem ?? null,
    place: placeOf(frame),
  };
}

/** What is written of a frame: a repetition that is no block has no word of its own but "repeat". */
const wordOf = (frame: GraphFrame) => frame.title.split(' ', 1)[0]!;
const restOf = (frame: GraphFrame) => frame.title.slice(wordOf(frame).length + 1);

const placeOf = ({ line, character, uri }: Place): Place => ({
  line,
  character,
  ...(uri === undefined ? {} : { uri }),
});

/** For every frame that is folded or stands in a folded one: the outermost folded frame. */
function hiders(frames: ReadonlyMap<string, GraphFrame>, folded: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const frame of frames.values()) {
    let hider: string | undefined;
    for (let at: GraphFrame | undefined = frame; at; at = at.frame === undefined ? undefined : frames.get(at.frame))
      if (folded.has(at.id)) hider = at.id;
    if (hider !== undefined) found.set(frame.id, hider);
  }
  return found;
}

function openFrames(
  frames: readonly GraphFrame[],
  hidden: ReadonlyMap<string, string>,
  folded: ReadonlySet<string>,
  boxes: readonly Box[],
): Frame[] {
  const parents = new Map(frames.map((frame) => [frame.id, frame.frame ?? null]));
  const filled = new Set<string>();
  for (const box of boxes)
    for (let at = box.frame; at !== null && !filled.has(at); at = parents.get(at) ?? null) filled.add(at);
  return frames
    .filter((frame) => filled.has(frame.id) && !folded.has(frame.id) && !hidden.has(frame.id))
    .map((frame) => ({
      id: frame.id,
      frame: frame.frame ?? null,
      word: wordOf(frame),
      rest: restOf(frame),
      times: frame.times,
      problem: frame.problem ?? null,
      place: placeOf(frame),
    }));
}

function depthsOf(frames: readonly GraphFrame[]): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  // Outer frames stand before those in them.
  for (const frame of frames)
    depths.set(frame.id, 1 + (frame.frame === undefined ? 0 : (depths.get(frame.frame) ?? 0)));
  return depths;
}

function visible(graph: Graph, folded: ReadonlySet<string>): number {
  const hidden = hiders(new Map(graph.frames.map((frame) => [frame.id, frame])), folded);
  return new Set(graph.nodes.map((node) => (node.frame === undefined ? undefined : hidden.get(node.frame)) ?? node.id))
    .size;
}

const structureOf = (scene: Omit<Scene, 'structure'>) =>
  JSON.stringify([
    scene.boxes.map((box) => [box.id, box.frame, box.kind]),
    scene.frames.map((frame) => [frame.id, frame.frame]),
    scene.links.map((link) => link.id),
  ]);
