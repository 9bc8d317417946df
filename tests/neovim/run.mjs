// A second real editor: Neovim starts dist/nnet with docs/neovim.lua and shows what the server says.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const repository = path.resolve(here, '../..');

const reason = missing();
if (reason) {
  console.log(`skipped: ${reason}\n# pass 0\n# skipped 1`);
  process.exit(0);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nnet-neovim-'));
const file = path.join(folder, 'model.nnet');
fs.writeFileSync(file, 'model M {\n  input 1x28x28\n  conv 6 kernel=5\n  dense 10\n}\n');
const result = spawnSync('nvim', ['--clean', '--headless', '-S', path.join(here, 'attach.lua')], {
  env: {
    ...process.env,
    HOME: folder,
    XDG_STATE_HOME: folder,
    NNET: path.join(repository, 'dist/nnet'),
    CONFIG: path.join(repository, 'docs/neovim.lua'),
    FILE: file,
    // Where .NET is found must not depend on the folder that stands in for HOME.
    DOTNET_CLI_HOME: folder,
  },
  encoding: 'utf8',
  timeout: 120_000,
});
fs.rmSync(folder, { recursive: true, force: true });
console.log(`${result.stdout}${result.stderr}`.replaceAll('\r', '').replace(/\n{2,}/g, '\n'));
if (result.status !== 0) console.log(`Neovim ended with ${result.signal ?? result.status}.`);
process.exit(result.status === 0 ? 0 : 1);

/** Why Neovim cannot run here, or undefined; installs it from Debian where that is allowed. */
function missing() {
  if (spawnSync('nvim', ['--version']).status === 0) return undefined;
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).status !== 0 || process.getuid() !== 0)
    return 'there is no Neovim on this machine; install it (Debian: apt-get install neovim) to run its tests';
  const steps = [['update'], ['install', '--yes', '--no-install-recommends', 'neovim']];
  for (const step of steps) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', ...step], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
    });
    if (status !== 0 && step[0] === 'install')
      return `Neovim could not be installed: ${stderr.trim().split('\n').at(-1)}`;
  }
  return undefined;
}
