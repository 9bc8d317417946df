import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlOf, follow, stepped, type Control, type PlaygroundPicture } from './controls';

const rate: Control = {
  id: 'rate',
  label: 'Learning rate',
  kind: 'slider',
  value: '0.03',
  choices: ['0.01', '0.03', '0.1'].map((value) => ({ value, label: value })),
  doc: '',
  line: 3,
};

const picture = (version: number, isStale = false): PlaygroundPicture => ({
  uri: 'file:///a.nnet',
  version,
  train: 'M',
  trains: ['M'],
  isStale,
  groups: isStale ? [] : [{ id: 'training', title: 'Training', controls: [rate] }],
  columns: [],
  data: 'd',
});

test('a half typed text leaves the controls as they were, out of order', () => {
  const shown = follow(picture(1), picture(2, true));
  assert.equal(controlOf(shown, 'rate')?.value, '0.03');
  assert.equal(shown.isStale, true);
  assert.equal(shown.version, 2);
  assert.equal(follow(shown, picture(3)).isStale, false);
});

test('a text that was never whole has no controls', () =>
  assert.equal(controlOf(follow(null, picture(1, true)), 'rate'), undefined));

test('steps end where the choices do', () => {
  assert.equal(stepped(rate, 1), '0.1');
  assert.equal(stepped(rate, -1), '0.01');
  assert.equal(stepped(rate, 2), undefined);
  assert.equal(stepped({ ...rate, value: '7' }, 1), undefined);
});
