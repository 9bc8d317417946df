import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smooth } from './smooth';

test('a short series is left as it is', () => {
  assert.deepEqual(smooth([3, 1, 2]), [3, 1, 2]);
});

test('a line stays a line, and does not lag behind', () => {
  const line = Array.from({ length: 500 }, (_, index) => index);
  const smoothed = smooth(line);
  for (let index = 50; index < 450; index++) assert.ok(Math.abs(smoothed[index]! - index) < 1e-9);
});

test('noise is calmed', () => {
  const noise = Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  assert.ok(smooth(noise).every((value) => Math.abs(value!) < 0.2));
});

test('gaps stay, and nothing is averaged across them', () => {
  const values = [...Array<number>(300).fill(1), null, ...Array<number>(300).fill(9)];
  const smoothed = smooth(values);
  assert.equal(smoothed[300], null);
  assert.ok(Math.abs(smoothed[299]! - 1) < 1e-9);
  assert.ok(Math.abs(smoothed[301]! - 9) < 1e-9);
});
