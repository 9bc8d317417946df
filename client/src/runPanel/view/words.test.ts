import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Done, Started } from '../../training/events';
import { apply, newRun, type PanelEvent, type Phase } from '../run';
import { facts, notice, phaseWords, summary } from './words';

const started = {
  event: 'started',
  model: 'LeNet5',
  data: 'digits',
  epochs: 30,
  stepsPerEpoch: 10,
  metrics: ['accuracy'],
  monitor: 'val_loss',
  layers: [],
} as unknown as Started;

const done: Done = {
  event: 'done',
  status: 'completed',
  epochs: 30,
  bestEpoch: 22,
  test: { loss: 0.0521, accuracy: 0.983 },
  seconds: 81.4,
  runDir: 'runs/one',
};

const runOf = (...events: PanelEvent[]) => {
  const run = newRun('r', 'file:///lenet.nnet', 'LeNet5');
  for (const event of events) apply(run, event);
  return run;
};
const progress: PanelEvent = {
  event: 'batch',
  epoch: 12,
  step: 115,
  loss: 0.4,
  samplesPerSecond: 18_432,
  secondsLeft: 7.2,
};

test('a run that goes on says how far it is and how fast', () => {
  assert.deepEqual(facts(runOf(started, progress)), ['epoch 12 of 30', '8 s left', '18.4 k samples/s']);
  assert.equal(notice(runOf(started, progress)), undefined);
});

test('a run that is done says the test result first', () => {
  const run = runOf(started, progress, done);
  assert.equal(notice(run), 'Test accuracy 98.3%, loss 0.0521. Epoch 22 was the best.');
  assert.deepEqual(facts(run), ['epoch 30 of 30', '1 min 21 s']);
});

test('every phase has a word, and every one but training a sentence', () => {
  const ends: Record<Exclude<Phase, 'running' | 'stopping'>, PanelEvent[]> = {
    waiting: [],
    paused: [started, { event: 'paused', epoch: 3, step: 30 }],
    completed: [started, done],
    early_stopped: [started, { ...done, status: 'early_stopped' }],
    stopped: [started, { ...done, status: 'stopped' }],
    diverged: [started, { ...done, status: 'diverged', test: null }],
    failed: [{ event: 'failed', message: 'The file is missing.', line: 3 }],
    interrupted: [started],
    lost: [started, progress, { event: 'lost', message: 'The server crashed.' }],
  };
  for (const [phase, events] of Object.entries(ends)) {
    const run = runOf(...events);
    // Only whoever reads a folder knows that nothing more will come.
    if (phase === 'interrupted') run.phase = 'interrupted';
    assert.equal(run.phase, phase);
    assert.ok(phaseWords[run.phase]);
    assert.ok(notice(run), phase);
    assert.ok(summary(run).startsWith(phaseWords[run.phase]));
  }
  assert.match(notice(null)!, /Train here/);
});

test('what failed before its first epoch claims no progress', () => {
  assert.deepEqual(facts(runOf(started, { event: 'failed', message: 'No.', line: null })), []);
});
