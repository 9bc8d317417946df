import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosen, peak } from './ridge';

test('few rows are all chosen, of many the first and the last are', () => {
  assert.deepEqual(chosen(3, 24), [0, 1, 2]);
  assert.deepEqual(chosen(1, 24), [0]);
  const some = chosen(49, 24);
  assert.equal(some.length, 24);
  assert.deepEqual([some[0], some.at(-1)], [0, 48]);
});

test('most of what was counted lies in the narrowest stretch around the fullest bin', () => {
  assert.deepEqual(peak(Uint8Array.from([0, 0, 100, 255, 120, 0])), [2, 5]);
  assert.deepEqual(peak(Uint8Array.from([255, 0, 0, 0])), [0, 1]);
  assert.deepEqual(peak(Uint8Array.from([0, 0, 0, 0])), [0, 1]);
});
