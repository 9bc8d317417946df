import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Epoch } from '../training/events';
import { apply, newRun } from './run';
import { packedRun, unpackedRun } from './snapshot';

const epoch = (number: number, loss: number | null): Epoch => ({
  event: 'epoch',
  epoch: number,
  epochs: 10_000,
  train: { loss },
  validation: null,
  learningRate: 0.1,
  seconds: 1,
  secondsLeft: 1,
  samplesPerSecond: 1,
  best: false,
  layers: [{ line: 1, name: 'dense_1', gradientNorm: 1 / number, deadShare: null, updateShare: null }],
});

const runOf = (epochs: number) => {
  const run = newRun('one', 'file:///one.nnet', 'Mlp');
  for (let number = 1; number <= epochs; number++) apply(run, epoch(number, number === 2 ? null : 1 / number));
  return run;
};

test('a run that is sent arrives as it was, gaps and all', () => {
  const run = runOf(3);
  const { gradients, updates, ...rest } = unpackedRun(packedRun(run));
  const { gradients: norms, updates: shares, ...whole } = run;
  assert.deepEqual(rest, whole);
  assert.deepEqual([gradients.x, gradients.values], [norms.x, norms.values]);
  assert.deepEqual([updates.x, updates.values], [shares.x, shares.values]);
});

test('curves are sent in binary, and of layers no more than can be seen', () => {
  const sent = packedRun(runOf(9000));
  assert.ok(sent.epochs.values['train loss'] instanceof Float64Array);
  assert.equal(sent.epochs.x.length, 9000);
  assert.ok(sent.gradients.x.length <= 2049 && sent.gradients.x.length > 1000, `${sent.gradients.x.length} points`);
});

test('whoever was sent a run takes events in as its owner does', () => {
  const run = runOf(9000);
  const copy = unpackedRun(packedRun(run));
  for (let number = 9001; number <= 30_000; number++)
    for (const each of [run, copy]) apply(each, epoch(number, 1 / number));
  assert.deepEqual(copy.epochs, run.epochs);
  assert.equal(copy.gradients.x.at(-1), 30_000);
  assert.equal(copy.gradients.values['dense_1']!.at(-1), 1 / 30_000);
  assert.ok(copy.gradients.x.length <= 4097, `${copy.gradients.x.length} points`);
});
