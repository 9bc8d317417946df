import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit, MARGIN, open, pan, show, uncover, zoom } from './camera';

const window = { width: 800, height: 600 };

test('a small drawing stands in the middle and is not blown up', () => {
  assert.deepEqual(fit({ width: 200, height: 100 }, window), { x: 300, y: 250, scale: 1 });
  assert.equal(fit({ width: 200, height: 100 }, window, 1.5).scale, 1.5);
});

test('a large drawing is seen whole', () => {
  const camera = fit({ width: 4000, height: 1000 }, window);
  assert.ok(camera.scale < 0.2);
  assert.equal(camera.x, MARGIN);
});

test('a drawing too tall to be read whole begins at its top', () => {
  const camera = open({ width: 400, height: 9000 }, window);
  assert.equal(camera.scale, 1);
  assert.equal(camera.y, MARGIN);
  assert.deepEqual(open({ width: 400, height: 500 }, window), fit({ width: 400, height: 500 }, window));
});

test('zooming leaves what is under the mouse where it is', () => {
  const about = { x: 123, y: 456 };
  const before = { x: 10, y: 20, scale: 0.8 };
  const after = zoom(before, 1.5, about);
  const seen = (camera: typeof before) => ({
    x: (about.x - camera.x) / camera.scale,
    y: (about.y - camera.y) / camera.scale,
  });
  assert.ok(Math.abs(seen(before).x - seen(after).x) < 1e-9 && Math.abs(seen(before).y - seen(after).y) < 1e-9);
  assert.ok(zoom(before, 1e9, about).scale <= 3);
});

test('a drawing cannot be pushed out of sight', () => {
  const camera = pan({ x: 0, y: 0, scale: 1 }, { x: 1e6, y: -1e6 }, { width: 300, height: 300 }, window);
  assert.ok(camera.x < window.width && camera.y > -300);
});

test('what is in view already moves nothing, what is not moves just so far', () => {
  const camera = { x: 0, y: 0, scale: 1 };
  assert.deepEqual(show(camera, { x: 100, y: 100, width: 50, height: 50 }, window), camera);
  assert.deepEqual(show(camera, { x: 100, y: 700, width: 50, height: 32 }, window), { x: 0, y: -156, scale: 1 });
});

test('what is wider than the window is made smaller until it fits, and stays at its height', () => {
  const camera = { x: 24, y: 100, scale: 1 };
  const seen = uncover(camera, { x: 0, y: 50, width: 1000, height: 300 }, window);
  assert.ok(Math.abs(1000 * seen.scale - (window.width - 2 * MARGIN)) < 1e-9);
  assert.ok(Math.abs(seen.x - MARGIN) < 1e-9 && Math.abs(seen.y + 50 * seen.scale - 150) < 1e-9);
  assert.deepEqual(uncover(camera, { x: 0, y: 50, width: 300, height: 300 }, window), camera);
});
