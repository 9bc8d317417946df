// The tests in a real VS Code, one file after the other: two windows at once would only wait for each other.
// A file that fails is run once more, aloud: a browser on a busy machine sometimes loses a key, and a fault fails twice.
//
//   node tests/workbench/run.mjs [--update-screenshots] [--once] [file…]

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = fs
  .readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

const env = { ...process.env };
if (process.argv.includes('--update-screenshots')) env.LSPNN_UPDATE_SCREENSHOTS = '1';

const run = (file) =>
  spawnSync(process.execPath, ['--test', path.join(here, file)], {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const again = [];
for (const file of files) {
  const { status, stdout } = run(file);
  if (status === 0 || process.argv.includes('--once')) {
    process.stdout.write(stdout);
    process.exitCode ||= status ?? 1;
  } else {
    // Indented, so that only the second try is counted.
    console.log(`FAILED once: ${file}, which is run again at the end.\n${stdout.replace(/^/gm, '  | ')}`);
    again.push(file);
  }
}
for (const file of again) {
  const { status, stdout } = run(file);
  process.stdout.write(stdout);
  process.exitCode ||= status ?? 1;
  console.log(status === 0 ? `${file} failed once and passed at the second try` : `${file} failed twice`);
}
