import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch, Done, Epoch, Finding, Started } from '../training/events';
import { csvOf } from './csv';
import { apply, isOver, latestScores, metricsOf, newRun, type Run } from './run';

const started: Started = {
  event: 'started',
  model: 'Mlp',
  data: 'spirals',
  line: 12,
  runDir: 'runs/one',
  parameters: 145,
  samples: { train: 250, validation: 50, test: 200 },
  epochs: 200,
  stepsPerEpoch: 25,
  loss: 'binary_cross_entropy',
  optimizer: 'adam',
  metrics: ['accuracy', 'confusion'],
  monitor: 'val_loss',
  layers: [{ line: 5, name: 'dense_1', kind: 'dense', output: '8', parameters: 64 }],
};

const batch = (step: number, loss: number | null): Batch => ({
  event: 'batch',
  epoch: 1 + Math.floor((step - 1) / 25),
  step,
  loss,
  samplesPerSecond: 1000,
  secondsLeft: 5,
});

const epoch = (number: number, loss: number, best = true): Epoch => ({
  event: 'epoch',
  epoch: number,
  epochs: 200,
  train: { loss, accuracy: 0.9 },
  validation: { loss: loss + 0.1, accuracy: 0.8 },
  learningRate: 0.03,
  seconds: 0.1,
  secondsLeft: 4,
  samplesPerSecond: 2000,
  best,
  layers: [{ line: 5, name: 'dense_1', gradientNorm: 0.5, deadShare: 0.25 }],
});

const done: Done = {
  event: 'done',
  status: 'completed',
  epochs: 2,
  bestEpoch: 1,
  test: { loss: 0.2, accuracy: 0.98 },
  seconds: 3,
  runDir: 'runs/one',
};

const finding: Finding = {
  event: 'finding',
  code: 'overfit',
  severity: 'warning',
  line: 13,
  column: 3,
  endLine: 13,
  endColumn: 9,
  message: 'The validation loss rises.',
};

const runOf = (...events: Parameters<typeof apply>[1][]): Run => {
  const run = newRun('r', 'file:///spirals.nnet', 'Mlp');
  for (const event of events) apply(run, event);
  return run;
};

test('a run waits until it has started', () => {
  assert.equal(runOf().phase, 'waiting');
  assert.equal(runOf(started).phase, 'running');
  assert.equal(runOf(started).layers[0]?.name, 'dense_1');
});

test('batches lie at fractional epochs, epochs at whole ones', () => {
  const run = runOf(started, batch(5, 0.7), batch(25, null), epoch(1, 0.6));
  assert.deepEqual(run.batches.x, [0.2, 1]);
  assert.deepEqual(run.batches.values['loss'], [0.7, null]);
  assert.deepEqual(run.epochs.x, [1]);
  assert.deepEqual(run.epochs.values['validation accuracy'], [0.8]);
  assert.deepEqual(run.gradients.values['dense_1'], [0.5]);
  assert.equal(run.layers[0]?.deadShare, 0.25);
});

test('the best epoch is the last that was called best, and the end has the last word', () => {
  const run = runOf(started, epoch(1, 0.6), epoch(2, 0.7, false));
  assert.equal(run.bestEpoch, 1);
  apply(run, { ...done, bestEpoch: 2 });
  assert.equal(run.bestEpoch, 2);
});

test('a run without validation has no validation series', () => {
  const run = runOf(started, { ...epoch(1, 0.6), validation: null });
  assert.deepEqual(
    latestScores(run).map(([name]) => name),
    ['train loss', 'train accuracy'],
  );
});

test('metrics are those that are numbers, in the order of the train block', () => {
  const run = runOf(
    { ...started, metrics: ['confusion', 'rmse', 'accuracy'] },
    {
      ...epoch(1, 0.6),
      train: { loss: 1, r2: 0.1, accuracy: 0.9, rmse: 2 },
    },
  );
  assert.deepEqual(metricsOf(run), ['rmse', 'accuracy', 'r2']);
});

for (const [event, phase] of [
  [done, 'completed'],
  [{ ...done, status: 'early_stopped' }, 'early_stopped'],
  [{ ...done, status: 'stopped' }, 'stopped'],
  [{ ...done, status: 'diverged' }, 'diverged'],
  [{ event: 'failed', message: 'No data.', line: 3 }, 'failed'],
  [{ event: 'lost', message: 'Gone.' }, 'lost'],
] as const)
  test(`after "${phase}" nothing brings the run back to life`, () => {
    const run = runOf(started, epoch(1, 0.6), event);
    assert.equal(run.phase, phase);
    assert.ok(isOver(run));
    assert.equal(run.secondsLeft, null);
    for (const straggler of [batch(99, 9), epoch(9, 9), started, { event: 'stopping' } as const]) apply(run, straggler);
    assert.equal(run.phase, phase);
    assert.deepEqual(run.epochs.x, [1]);
    apply(run, finding);
    assert.deepEqual(run.findings, [finding]);
  });

test('stopping is not over: the best weights are still on their way', () => {
  const run = runOf(started, { event: 'stopping' }, epoch(1, 0.6));
  assert.equal(run.phase, 'stopping');
  assert.ok(!isOver(run));
  assert.deepEqual(run.epochs.x, [1]);
});

test('a run survives JSON, as it does when the window is reloaded', () => {
  const run = runOf(started, batch(5, null), epoch(1, 0.6), finding, done);
  assert.deepEqual(JSON.parse(JSON.stringify(run)), run);
});

test('a paused run goes on with as many epochs as it is then told', () => {
  const run = runOf(started, { event: 'paused', epoch: 1, step: 3 });
  assert.equal(run.phase, 'paused');
  assert.ok(!isOver(run));
  apply(run, { event: 'refused', message: 'The model changed.', line: 5 });
  assert.deepEqual([run.phase, run.refusal?.line], ['paused', 5]);
  apply(run, { event: 'continued', epoch: 1, epochs: 300, changes: [] });
  assert.deepEqual([run.phase, run.refusal, run.started?.epochs], ['running', null, 300]);
});

test('CSV has a row for each epoch, and nothing where a figure was no number', () => {
  const run = runOf(started, epoch(1, 0.5), { ...epoch(2, 0.25), validation: { loss: null, accuracy: 0.5 } });
  assert.deepEqual(csvOf(run).split('\n').slice(0, 3), [
    'epoch,train loss,train accuracy,validation loss,validation accuracy,learning rate,gradient norm of dense_1',
    '1,0.5,0.9,0.6,0.8,0.03,0.5',
    '2,0.25,0.9,,0.5,0.03,0.5',
  ]);
});
