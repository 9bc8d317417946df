/**
 * A model as the server describes it: whole in the answer to `nnet/graph`, then in pieces with `nnet/graphChanged`.
 * Lines and characters are 0-based, as in the protocol. It is plain data: it survives JSON, and with it a reload.
 */
export interface Graph {
  readonly revision: number;
  readonly model: string;
  readonly models: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly frames: readonly GraphFrame[];
  readonly edges: readonly GraphEdge[];
  readonly total?: string;
  /** The layers of neurons, where the model is a chain of dense layers. */
  readonly columns: readonly GraphColumn[];
  /** Errors that stand at no line of the graph. */
  readonly problems: readonly GraphProblem[];
  /** Whether the text cannot be read just now, and this is what the model was before. */
  readonly isStale: boolean;
}

/** Where something is written: a line of the file, or of the file `uri`. */
export interface Place {
  readonly line: number;
  readonly character: number;
  readonly uri?: string;
}

interface Part extends Place {
  readonly id: string;
  /** The frame that it stands in. */
  readonly frame?: string;
  readonly word: string;
  /** How often it is carried out in a row, each time the same. */
  readonly times: number;
  readonly shape?: string;
  /** Parameters of all times together. */
  readonly parameters: number;
  readonly problem?: GraphProblem;
}

/** A line that makes a layer. */
export interface GraphNode extends Part {
  readonly kind: 'input' | 'layer' | 'activation' | 'join';
  readonly label?: string;
  readonly arguments: string;
  readonly isOutput: boolean;
}

/** What a block, or a repetition, draws around its lines. */
export interface GraphFrame extends Part {
  readonly title: string;
  /** Whether it holds all rounds of a repetition, which differ; then `times` counts them. */
  readonly isSeries: boolean;
  readonly layers: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface GraphColumn {
  readonly node: string;
  readonly units: number;
  readonly activation?: string;
}

export interface GraphProblem extends Place {
  readonly isError: boolean;
  readonly message: string;
}

/** The answer to `nnet/graph`. */
export interface GraphAnswer {
  readonly uri: string;
  readonly revision: number;
  readonly graph: Omit<Graph, 'revision'>;
}

/** What became of a graph; what is absent is as it was. */
export interface GraphChange {
  readonly uri: string;
  readonly model: string;
  readonly revision: number;
  /** The revision that it builds on. */
  readonly base: number;
  /** Lines from here on moved down, before anything else. */
  readonly moved?: { readonly from: number; readonly by: number };
  readonly nodes?: Changes<GraphNode>;
  /** The ids of all nodes, where their order is new. */
  readonly order?: readonly string[];
  readonly frames?: Changes<GraphFrame>;
  readonly edges?: Changes<GraphEdge>;
  readonly models?: readonly string[];
  readonly total?: string;
  readonly columns?: readonly GraphColumn[];
  readonly problems?: readonly GraphProblem[];
  readonly isStale?: boolean;
}

export interface Changes<T> {
  readonly added: readonly T[];
  readonly changed: readonly T[];
  readonly removed: readonly string[];
}

export const edgeId = (edge: GraphEdge) => `${edge.from}>${edge.to}`;

/** The graph after a change; null when the change does not build on it, and the whole graph is to be asked for. */
export function apply(graph: Graph, change: GraphChange): Graph | null {
  if (change.base !== graph.revision) return null;
  const id = (part: { readonly id: string }) => part.id;
  const nodes = changed(move(graph.nodes, change.moved), change.nodes, id);
  return {
    ...graph,
    revision: change.revision,
    model: change.model,
    nodes: change.order ? inOrder(nodes, change.order) : nodes,
    frames: changed(move(graph.frames, change.moved), change.frames, id),
    edges: changed(graph.edges, change.edges, edgeId),
    models: change.models ?? graph.models,
    ...(change.total === undefined ? {} : { total: change.total }),
    columns: change.columns ?? graph.columns,
    problems: change.problems ?? graph.problems,
    isStale: change.isStale ?? graph.isStale,
  };
}

function move<T extends Part>(parts: readonly T[], moved: GraphChange['moved']): readonly T[] {
  if (!moved) return parts;
  const { from, by } = moved;
  return parts.map((part) =>
    part.uri === undefined && part.line >= from
      ? {
          ...part,
          line: part.line + by,
          ...(part.problem ? { problem: { ...part.problem, line: part.problem.line + by } } : {}),
        }
      : part,
  );
}

function changed<T>(before: readonly T[], changes: Changes<T> | undefined, id: (item: T) => string): readonly T[] {
  if (!changes) return before;
  const removed = new Set(changes.removed);
  const others = new Map(changes.changed.map((item) => [id(item), item]));
  return [
    ...before.filter((item) => !removed.has(id(item))).map((item) => others.get(id(item)) ?? item),
    ...changes.added,
  ];
}

function inOrder(nodes: readonly GraphNode[], order: readonly string[]): readonly GraphNode[] {
  const places = new Map(order.map((id, index) => [id, index]));
  return [...nodes].sort((one, other) => (places.get(one.id) ?? Infinity) - (places.get(other.id) ?? Infinity));
}
