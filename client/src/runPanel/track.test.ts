import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAPACITY, emptyTrack, latest, record, thinned } from './track';

test('a track keeps what it is given, and gaps where a value is missing', () => {
  const track = emptyTrack();
  record(track, 1, { loss: 3 });
  record(track, 2, { loss: 2, accuracy: 0.5 });
  record(track, 3, { accuracy: 0.6 });
  assert.deepEqual(track.x, [1, 2, 3]);
  assert.deepEqual(track.values, { loss: [3, 2, null], accuracy: [null, 0.5, 0.6] });
  assert.equal(latest(track, 'accuracy'), 0.6);
  assert.equal(latest(track, 'nothing'), null);
});

const long = (points: number) => {
  const track = emptyTrack();
  for (let step = 0; step < points; step++) record(track, step, { loss: -step });
  return track;
};

test('a run of a hundred thousand points is kept whole', () => {
  assert.equal(long(100_000).x.length, 100_000);
});

test('a longer one is thinned evenly, and its newest point is always there', () => {
  const track = emptyTrack();
  for (let step = 0; step < 3 * CAPACITY; step++) {
    record(track, step, { loss: -step });
    assert.equal(track.x.at(-1), step);
    assert.equal(latest(track, 'loss'), -step);
  }
  assert.ok(track.x.length <= CAPACITY + 1, `${track.x.length} points`);
  assert.ok(track.x.length > CAPACITY / 2, `${track.x.length} points`);
  const gaps = new Set(track.x.slice(1, -1).map((x, index) => x - track.x[index]!));
  assert.deepEqual([...gaps], [track.stride]);
  assert.equal(track.values['loss']?.length, track.x.length);
});

test('a thinned copy has few points, the newest among them', () => {
  const copy = thinned(long(10_000), 1000);
  assert.ok(copy.x.length <= 1001 && copy.x.length > 500, `${copy.x.length} points`);
  assert.equal(copy.x.at(-1), 9999);
  assert.equal(copy.values['loss']!.length, copy.x.length);
});
