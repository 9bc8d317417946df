// The tests in a real VS Code, one file after the other: two windows at once would only wait for each other.
//
//   node tests/workbench/run.mjs [--update-screenshots] [file…]

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const files = fs
  .readdirSync(here)
  .filter((name) => name.endsWith('.test.mjs'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .map((name) => path.join(here, name));

const env = { ...process.env };
if (process.argv.includes('--update-screenshots')) env.LSPNN_UPDATE_SCREENSHOTS = '1';
const { status } = spawnSync(process.execPath, ['--test', '--test-concurrency=1', ...files], { stdio: 'inherit', env });
process.exitCode = status ?? 1;
