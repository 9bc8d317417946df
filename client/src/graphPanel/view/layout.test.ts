import assert from 'node:assert/strict';
import { test } from 'node:test';
import ElkConstructor from 'elkjs/lib/elk.bundled.js';
import { rounded } from './boxes';
import { BOX_HEIGHT, layOut } from './layout';
import type { Scene } from './scene';

const box = (id: string, frame: string | null = null) => ({
  id,
  frame,
  kind: 'layer' as const,
  label: null,
  word: id,
  rest: '',
  times: 1,
  parameters: 0,
  shape: null,
  changesShape: false,
  isOutput: false,
  problem: null,
  place: { line: 0, character: 0 },
});
const link = (from: string, to: string) => ({ id: `${from}>${to}`, from, to });

const residual: Scene = {
  boxes: [box('input'), box('conv', 'B'), box('add', 'B'), box('dense')],
  frames: [{ id: 'B', frame: null, word: 'B', rest: '', times: 1, problem: null, place: { line: 0, character: 0 } }],
  links: [link('input', 'conv'), link('conv', 'add'), link('input', 'add'), link('add', 'dense')],
  omitted: 0,
  structure: '',
};

test('a chain is a column from top to bottom, and the shortcut goes around it', async () => {
  const layout = await layOut(new ElkConstructor(), residual, () => 160);
  const ys = residual.boxes.map(({ id }) => layout.boxes.get(id)!.y);
  assert.deepEqual(
    ys,
    [...ys].sort((one, other) => one - other),
  );
  assert.equal(new Set(residual.boxes.map(({ id }) => layout.boxes.get(id)!.x)).size, 1);
  const frame = layout.frames.get('B')!;
  for (const id of ['conv', 'add']) {
    const rect = layout.boxes.get(id)!;
    assert.ok(
      rect.x > frame.x && rect.y > frame.y && rect.y + rect.height < frame.y + frame.height,
      `${id} in its frame`,
    );
  }
  const [first, last] = [layout.links.get('input>add')!.at(0)!, layout.links.get('input>add')!.at(-1)!];
  assert.equal(first.y, layout.boxes.get('input')!.y + BOX_HEIGHT);
  assert.equal(last.y, layout.boxes.get('add')!.y);
  assert.ok(layout.links.get('input>add')!.length > 2, 'it has corners');
  assert.equal(layout.links.get('input>conv')!.length, 2);
});

test('the same scene is laid out in the same way', async () => {
  const elk = new ElkConstructor();
  assert.deepEqual(await layOut(elk, residual, () => 160), await layOut(elk, residual, () => 160));
});

test('corners are soft, as far as there is room', () => {
  assert.equal(
    rounded([
      { x: 0, y: 0 },
      { x: 0, y: 20 },
      { x: 4, y: 20 },
    ]),
    'M0 0L0 18Q0 20 2 20L4 20',
  );
});
