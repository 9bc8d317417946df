import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RateFound, RateTried } from '../trials/events';
import { apply, isOver, newSearch, type RateSearch } from './search';
import { curvesOf, rateText, readAt } from './view/curves';
import { facts, notice } from './view/words';

const tried = (sweep: number, step: number, loss: number | null): RateTried => ({
  event: 'rate',
  sweep,
  sweeps: 2,
  step,
  steps: 9,
  rate: Number(`1e${step - 8}`),
  loss,
  smoothed: loss,
});

const found: RateFound = {
  event: 'rate_found',
  status: 'completed',
  suggested: 0.01,
  steepest: 0.0121,
  lowest: 0.1,
  written: 1e-5,
  sweeps: 2,
  steps: 18,
  curve: [2, 2, 2, 2, 1.9, 1.2, 0.4, 9, 80].map((loss, index) => ({ rate: 10 ** (index - 7), loss })),
  line: 7,
  message: '0.01, since the loss falls fastest there. The block has 0.00001.',
  fixes: [{ title: 'Change lr to 0.01' }],
};

function searched(...events: Parameters<typeof apply>[1][]): RateSearch {
  const search = newSearch('1', 'file:///a.nnet', 'Mlp');
  for (const event of events) apply(search, event);
  return search;
}

test('a sweep grows, and its share of all is the progress', () => {
  const search = searched(tried(1, 3, 2), tried(2, 1, 2));
  assert.equal(search.phase, 'trying');
  assert.deepEqual(search.sweeps[0]!.rates, [1e-5]);
  assert.equal(search.progress, (1 + 1 / 9) / 2);
  assert.deepEqual(facts(search), ['sweep 2 of 2']);
});

test('the end is said once, and what comes behind it changes nothing', () => {
  const search = searched(tried(1, 3, 2), found, { event: 'lost', message: 'gone' });
  assert.equal(search.phase, 'found');
  assert.match(notice(search)!, /^Train with 0\.01, since the loss falls fastest there/);
  apply(search, { event: 'applied' });
  assert.match(notice(search)!, /^lr=0\.01 is in the text now/);
  assert.ok(isOver(search));
});

test('no rate, a stop and a failure are states of their own', () => {
  assert.equal(searched({ ...found, suggested: null, fixes: [] }).phase, 'nothing');
  assert.equal(searched({ ...found, status: 'stopped', suggested: null, fixes: [] }).phase, 'stopped');
  assert.equal(notice(searched({ event: 'failed', message: 'No data.', line: 3 })), 'No data.');
});

test('the curve is drawn over powers of ten, and its cliff leaves the frame', () => {
  const sweep = Array.from({ length: 40 }, () => tried(1, 3, 2));
  const curves = curvesOf(searched(...sweep, tried(2, 3, 2), found), null);
  const strong = curves.lines.at(-1)!;
  assert.deepEqual(strong.smooth.x.map(Math.round), [-7, -6, -5, -4, -3, -2, -1, 0, 1]);
  assert.ok(curves.range.min < 0.4 && curves.range.max > 2 && curves.range.max < 4);
  assert.equal(curves.lines.length, 2, 'a sweep that was seen lies behind the mean, one of a single point does not');
});

test('suggested, written, steepest and lowest rates are marked', () => {
  const { marks } = curvesOf(searched(found), null);
  assert.deepEqual(
    marks!.map(({ label, y }) => [label, y !== undefined]),
    [
      ['suggested 0.01', false],
      ['now 1e-5', false],
      ['steepest', true],
      ['lowest', true],
    ],
  );
  const good = curvesOf(searched({ ...found, written: 0.01 }), null).marks!;
  assert.ok(!good.some(({ label }) => label.startsWith('now')), 'a rate that is as good needs no second line');
});

test('the crosshair reads the nearest rate', () => {
  assert.deepEqual(readAt(searched(found), -2.2), { x: -2, loss: 1.2 });
  assert.equal(readAt(searched(), 0), null);
});

test('rates are written as people write them', () => {
  assert.deepEqual([0.01, 3e-5, 0.0121, 1, 1.5, 0.0001].map(rateText), ['0.01', '3e-5', '0.012', '1', '1.5', '0.0001']);
});
