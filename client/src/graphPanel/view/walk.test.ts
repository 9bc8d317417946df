import assert from 'node:assert/strict';
import { test } from 'node:test';
import { first, last, next } from './walk';

const at = (x: number, y: number) => ({ x, y, width: 100, height: 32 });
const parts = new Map([
  ['input', at(0, 0)],
  ['left', at(0, 64)],
  ['right', at(200, 64)],
  ['add', at(0, 128)],
]);

test('arrows go to the next part in their direction', () => {
  assert.equal(next(parts, 'input', 'ArrowDown'), 'left');
  assert.equal(next(parts, 'left', 'ArrowRight'), 'right');
  assert.equal(next(parts, 'right', 'ArrowLeft'), 'left');
  assert.equal(next(parts, 'add', 'ArrowUp'), 'left');
  assert.equal(next(parts, 'add', 'ArrowDown'), null);
});

test('the walk begins at the top', () => {
  assert.equal(next(parts, null, 'ArrowDown'), 'input');
  assert.equal(next(parts, 'gone', 'ArrowUp'), 'input');
  assert.equal(first(parts), 'input');
  assert.equal(last(parts), 'add');
  assert.equal(first(new Map()), null);
});
