// npm test: every check of the repository, one after the other, with one total at the end.
// `npm test -- engine lsp` runs only the stages whose names contain one of the words.
import { build } from './build.mjs';
import { installPackages, requireTools, runCollecting, step } from './shell.mjs';

requireTools();
installPackages();

const node = (...args) => [process.execPath, args];
const dotnetTest = (project) => [
  'dotnet',
  [
    'test',
    `tests/${project}/${project}.csproj`,
    '-c',
    'Release',
    '-v',
    'quiet',
    '--logger',
    'console;verbosity=minimal',
  ],
];

const stages = [
  { name: 'format', command: node('.scripts/format.mjs', '--check') },
  { name: 'grammar', command: node('.scripts/grammar.mjs', '--check') },
  { name: 'build', action: build },
  { name: 'language', command: dotnetTest('Nnet.Language.Tests') },
  { name: 'engine', command: dotnetTest('Nnet.Engine.Tests') },
  { name: 'devices', command: dotnetTest('Nnet.Engine.Ilgpu.Tests') },
  { name: 'devices-build', command: node('--test', 'tests/devices/') },
  { name: 'lsp', command: dotnetTest('Nnet.Lsp.Tests') },
  { name: 'executable', command: dotnetTest('Nnet.Tests') },
  { name: 'client', command: ['npm', ['run', '--silent', 'test', '--workspace', 'client']] },
  { name: 'findings', command: node('tests/findings/run.mjs') },
  { name: 'fuzz', command: node('tests/fuzz/run.mjs') },
  { name: 'neovim', command: node('tests/neovim/run.mjs') },
  { name: 'workbench', command: node('tests/workbench/run.mjs') },
];

const wanted = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const began = Date.now();
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.some((word) => stage.name.includes(word))) {
    continue;
  }
  const stageBegan = Date.now();
  step(stage.name);
  if (stage.action) {
    await stage.action();
  } else {
    const { code, output } = await runCollecting(...stage.command);
    const counts = countTests(output);
    for (const key of Object.keys(total)) {
      total[key] += counts[key];
    }
    if (code !== 0) {
      failures.push(stage.name);
      total.failed += counts.failed === 0 ? 1 : 0;
    }
  }
  console.log(`  ${stage.name}: ${((Date.now() - stageBegan) / 1000).toFixed(0)} s`);
}

console.log(
  `\n${((Date.now() - began) / 60000).toFixed(1)} minutes${failures.length > 0 ? `; failed: ${failures.join(', ')}` : ''}`,
);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(failures.length > 0 ? 1 : 0);

// Reads the closing lines of `dotnet test` and of `node --test` (in TAP or in its spec form).
function countTests(output) {
  const sum = (pattern) => [...output.matchAll(pattern)].reduce((all, match) => all + Number(match[1]), 0);
  return {
    passed: sum(/Failed:\s+\d+, Passed:\s+(\d+)/g) + sum(/^(?:#|ℹ) pass (\d+)/gm),
    failed: sum(/Failed:\s+(\d+), Passed:/g) + sum(/^(?:#|ℹ) fail (\d+)/gm),
    skipped: sum(/Skipped:\s+(\d+), Total:/g) + sum(/^(?:#|ℹ) skipped (\d+)/gm),
  };
}
