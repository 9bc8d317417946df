// Each *.test.nnet file states, under its lines, the scopes that the TextMate grammar must give them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
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

test('grammar: a fence of a Markdown page is highlighted, and nothing behind it', async () => {
  const require = createRequire(import.meta.url);
  const oniguruma = require('vscode-oniguruma');
  const { INITIAL, Registry } = require('vscode-textmate');
  await oniguruma.loadWASM(fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const files = {
    'source.nnet': 'grammar/nnet.tmLanguage.json',
    'markdown.nnet.codeblock': 'grammar/nnet.markdown.tmLanguage.json',
  };
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    // A page of plain text stands for Markdown: the fences are all that is injected.
    loadGrammar: async (scope) =>
      files[scope]
        ? JSON.parse(fs.readFileSync(path.join(repository, files[scope]), 'utf8'))
        : { scopeName: scope, patterns: [] },
    getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.nnet.codeblock'] : undefined),
  });
  const grammar = await registry.loadGrammar('text.html.markdown');
  let state = INITIAL;
  const scopesOf = (line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return new Set(tokens.flatMap((token) => token.scopes));
  };
  const [before, fence, model, layer, , end, after] = [
    'model M',
    '```nnet',
    'model M {',
    '  dense 3',
    '}',
    '```',
    'model M',
  ].map(scopesOf);
  assert.ok(!before.has('source.nnet') && !before.has('meta.embedded.block.nnet'));
  assert.ok(fence.has('fenced_code.block.language'), [...fence].join(' '));
  for (const line of [model, layer]) {
    assert.ok(line.has('meta.embedded.block.nnet'), [...line].join(' '));
    assert.ok(
      [...line].some((scope) => scope.endsWith('.nnet') && !scope.startsWith('meta.')),
      [...line].join(' '),
    );
  }
  assert.ok(!end.has('meta.embedded.block.nnet'));
  assert.ok(!after.has('meta.embedded.block.nnet'));
});
