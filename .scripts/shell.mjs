// What the other scripts share: where the repository is, and how to run a command in it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const isWindows = process.platform === 'win32';

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
export const accent = (text) => paint('36', text);
export const dim = (text) => paint('2', text);
export const bold = (text) => paint('1', text);

// The SDK would otherwise print a welcome and keep servers alive that outlast the script.
const environment = {
  ...process.env,
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  MSBUILDDISABLENODEREUSE: '1',
};

/** Runs a command with its output shown; ends the script with its exit code and one sentence when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: environment,
    shell: isWindows,
    ...options,
  });
  if (result.error?.code === 'ENOENT') {
    fail(`${command} was not found on the PATH.${hintFor(command)}`);
  }
  if (result.status !== 0) {
    fail(`\`${[command, ...args].join(' ')}\` failed (exit code ${result.status ?? result.signal}).`);
  }
}

/** Runs a command, showing its output while collecting it: `{ code, output }`. */
export function runCollecting(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      shell: isWindows,
      ...options,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        process.stdout.write(text);
      });
    }
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** What a command prints, or null when it cannot run. */
export function ask(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', env: environment, shell: isWindows });
  return result.status === 0 ? result.stdout : null;
}

export function step(text) {
  console.log(`\n${accent('▸')} ${bold(text)}`);
}

export function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

/** Checks once that the tools which no script can install are here. */
export function requireTools() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) {
    fail(`LspNN needs Node 20 or newer; this is ${process.versions.node}.${hintFor('node')}`);
  }
  const sdks = ask('dotnet', ['--list-sdks']);
  if (sdks === null || !/^1[0-9]\./m.test(sdks)) {
    fail(
      `LspNN needs the .NET SDK 10 or newer; ${sdks === null ? 'no dotnet was found' : `dotnet lists ${sdks.trim().split('\n').join(', ') || 'none'}`}.${hintFor('dotnet')}`,
    );
  }
}

/** Installs the npm packages of the lockfile, unless exactly these are here already. */
export function installPackages() {
  const installed = join(root, 'node_modules', '.lspnn-lockfile');
  const wanted = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) {
    return;
  }
  step('Installing npm packages');
  run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(installed, wanted);
}

function hintFor(command) {
  const where = { dotnet: 'https://dot.net', node: 'https://nodejs.org', npm: 'https://nodejs.org' }[command];
  return where ? ` Install it from ${where} and run this again.` : '';
}
