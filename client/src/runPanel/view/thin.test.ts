import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Maybe } from '../../training/events';
import { thin } from './thin';

const points = (count: number, value: (index: number) => Maybe) => ({
  x: Array.from({ length: count }, (_, index) => index),
  y: Array.from({ length: count }, (_, index) => value(index)),
});

test('few points stay as they are', () => {
  const all = points(100, (index) => index);
  assert.deepEqual(thin(all, { from: 0, to: 99, columns: 400 }).raw, all);
});

test('of many, each column keeps its lowest and highest: no spike is lost', () => {
  const { raw, mean } = thin(
    points(100_000, (index) => (index === 54_321 ? 99 : Math.sin(index))),
    { from: 0, to: 99_999, columns: 500 },
  );
  assert.ok(raw.x.length <= 2 * 502, `${raw.x.length} points`);
  assert.ok(mean.x.length <= 502);
  assert.equal(raw.y[raw.x.indexOf(54_321)], 99);
  assert.deepEqual(
    [...raw.x].sort((one, other) => one - other),
    raw.x,
  );
});

test('of a stretch, what lies far outside is left out and what is near is there', () => {
  const { raw } = thin(
    points(100_000, (index) => index),
    { from: 50_000, to: 50_100, columns: 500 },
  );
  assert.ok(raw.x[0]! < 50_000 && raw.x.at(-1)! > 50_100);
  assert.ok(raw.x.length < 120);
});

test('a column without a number is a gap', () => {
  const { mean } = thin(
    points(10_000, (index) => (index >= 4000 && index < 6000 ? null : 1)),
    { from: 0, to: 9999, columns: 100 },
  );
  assert.ok(mean.y.includes(null));
  assert.ok(mean.y.every((value) => value === null || value === 1));
});
