import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyTrack, latest, record } from './track';

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

test('a long run is thinned evenly, and its newest point is always there', () => {
  const track = emptyTrack();
  for (let step = 0; step < 100_000; step++) {
    record(track, step, { loss: -step });
    assert.equal(track.x.at(-1), step);
    assert.equal(latest(track, 'loss'), -step);
  }
  assert.ok(track.x.length <= 2049, `${track.x.length} points`);
  assert.ok(track.x.length > 1000, `${track.x.length} points`);
  const gaps = new Set(track.x.slice(1, -1).map((x, index) => x - track.x[index]!));
  assert.deepEqual([...gaps], [track.stride]);
  assert.equal(track.values['loss']?.length, track.x.length);
});
