// A language client that does no more than measuring needs: framed JSON-RPC over a child process's stdio.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export class LanguageClient {
  #child;
  #buffer = Buffer.alloc(0);
  #nextId = 1;
  #pending = new Map();
  #waiters = [];

  /** Takes every notification of the server; set it to watch the whole conversation. */
  onNotification = undefined;

  constructor(command, args) {
    this.startedAt = performance.now();
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout.on('data', (chunk) => this.#receive(chunk));
    /** Resolves with the exit code when the server ends. */
    this.exited = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  request(method, params) {
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject, method }));
    this.#send({ jsonrpc: '2.0', id, method, params });
    return answer;
  }

  notify(method, params) {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  /** Resolves with the first notification of that method for which `accepts` holds, and with the time it arrived. */
  next(method, accepts = () => true) {
    return new Promise((resolve) => this.#waiters.push({ method, accepts, resolve }));
  }

  async initialize(rootUri = null) {
    const capabilities = {
      textDocument: {
        synchronization: { dynamicRegistration: false },
        publishDiagnostics: { versionSupport: true },
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { snippetSupport: true } },
      },
    };
    const result = await this.request('initialize', { processId: process.pid, rootUri, capabilities });
    const milliseconds = performance.now() - this.startedAt;
    this.notify('initialized', {});
    return { result, milliseconds };
  }

  /** Resident memory of the server in megabytes (Linux; null elsewhere). */
  residentMegabytes() {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024;
    } catch {
      return null;
    }
  }

  /** Processor time that the server has taken so far, of all its threads, in milliseconds (Linux; null elsewhere). */
  processorMilliseconds() {
    try {
      const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      // Clock ticks of a hundredth of a second: user and system time.
      return 10 * (Number(fields[11]) + Number(fields[12]));
    } catch {
      return null;
    }
  }

  async close() {
    await this.request('shutdown');
    this.notify('exit');
    return this.exited;
  }

  /** Sends bytes as they are, whether or not they are a message. */
  raw(bytes) {
    this.#child.stdin.write(bytes);
  }

  #send(message) {
    const body = Buffer.from(JSON.stringify(message));
    this.#child.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  #receive(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const headerEnd = this.#buffer.indexOf('\r\n\r\n');
      if (headerEnd < 0) {
        return;
      }
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString('latin1', 0, headerEnd))[1]);
      const end = headerEnd + 4 + length;
      if (this.#buffer.length < end) {
        return;
      }
      const message = JSON.parse(this.#buffer.toString('utf8', headerEnd + 4, end));
      this.#buffer = this.#buffer.subarray(end);
      this.#dispatch(message);
    }
  }

  #dispatch(message) {
    if (message.method === undefined) {
      // Hostile messages may be answered under ids that nobody asked with.
      if (!this.#pending.has(message.id)) return;
      const { resolve, reject, method } = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) {
        reject(Object.assign(new Error(`${method}: ${message.error.message}`), { code: message.error.code }));
      } else {
        resolve(message.result);
      }
      return;
    }
    if (message.id !== undefined) {
      // The server asks something of us (configuration, progress): nothing is a legal answer to all of it.
      const items = message.params?.items;
      this.#send({ jsonrpc: '2.0', id: message.id, result: items ? items.map(() => null) : null });
      return;
    }
    this.onNotification?.(message.method, message.params);
    const index = this.#waiters.findIndex(
      (waiter) => waiter.method === message.method && waiter.accepts(message.params),
    );
    if (index >= 0) {
      const [waiter] = this.#waiters.splice(index, 1);
      waiter.resolve({ params: message.params, at: performance.now() });
    }
  }
}
