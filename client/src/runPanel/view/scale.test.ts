import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axisOf, fitRange, reach, ticks, type Points } from './scale';

const falling = (length: number, first: number): Points => ({
  x: Array.from({ length }, (_, index) => index),
  y: Array.from({ length }, (_, index) => (index === 0 ? first : 1 / (1 + index / 10))),
});

test('a first spike is left outside, and handed back', () => {
  const range = fitRange([falling(100, 40)], false);
  assert.ok(range.max < 1.5, `max ${range.max}`);
  assert.deepEqual(range.spike, { x: 0, y: 40 });
});

test('a curve that merely falls is shown whole', () => {
  const range = fitRange([falling(100, 1)], false);
  assert.equal(range.spike, null);
  assert.ok(range.max >= 1);
});

test('a rise at the end is never left outside', () => {
  const points = falling(100, 1);
  (points.y as number[])[99] = 1e6;
  const range = fitRange([points], false);
  assert.ok(range.max >= 1e6);
  assert.equal(range.spike, null);
});

test('the first points of a run are not yet a spike', () => {
  assert.equal(fitRange([{ x: [0, 1, 2], y: [40, 2, 1] }], false).spike, null);
});

test('a logarithmic axis has room for a spike, and none for zero', () => {
  const range = fitRange([{ x: [0, 1, 2], y: [100, 0, 0.01] }], true);
  assert.equal(range.spike, null);
  assert.ok(range.min > 0 && range.min < 0.01);
  assert.ok(range.max > 100);
});

test('a constant curve, a gap and an empty chart have a range', () => {
  for (const y of [[3, 3], [null, null], [0, 0], []])
    for (const logarithmic of [false, true]) {
      const { min, max } = fitRange([{ x: y.map((_, index) => index), y }], logarithmic);
      assert.ok(min < max, `${min} … ${max}`);
      assert.ok(!logarithmic || min > 0);
    }
});

test('ticks are round, within the range, and four to six', () => {
  for (let power = -6; power <= 6; power += 0.37)
    for (const low of [0, 0.2, -0.5]) {
      const max = 10 ** power;
      const found = ticks({ min: low * max, max }, false);
      assert.ok(found.length >= 3 && found.length <= 6, `${found} for ${low * max} … ${max}`);
      assert.ok(found.every((tick) => tick >= low * max * (1 + 1e-9) - 1e-12 && tick <= max * (1 + 1e-9)));
    }
  assert.deepEqual(ticks({ min: 0, max: 1.27 }, false), [0, 0.4, 0.8, 1.2]);
});

test('logarithmic ticks are decades, and finer where there are too few', () => {
  assert.deepEqual(ticks({ min: 0.005, max: 2 }, true), [0.01, 0.1, 1]);
  assert.deepEqual(ticks({ min: 0.09, max: 0.6 }, true), [0.1, 0.2, 0.5]);
  assert.ok(ticks({ min: 1e-12, max: 1e12 }, true).length <= 7);
  assert.ok(ticks({ min: 1, max: 1.2 }, true).length >= 2);
});

test('the x axis grows in a few steps and ends where the run ended', () => {
  assert.equal(reach(0, 200, false), 6.25);
  assert.equal(reach(20, 200, false), 25);
  assert.equal(reach(0.1, 50, false, 1 / 256), 50 / 256);
  assert.equal(reach(24, 200, false), 50);
  assert.equal(reach(199, 200, false), 200);
  assert.equal(reach(57, 200, true), 57);
  assert.ok(reach(300, 200, false) >= 300);
  assert.ok(reach(0, 0, true) > 0);
});

test('an axis holds the numbers of a run that diverges', () => {
  const huge = axisOf({ min: 0, max: 4e35 }, false);
  assert.ok(huge(4e35) > 1 && huge(4e35) < 1e9);
  assert.ok(Math.abs(axisOf({ min: 1e-3, max: 1e30 }, true)(1e30) - 30) < 1e-9);
  assert.equal(axisOf({ min: 0, max: 2.3 }, false)(1.7), 1.7);
});

test('a fast start is no spike: the descent is what people want to see', () => {
  const y = Array.from({ length: 125 }, (_, epoch) => 0.01 + 0.68 * Math.exp(-epoch / 6));
  assert.equal(fitRange([{ x: y.map((_, epoch) => epoch + 1), y }], false).spike, null);
});
