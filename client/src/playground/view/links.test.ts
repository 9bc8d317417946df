import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strokeOf, strongest } from './links';

test('a large weight is a thick line, and its sign a colour', () => {
  const most = strongest([0.2, -2, 1]);
  assert.equal(most, 2);
  assert.ok(strokeOf(-2, most).width > strokeOf(1, most).width);
  assert.equal(strokeOf(-2, most).sign, 'negative');
  assert.equal(strokeOf(0.1, most).sign, 'positive');
});

test('small weights alone stay thin lines', () => assert.ok(strokeOf(0.01, strongest([0.01, -0.02])).width < 1));

test('before there are weights every line is the same', () =>
  assert.deepEqual(strokeOf(undefined, 1), strokeOf(Number.NaN, 1)));
