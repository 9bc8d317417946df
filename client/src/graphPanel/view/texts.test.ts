import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, wrap } from './measure';
import { placeNeurons } from './neurons';
import { noteOf, parameters } from './words';

const measure = (text: string) => text.length;

test('a text that is too long ends in dots', () => {
  assert.equal(cut('kernel=3', 8, measure), 'kernel=3');
  assert.equal(cut('kernel=3 padding=1', 10, measure), 'kernel=3…');
  assert.equal(cut('kernel', 0, measure), '');
});

test('a message breaks between words, and its last line ends in dots', () => {
  assert.deepEqual(wrap('dense needs a vector', 12, 2, measure), ['dense needs', 'a vector']);
  assert.deepEqual(wrap('dense needs a vector, but it gets more', 12, 2, measure), ['dense needs', 'a vector, b…']);
});

test('parameters are whole as long as they are short', () => {
  assert.equal(parameters(61_706), '61,706');
  assert.equal(parameters(2_359_296), '2.36 M');
  assert.equal(parameters(38_597_376), '38.6 M');
  assert.equal(parameters(1.5e9), '1.50 B');
  assert.equal(noteOf({ times: 12, parameters: 7_087_872 }), '×12 · 7.09 M');
  assert.equal(noteOf({ times: 1, parameters: 0 }), '');
});

test('a column of more than ten neurons shows nine and dots', () => {
  const { placed } = placeNeurons([
    { node: 'a', units: 2 },
    { node: 'b', units: 10 },
    { node: 'c', units: 784 },
  ]);
  assert.deepEqual(
    placed.map(({ circles, gap }) => [circles.length, gap !== null]),
    [
      [2, false],
      [10, false],
      [9, true],
    ],
  );
  const middle = (column: number) =>
    placed[column]!.circles.reduce((sum, { y }) => sum + y, 0) / placed[column]!.circles.length;
  assert.equal(middle(0), middle(1));
});
