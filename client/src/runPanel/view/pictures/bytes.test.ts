import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, numbersOf } from './bytes';

test('bytes come out as they went in', () =>
  assert.deepEqual([...bytesOf(Buffer.from([0, 127, 128, 255]).toString('base64'))], [0, 127, 128, 255]));

test('numbers are four bytes each, the least significant first', () => {
  const packed = Buffer.alloc(8);
  packed.writeFloatLE(-0.5, 0);
  packed.writeFloatLE(1e6, 4);
  assert.deepEqual(numbersOf(packed.toString('base64')), [-0.5, 1e6]);
});
