import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween } from './lines';

const told = (before: string, after: string) =>
  changesBetween(before, after).map(({ kind, line, text }) => `${kind === 'added' ? '+' : '-'}${line} ${text}`);

test('equal texts have no changes', () => assert.deepEqual(told('a\nb', 'a\nb'), []));

test('a line that was replaced is removed, then added', () =>
  assert.deepEqual(told('a\nlr=1\nc', 'a\nlr=2\nc'), ['-2 lr=1', '+2 lr=2']));

test('lines that came and went are found apart from each other', () =>
  assert.deepEqual(told('a\nb\nc\nd', 'x\na\nb\nd\ne'), ['+1 x', '-3 c', '+5 e']));

test('line ends do not matter', () => assert.deepEqual(told('a\r\nb', 'a\nb'), []));
