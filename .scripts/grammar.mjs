// Makes the C# parser from grammar/Nnet.g4. With --check it changes nothing and fails when the committed parser is stale.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, root, run } from './shell.mjs';

const target = join(root, 'server/Nnet.Language/Syntax/Generated');
const made = mkdtempSync(join(tmpdir(), 'nnet-grammar-'));
try {
  run('npx', [
    '--no-install',
    'antlr-ng',
    '-D',
    'language=CSharp',
    '-o',
    made,
    '--package',
    'Nnet.Language.Syntax.Generated',
    '--generate-visitor',
    'false',
    '--generate-listener',
    'false',
    '--',
    join(root, 'grammar/Nnet.g4'),
  ]);
  const stale = readdirSync(made)
    .filter((name) => name.endsWith('.cs'))
    .filter((name) => keep(name, tidy(readFileSync(join(made, name), 'utf8'))));
  if (stale.length > 0 && process.argv.includes('--check')) {
    fail(
      `${stale.join(', ')} under server/Nnet.Language/Syntax/Generated is not what grammar/Nnet.g4 makes: run \`node .scripts/grammar.mjs\` and commit.`,
    );
  }
} finally {
  rmSync(made, { recursive: true, force: true });
}

// As the other files of the repository are, with one more of the tool's own warnings switched off.
function tidy(text) {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n+$/, '\n')
    .replace(
      '#pragma warning disable 419\n',
      '#pragma warning disable 419\n// CLSCompliant in an assembly that does not promise it\n#pragma warning disable 3021\n',
    );
}

// Writes a made file where it differs from the committed one (not when checking), and says whether it did.
function keep(name, text) {
  const path = join(target, name);
  const old = readdirSync(target).includes(name) ? readFileSync(path, 'utf8') : '';
  if (old !== text && !process.argv.includes('--check')) {
    writeFileSync(path, text);
  }
  return old !== text;
}
