import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { alone, detailOf, exercisesOf } from './exercises';

const lectures = new URL('../../../../examples/lectures/', import.meta.url);
const read = (name: string) => fs.readFileSync(new URL(name, lectures), 'utf8');

test('every file of the lectures is an exercise, in their order', () => {
  const exercises = exercisesOf(read('README.md'));
  const files = fs.readdirSync(lectures).filter((name) => name.endsWith('.nnet'));
  assert.deepEqual(exercises.map(({ file }) => file).sort(), files.sort());
  assert.deepEqual(
    exercises.map(({ number }) => number),
    exercises.map((_, index) => index + 1),
  );
  for (const { title, chapter } of exercises) assert.ok(title && chapter);
});

test('an exercise tells what it is about', () => {
  for (const { file } of exercisesOf(read('README.md'))) assert.match(detailOf(read(file)), /[.:?]/);
});

test('an exercise that stands alone has its tables beside it', () => {
  assert.deepEqual(alone('data d {\n  csv "../data/iris.csv" target=-1\n}'), {
    text: 'data d {\n  csv "iris.csv" target=-1\n}',
    tables: ['iris.csv'],
  });
  assert.deepEqual(alone('  csv "../data/digits.csv.gz" shape=1x8x8').tables, ['digits.csv.gz']);
  assert.deepEqual(alone('  playground spiral').tables, []);
});
