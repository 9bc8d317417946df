// Trains every sick model of this folder and its healthy twin, and counts what is found and what should not be.
// `node tests/findings/run.mjs NAME…` runs cases whose names contain a word; `--write` puts the table into docs/findings.md.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from './cases.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const server = join(root, 'dist', 'server', process.platform === 'win32' ? 'nnet.exe' : 'nnet');
const page = join(root, 'docs', 'findings.md');
const leastRecall = 0.95;

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wanted = cases().filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const folder = mkdtempSync(join(tmpdir(), 'nnet-findings-'));
try {
  // Models name their tables relative to themselves.
  for (const kept of ['tests', 'examples']) {
    symlinkSync(join(root, kept), join(folder, kept), 'junction');
  }
  const results = [];
  const queue = [...wanted];
  await Promise.all([work(), work()]);
  results.sort((a, b) => a.name.localeCompare(b.name));
  report(results);

  async function work() {
    for (let item = queue.shift(); item; item = queue.shift()) {
      const [sick, healthy] = [
        await train(item.name, 'sick', item.sick),
        await train(item.name, 'healthy', item.healthy),
      ];
      const hit = ({ code, line }) => item.expected.some((one) => one.code === code && one.line === line);
      results.push({
        ...item,
        found: sick.filter(hit),
        others: sick.filter((finding) => !hit(finding)),
        alarms: healthy,
      });
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

// The findings of a run, as its events tell them.
async function train(name, kind, text) {
  const source = text.replaceAll('"data/', `"tests/findings/data/`).replaceAll('"../../../', '"');
  const file = join(folder, `${name}-${kind}.nnet`);
  writeFileSync(file, source);
  const child = spawn(server, [
    'train',
    file,
    '--events',
    '--threads',
    '1',
    '--run-dir',
    join(folder, `run-${name}-${kind}`),
  ]);
  let [output, problems] = ['', ''];
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (problems += data));
  await new Promise((resolve) => child.on('close', resolve));
  const events = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (events.at(-1)?.event !== 'done') {
    throw new Error(
      `${name}, ${kind}: the run did not end as it should.\n${events.at(-1)?.message ?? ''}\n${problems}`,
    );
  }
  if (words.length > 0) {
    const last = events.filter(({ event }) => event === 'epoch').at(-1);
    console.log(
      `${name} ${kind}: train ${JSON.stringify(last?.train)} validation ${JSON.stringify(last?.validation)} ${JSON.stringify(last?.layers)}`,
    );
    for (const finding of events.filter(({ event }) => event === 'finding')) {
      console.log(
        `  line ${finding.line}, epoch ${finding.epoch}, ${finding.code}: ${finding.message}  [${finding.fixes.map(({ title }) => title).join(' | ')}]`,
      );
    }
  }
  return events
    .filter(({ event }) => event === 'finding')
    .map(({ code, line, severity }) => ({ code, line, severity }));
}

function report(results) {
  const say = (findings) => [...new Set(findings.map(({ code }) => `\`${code}\``))].join(', ');
  const rows = results.map(({ name, about, found, others, alarms }) => [
    `[${name}](../tests/findings/models/${name}.nnet)`,
    about,
    say(found) || '**missed**',
    say(others),
    say(alarms),
  ]);
  const missed = results.filter(({ found }) => found.length === 0);
  const alarmed = results.filter(({ alarms }) => alarms.length > 0);
  const besides = results.filter(({ others }) => others.length > 0);
  const count = (some) => `${some.length} of ${results.length}`;
  const summary =
    `${results.length - missed.length} of ${results.length} sick models are told what is wrong with them, on the line that is to blame ` +
    `(recall ${((1 - missed.length / results.length) * 100).toFixed(1)}%). ${count(alarmed)} healthy twins are told anything. ` +
    `${count(besides)} sick models are told something besides.`;
  for (const row of rows.filter((row) => row[2].includes('missed') || row[3] || row[4])) {
    console.log(
      `  ${row[0].slice(1).split(']')[0]}: found ${row[2]}; besides ${row[3] || 'nothing'}; twin ${row[4] || 'silent'}`,
    );
  }
  console.log(summary);
  const table = [
    '| model | what is wrong with it | found | besides | told its twin |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
  const text = `${summary}\n\n${table}\n`;
  if (words.length === 0 && process.argv.includes('--write')) {
    writeFileSync(
      page,
      readFileSync(page, 'utf8').replace(/(<!-- table -->\n\n)[\s\S]*$/, (_, mark) => mark + text),
    );
  }
  const passed = 2 * results.length - missed.length - alarmed.length;
  console.log(`# pass ${passed}\n# fail ${2 * results.length - passed}`);
  process.exitCode = alarmed.length > 0 || missed.length > (1 - leastRecall) * results.length ? 1 : 0;
}
