// The server side of VS Code: code-server with everything of its own in one folder that goes when it goes.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { codeServerEntry, node24 } from './install.mjs';
import { until } from './until.mjs';

/** Settings under which nothing moves by itself, asks, or looks for news. */
export const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.editor.restoreViewState': false,
  'workbench.reduceMotion': 'on',
  'workbench.quickOpen.closeOnFocusLost': false,
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'window.restoreWindows': 'none',
  'files.hotExit': 'off',
  'files.autoSave': 'off',
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'editor.inlayHints.enabled': 'on',
  'editor.codeLens': true,
  'editor.minimap.enabled': false,
  'editor.hover.delay': 100,
};

export class CodeServer {
  #process;
  #home;
  #log;

  /** The address, once it has started. */
  address = '';

  /**
   * @param {{home: string, settings?: object, env?: object, trust?: boolean, port?: number}} options
   *   `home` is a folder of its own; `trust` leaves workspace trust on, as users have it; port 0 is any free one.
   */
  constructor({ home, settings = {}, env = {}, trust = false, port = 0 }) {
    this.#home = home;
    this.trust = trust;
    this.port = port;
    this.#log = path.join(home, 'server.log');
    this.env = {
      ...process.env,
      ...env,
      XDG_CONFIG_HOME: path.join(home, 'config'),
      XDG_DATA_HOME: path.join(home, 'data'),
      XDG_CACHE_HOME: path.join(home, 'cache'),
    };
    fs.writeFileSync(path.join(home, 'config.yaml'), 'auth: none\ncert: false\n');
    // What is a matter of the machine, such as a path, is read from the second of these.
    for (const scope of ['User', 'Machine']) {
      const folder = path.join(home, 'user-data', scope);
      fs.mkdirSync(folder, { recursive: true });
      const all = { 'security.workspace.trust.enabled': trust, ...settings };
      fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(all, null, 2));
    }
  }

  install(vsix) {
    const { status, stdout, stderr, error } = spawnSync(
      node24,
      this.#arguments('--install-extension', vsix, '--force'),
      {
        env: this.env,
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    if (status !== 0) throw new Error(`${vsix} could not be installed: ${error?.message ?? stdout + stderr}`);
  }

  async start() {
    const output = fs.openSync(this.#log, 'w');
    this.#process = spawn(
      node24,
      this.#arguments(
        ...['--auth', 'none', '--bind-addr', `127.0.0.1:${this.port}`, '--disable-telemetry', '--disable-update-check'],
        ...['--disable-getting-started-override', '--ignore-last-opened', '--reconnection-grace-time', '5'],
        ...(this.trust ? [] : ['--disable-workspace-trust']),
      ),
      // A group of its own, so that whatever it starts can be ended with it.
      { env: this.env, stdio: ['ignore', output, output], detached: true },
    );
    fs.closeSync(output);
    this.address = await until('code-server to say its address', 30_000, () => {
      if (this.#process.exitCode !== null) throw new Error(`code-server ended:\n${this.log()}`);
      return /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(this.log())?.[1];
    });
  }

  log() {
    return fs.readFileSync(this.#log, 'utf8');
  }

  /** What the extension wrote to its output channel. */
  extensionLog() {
    const logs = path.join(this.#home, 'user-data/logs');
    if (!fs.existsSync(logs)) return '';
    return fs
      .readdirSync(logs, { recursive: true })
      .filter((name) => /lspnn/i.test(name) && name.endsWith('.log'))
      .map((name) => fs.readFileSync(path.join(logs, name), 'utf8'))
      .join('\n');
  }

  /** The processes that this server has started and that still live, as `pid command`. */
  processes() {
    if (!this.#process) return [];
    const { stdout } = spawnSync('ps', ['-eo', 'pgid=,pid=,args='], { encoding: 'utf8' });
    return stdout
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
      .filter((match) => match && Number(match[1]) === this.#process.pid)
      .map((match) => `${match[2]} ${match[3]}`);
  }

  async stop() {
    const group = this.#process?.pid;
    if (!group) return;
    signal(-group, 'SIGTERM');
    await until('code-server to end', 10_000, () => this.processes().length === 0).catch(() =>
      signal(-group, 'SIGKILL'),
    );
  }

  #arguments(...more) {
    return [
      codeServerEntry,
      ...['--config', path.join(this.#home, 'config.yaml')],
      ...['--user-data-dir', path.join(this.#home, 'user-data')],
      ...['--extensions-dir', path.join(this.#home, 'extensions')],
      ...more,
    ];
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
