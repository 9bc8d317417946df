// npm run vscode: the examples in VS Code with the extension. Where there is a desktop VS Code it opens in a window
// of its own, with nothing of the user's changed; else the workbench of the tests serves it to a browser.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CodeServer } from '../tests/workbench/lib/codeServer.mjs';
import { install } from '../tests/workbench/lib/install.mjs';
import { build } from './build.mjs';
import { accent, bold, fail, isWindows, root, run } from './shell.mjs';

const vsix = join(root, 'dist', 'lspnn.vsix');
const examples = join(root, 'examples');
const first = join(examples, 'spirals.nnet');

if (!existsSync(vsix)) await build();
const desktop = ['code', 'code-insiders', 'codium'].find(answers);
await (desktop ? openDesktop(desktop) : serve());

function answers(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore', shell: isWindows, timeout: 30_000 }).status === 0;
}

function openDesktop(code) {
  const home = join(root, '.cache', 'vscode');
  // VS Code will not start for root without the second of these.
  const own = ['--extensions-dir', join(home, 'extensions'), '--user-data-dir', join(home, 'user-data')];
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  run(code, [...own, ...asRoot, '--install-extension', vsix, '--force']);
  run(code, [...own, ...asRoot, '--new-window', '--disable-workspace-trust', examples, first]);
  console.log(
    `\n${bold('VS Code is opening examples/spirals.nnet.')} Choose ${accent('▶ Train here')} above the train block.`,
  );
}

async function serve() {
  console.log('There is no desktop VS Code ("code") on the PATH, so the same workbench is served to a browser.');
  const installed = await install({ log: console.log });
  if (!installed.ready)
    fail(
      `That cannot be had here: ${installed.reason}.\n` +
        `Install ${basename(vsix)} (in dist/) where you have VS Code: Extensions, "…", "Install from VSIX…".`,
    );
  const server = new CodeServer({
    home: join(root, '.cache', 'vscode-browser'),
    port: Number(process.env.PORT ?? 0),
    settings: { 'workbench.startupEditor': 'none', 'workbench.secondarySideBar.defaultVisibility': 'hidden' },
  });
  server.install(vsix);
  await server.start();
  const { host } = new URL(server.address);
  const query = new URLSearchParams({
    folder: examples,
    payload: JSON.stringify([['openFile', `vscode-remote://${host}${first}`]]),
  });
  console.log(`\n${bold('Open this in a browser:')}\n  ${accent(`${server.address}/?${query}`)}\n\nCtrl+C ends it.`);
  const end = () => server.stop().then(() => process.exit(0));
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}
