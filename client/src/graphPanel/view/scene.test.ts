import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Graph, GraphFrame, GraphNode } from '../graph';
import { foldedAtFirst, idsAt, MOST_BOXES, sceneOf } from './scene';

let line = 0;
const node = (id: string, frame?: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  ...(frame === undefined ? {} : { frame }),
  word: id.split('/').at(-1)!,
  line: line++,
  character: 2,
  kind: 'layer',
  arguments: '',
  shape: '8',
  times: 1,
  parameters: 0,
  isOutput: false,
  ...more,
});
const frame = (id: string, parent?: string, more: Partial<GraphFrame> = {}): GraphFrame => ({
  id,
  ...(parent === undefined ? {} : { frame: parent }),
  word: id.split('/').at(-1)!,
  title: `${id.split('/').at(-1)!} 64 stride=2`,
  line: line++,
  character: 2,
  shape: '8',
  times: 1,
  parameters: 10,
  isSeries: false,
  layers: 2,
  ...more,
});
const graphOf = (nodes: GraphNode[], frames: GraphFrame[] = [], edges: [string, string][] = []): Graph => ({
  revision: 1,
  model: 'M',
  models: ['M'],
  nodes,
  frames,
  edges: edges.map(([from, to]) => ({ from, to })),
  columns: [],
  problems: [],
  isStale: false,
});

const none = new Set<string>();
const residual = graphOf(
  [
    node('input'),
    node('B/conv', 'B', { shape: '16' }),
    node('B/add', 'B', { shape: '16' }),
    node('dense', undefined, { isOutput: true }),
  ],
  [frame('B')],
  [
    ['input', 'B/conv'],
    ['input', 'B/add'],
    ['B/conv', 'B/add'],
    ['B/add', 'dense'],
  ],
);

test('a folded frame is one box, and what flows into and out of it flows to the box', () => {
  const scene = sceneOf(residual, new Set(['B']));
  assert.deepEqual(
    scene.boxes.map((box) => box.id),
    ['input', 'B', 'dense'],
  );
  assert.deepEqual(
    scene.links.map((link) => link.id),
    ['input>B', 'B>dense'],
  );
  assert.deepEqual(scene.frames, []);
  assert.deepEqual([scene.boxes[1]!.word, scene.boxes[1]!.rest], ['B', '64 stride=2']);
});

test('an open frame is a frame, and its boxes stand in it', () => {
  const scene = sceneOf(residual, none);
  assert.deepEqual(
    scene.boxes.map((box) => [box.id, box.frame]),
    [
      ['input', null],
      ['B/conv', 'B'],
      ['B/add', 'B'],
      ['dense', null],
    ],
  );
  assert.deepEqual(
    scene.frames.map(({ id }) => id),
    ['B'],
  );
});

test('a shape is worth writing where it is another one than what comes in', () => {
  assert.deepEqual(
    sceneOf(residual, none).boxes.map((box) => box.changesShape),
    [true, true, false, true],
  );
});

test('texts do not change the structure, lines and folds do', () => {
  const retyped = {
    ...residual,
    nodes: residual.nodes.map((each) => ({ ...each, arguments: '8', shape: '9', line: each.line + 4 })),
  };
  assert.equal(sceneOf(retyped, none).structure, sceneOf(residual, none).structure);
  assert.notEqual(sceneOf(residual, new Set(['B'])).structure, sceneOf(residual, none).structure);
  assert.notEqual(
    sceneOf({ ...residual, nodes: residual.nodes.slice(1) }, none).structure,
    sceneOf(residual, none).structure,
  );
});

test('a folded block tells of the error in it, and is the output that it holds', () => {
  const problem = { isError: true, message: 'No.', line: 1, character: 2 };
  const nodes = residual.nodes.map((each) =>
    each.id === 'B/conv' ? { ...each, problem } : { ...each, isOutput: each.id === 'B/add' },
  );
  const [, block] = sceneOf({ ...residual, nodes }, new Set(['B'])).boxes;
  assert.equal(block?.problem?.message, 'No.');
  assert.ok(block?.isOutput);
});

test('few blocks begin open, many begin folded, and those deeper than two always', () => {
  const blocks = (count: number) => {
    const names = Array.from({ length: count }, (_, index) => `B#${index}`);
    return graphOf(
      names.flatMap((name) => Array.from({ length: 6 }, (_, index) => node(`${name}/${index}`, name))),
      names.map((name) => frame(name)),
    );
  };
  assert.deepEqual([...foldedAtFirst(blocks(3))], []);
  assert.equal(foldedAtFirst(blocks(16)).size, 16);
  const deep = graphOf(
    [node('A/B/C/x', 'A/B/C'), node('A/B/C/y', 'A/B/C')],
    [frame('A'), frame('A/B', 'A'), frame('A/B/C', 'A/B')],
  );
  assert.deepEqual([...foldedAtFirst(deep)], ['A/B/C']);
});

test('rounds that differ begin folded', () => {
  const series = graphOf([node('G/x', 'G'), node('G/y', 'G')], [frame('G', undefined, { isSeries: true, times: 2 })]);
  assert.deepEqual([...foldedAtFirst(series)], ['G']);
});

test('more than can be read is left out, and counted', () => {
  const many = graphOf(Array.from({ length: MOST_BOXES + 7 }, (_, index) => node(`n${index}`)));
  const scene = sceneOf(many, none);
  assert.equal(scene.boxes.length, MOST_BOXES);
  assert.equal(scene.omitted, 7);
});

test('the cursor lights what its line makes, or the folded block around it', () => {
  const two = graphOf(
    [node('batchnorm', 'B', { line: 7, character: 2 }), node('relu', 'B', { line: 7, character: 13 })],
    [frame('B', undefined, { line: 9 })],
  );
  const at = (character: number, folded: ReadonlySet<string> = none) => [...idsAt(two, folded, { line: 7, character })];
  assert.deepEqual(at(0), ['batchnorm']);
  assert.deepEqual(at(12), ['batchnorm']);
  assert.deepEqual(at(13), ['relu']);
  assert.deepEqual(at(40), ['relu']);
  assert.deepEqual(at(13, new Set(['B'])), ['B']);
  assert.deepEqual([...idsAt(two, none, { line: 9, character: 4 })], ['B']);
  assert.deepEqual([...idsAt(two, none, { line: 8, character: 4 })], []);
  assert.deepEqual([...idsAt(two, none, { line: 7, character: 4, uri: 'file:///other.nnet' })], []);
});

test('a line that is drawn many times lights up everywhere', () => {
  const twice = graphOf(
    [node('A/x', 'A', { line: 3 }), node('B/x', 'B', { line: 3 })],
    [frame('A', undefined, { line: 8 }), frame('B', undefined, { line: 9 })],
  );
  assert.deepEqual([...idsAt(twice, none, { line: 3, character: 5 })], ['A/x', 'B/x']);
});
