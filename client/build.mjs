// Builds the extension as a folder that VS Code can load, and packs that folder.
//
//   node build.mjs                       dist/extension, for F5
//   node build.mjs --package             dist/lspnn.vsix too
//   node build.mjs --test                the unit tests, on this Node
//
// The extension's server is what lies in dist/server; build that first.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createVSIX } from '@vscode/vsce';

const client = path.dirname(fileURLToPath(import.meta.url));
const repository = path.dirname(client);
const dist = path.join(repository, 'dist');
const extension = path.join(dist, 'extension');
const server = path.join(dist, 'server');

const packing = process.argv.includes('--package');
const shared = {
  bundle: true,
  minify: packing,
  sourcemap: !packing,
  metafile: true,
  logLevel: 'warning',
  absWorkingDir: client,
  legalComments: 'none',
};

await (process.argv.includes('--test') ? test() : assemble());
if (packing) await pack();

/** Everything that the extension consists of, in one folder. */
async function assemble() {
  fs.rmSync(extension, { recursive: true, force: true });
  const out = path.join(extension, 'out');
  const bundles = await Promise.all([
    // The plots of `nnet report`, made from those of the run panel. They lie beside the executable, which puts them into its pages.
    build({
      ...shared,
      entryPoints: { report: 'src/report/main.ts' },
      outdir: path.join(server, 'report'),
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      minify: true,
      sourcemap: false,
      // A page that is one file has its font in itself.
      loader: { '.ttf': 'dataurl' },
    }),
    build({
      ...shared,
      entryPoints: { extension: 'src/extension.ts' },
      outdir: out,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      external: ['vscode'],
      // The language client is published both ways; its ES modules bundle smaller.
      mainFields: ['module', 'main'],
    }),
    build({
      ...shared,
      entryPoints: {
        runPanel: 'src/runPanel/view/main.ts',
        ratePanel: 'src/ratePanel/view/main.ts',
        graphPanel: 'src/graphPanel/view/main.ts',
        playground: 'src/playground/view/main.ts',
      },
      outdir: out,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
    }),
    build({
      ...shared,
      entryPoints: { elk: 'elkjs/lib/elk-worker.min.js' },
      outdir: out,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      // Machine-made and small already: an hour of minifying gains nothing.
      minify: false,
      sourcemap: false,
    }),
  ]);
  fs.writeFileSync(path.join(extension, 'ThirdPartyNotices.txt'), notices(bundles));
  fs.cpSync(path.join(client, 'icons'), path.join(extension, 'icons'), { recursive: true });
  fs.mkdirSync(path.join(extension, 'grammar'));
  for (const name of fs.readdirSync(path.join(repository, 'grammar')).filter((each) => each.endsWith('.json')))
    fs.copyFileSync(path.join(repository, 'grammar', name), path.join(extension, 'grammar', name));
  fs.copyFileSync(path.join(repository, 'grammar/README.md'), path.join(extension, 'grammar/README.md'));
  // The walkthrough shows the pictures of the README, which the workbench tests take.
  const walkthrough = path.join(extension, 'walkthrough');
  fs.cpSync(path.join(client, 'walkthrough'), walkthrough, { recursive: true });
  for (const name of JSON.stringify(manifest().contributes.walkthroughs).matchAll(/walkthrough\/([\w-]+\.png)/g))
    fs.copyFileSync(path.join(repository, 'docs/images', name[1]), path.join(walkthrough, name[1]));
  for (const file of [
    path.join(client, 'README.md'),
    path.join(repository, 'LICENSE'),
    path.join(repository, 'CHANGELOG.md'),
  ])
    if (fs.existsSync(file)) fs.copyFileSync(file, path.join(extension, path.basename(file)));
  // The exercises of the playground, with their tables beside them.
  const lectures = path.join(extension, 'lectures');
  fs.cpSync(path.join(repository, 'examples/lectures'), lectures, { recursive: true });
  for (const table of ['iris.csv', 'digits.csv.gz', 'README.md'])
    fs.copyFileSync(
      path.join(repository, 'examples/data', table),
      path.join(lectures, table === 'README.md' ? 'DATA.md' : table),
    );
  fs.rmSync(path.join(lectures, 'runs'), { recursive: true, force: true });
  if (fs.existsSync(path.join(server, 'nnet.dll')))
    fs.cpSync(server, path.join(extension, 'server'), { recursive: true });
  else console.warn('client: dist/server is missing, so the extension has no language server yet');
  fs.writeFileSync(path.join(extension, '.vscodeignore'), '**/*.map\n');
  fs.writeFileSync(path.join(extension, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
}

/** The licences of everything that was bundled. */
function notices(bundles) {
  const folders = new Set();
  for (const { metafile } of bundles)
    for (const input of Object.keys(metafile.inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder) folders.add(path.resolve(client, folder));
    }
  const notice = (folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? fs.readFileSync(path.join(folder, file), 'utf8').trim() : `Licence: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  };
  return [...folders]
    .sort()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The manifest without what only its makers need. */
function manifest() {
  const {
    scripts,
    devDependencies,
    private: unpublished,
    ...published
  } = JSON.parse(fs.readFileSync(path.join(client, 'package.json'), 'utf8'));
  const levels = published.contributes.configuration.properties['lspnn.findings'];
  levels.properties = levelsOf(levels.additionalProperties);
  return published;
}

/** Every finding whose level can be chosen, from the pages: their title, their code and how grave they are. */
function levelsOf(level) {
  const pages = path.join(repository, 'docs/findings');
  const findings = fs
    .readdirSync(pages)
    .filter((name) => name.endsWith('.md'))
    .map((name) => /^# (.+)\n\n`([\w-]+)` · (\w+)/.exec(fs.readFileSync(path.join(pages, name), 'utf8')))
    .filter((head) => head && head[3] !== 'error');
  return Object.fromEntries(
    findings.map(([, title, code, usual]) => [code, { ...level, default: usual, description: `${title}.` }]),
  );
}

async function pack() {
  const vsix = path.join(dist, 'lspnn.vsix');
  await createVSIX({
    cwd: extension,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  console.log(`client: ${path.relative(process.cwd(), vsix)}, ${(fs.statSync(vsix).size / 1e6).toFixed(1)} MB`);
}

/** Bundles every *.test.ts on its own and hands them to Node's test runner, and the grammar's tests with them. */
async function test() {
  const out = path.join(client, 'out/tests');
  fs.rmSync(out, { recursive: true, force: true });
  const entryPoints = fs
    .readdirSync(path.join(client, 'src'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join('src', name));
  await build({
    ...shared,
    entryPoints,
    outdir: out,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    format: 'esm',
  });
  const found = (folder) =>
    fs
      .readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.test.mjs'))
      .map((name) => path.join(folder, name));
  const files = [...found(out), ...found(path.join(repository, 'tests/grammar'))];
  const { status } = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
