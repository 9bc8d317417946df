import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../training/events';
import { runOf, type RunRecord } from './record';

const started = { event: 'started', model: 'Mlp', data: 'd', epochs: 2, stepsPerEpoch: 1, metrics: [], layers: [] };
const epoch = (number: number) => ({
  event: 'epoch',
  epoch: number,
  train: { loss: 1 / number },
  validation: null,
  learningRate: 0.1,
  best: true,
  layers: [],
});

const recordOf = (...events: object[]): RunRecord => ({
  name: 'one',
  created: '2026-11-21T12:00:00Z',
  nnet: '0.1.0',
  text: null,
  trained: null,
  keptEpoch: null,
  damagedLines: 0,
  events: events as unknown as RunEvent[],
  pictures: [],
});

test('a run is read as the panel reads it', () => {
  const run = runOf(recordOf(started, epoch(1), epoch(2)));
  assert.deepEqual(run.epochs.values['train loss'], [1, 0.5]);
  assert.equal(run.bestEpoch, 2);
});

test('a run without an end was interrupted', () => assert.equal(runOf(recordOf(started)).phase, 'interrupted'));

test('an event that does not fit is left out, and the rest is there', () => {
  const run = runOf(recordOf(started, { event: 'picture' }, epoch(2)));
  assert.deepEqual(run.epochs.x, [2]);
});
