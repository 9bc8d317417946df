import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, rate, score, tick, timeLeft, value } from './format';

const cases = <T>(name: string, format: (value: T) => string, table: [T, string][]) =>
  test(name, () => {
    for (const [given, expected] of table) assert.equal(format(given), expected);
  });

cases<number | null | undefined>('values', value, [
  [0, '0'],
  [0.08123, '0.0812'],
  [0.412, '0.412'],
  [2.303, '2.30'],
  [12.34, '12.34'],
  [1234.5, '1,235'],
  [4.12e-7, '4.1e-7'],
  [3.3e9, '3.3e9'],
  [null, 'NaN'],
  [undefined, '–'],
]);
cases<number>('accuracy is a share', (each) => score('accuracy', each), [
  [0.9834, '98.3%'],
  [1, '100%'],
  [0.9999, '100%'],
]);
test('other scores are plain numbers', () => assert.equal(score('rmse', 0.9834), '0.983'));
cases<number>('spans of time', duration, [
  [0.42, '0.4 s'],
  [12.4, '12 s'],
  [59.9, '1 min'],
  [81.4, '1 min 21 s'],
  [7500, '2 h 5 min'],
]);
cases<number>('time left', timeLeft, [
  [0.3, 'under a second left'],
  [7.2, '8 s left'],
  [81.4, '1 min 21 s left'],
]);
cases<number>('rates', rate, [
  [850, '850'],
  [18_432, '18.4 k'],
  [1_234_567, '1.23 M'],
]);
cases<[number, number]>('ticks', ([number, step]) => tick(number, step), [
  [[0, 0.5], '0'],
  [[1, 0.5], '1.0'],
  [[0.25, 0.25], '0.25'],
  [[100, 20], '100'],
  [[0.01, 0.01], '0.01'],
  [[0.0001, 0.0001], '1e-4'],
  [[2e6, 1e6], '2e6'],
]);
