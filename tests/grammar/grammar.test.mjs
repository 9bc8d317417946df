// Each *.test.nnet file states, under its lines, the scopes that the TextMate grammar must give them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../..');
const tool = path.join(repository, 'node_modules/vscode-tmgrammar-test/dist/unit.js');

for (const file of fs.readdirSync(here).filter((name) => name.endsWith('.test.nnet')))
  test(`grammar: ${file}`, { timeout: 60_000 }, () => {
    const args = [tool, '--grammar', 'grammar/nnet.tmLanguage.json', path.posix.join('tests/grammar', file)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}${stderr}`);
  });
