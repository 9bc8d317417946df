import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apply, type Graph, type GraphChange, type GraphNode } from './graph';

const node = (id: string, line: number, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  word: id,
  line,
  character: 2,
  kind: 'layer',
  arguments: '',
  times: 1,
  parameters: 0,
  isOutput: false,
  ...more,
});

const graph: Graph = {
  revision: 4,
  model: 'M',
  models: ['M'],
  nodes: [node('input', 1), node('dense', 2), node('elsewhere', 9, { uri: 'file:///other.nnet' })],
  frames: [],
  edges: [
    { from: 'input', to: 'dense' },
    { from: 'dense', to: 'elsewhere' },
  ],
  columns: [],
  problems: [],
  isStale: false,
};

const change = (more: Partial<GraphChange>): GraphChange => ({ uri: '', model: 'M', revision: 5, base: 4, ...more });

test('a change of another revision is refused, and the whole graph is to be asked for', () => {
  assert.equal(apply(graph, change({ base: 3 })), null);
});

test('what a change does not speak of stays as it is', () => {
  assert.deepEqual(apply(graph, change({})), { ...graph, revision: 5 });
});

test('nodes are added in their place, changed and removed', () => {
  const changed = apply(
    graph,
    change({
      nodes: { added: [node('relu', 3)], changed: [node('dense', 2, { shape: '8' })], removed: ['elsewhere'] },
      order: ['input', 'relu', 'dense'],
      edges: { added: [{ from: 'relu', to: 'dense' }], changed: [], removed: ['dense>elsewhere'] },
    }),
  )!;
  assert.deepEqual(
    changed.nodes.map(({ id, shape }) => [id, shape]),
    [
      ['input', undefined],
      ['relu', undefined],
      ['dense', '8'],
    ],
  );
  assert.deepEqual(changed.edges, [
    { from: 'input', to: 'dense' },
    { from: 'relu', to: 'dense' },
  ]);
});

test('lines below an insertion move, problems with them; those of other files do not', () => {
  const problem = { isError: true, message: 'No.', line: 2, character: 2 };
  const before = { ...graph, nodes: graph.nodes.map((each) => (each.id === 'dense' ? { ...each, problem } : each)) };
  const changed = apply(before, change({ moved: { from: 2, by: 3 } }))!;
  assert.deepEqual(
    changed.nodes.map(({ line }) => line),
    [1, 5, 9],
  );
  assert.equal(changed.nodes[1]?.problem?.line, 5);
});

test('a graph survives JSON, as it does when the window is reloaded', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(graph)), graph);
});
