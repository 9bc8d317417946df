import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exercises } from './exercises';

test('every set of the playground has an exercise', () =>
  assert.deepEqual(exercises.map(({ name }) => name).sort(), [
    'circle',
    'gauss',
    'gauss-regression',
    'plane',
    'spiral',
    'xor',
  ]));

test('an exercise has as many inputs as features', () => {
  const spiral = exercises.find(({ name }) => name === 'spiral')!.text;
  assert.match(spiral, /features \[x1, x2, sin\(x1\), sin\(x2\)\]/);
  assert.match(spiral, /\n {2}input 4\n {2}dense 8 activation=tanh\n {2}dense 8 activation=tanh\n {2}dense 1 act/);
});

test('values are learnt with another loss than classes', () => {
  const hills = exercises.find(({ name }) => name === 'gauss-regression')!.text;
  assert.match(hills, /loss mean_squared_error/);
  assert.match(hills, /dense 1\n}/);
  assert.doesNotMatch(hills, /accuracy|sigmoid/);
});
