import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LanguageClient } from '../benchmarks/languageClient.mjs';
import { rangesIn, requestsAt } from './requests.mjs';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Milliseconds that nobody may wait longer for. More on a machine that others use too: a hang is a hang. */
const patience = 1000 + 2000 * Math.max(0, os.loadavg()[0] - os.cpus().length);

/** A server and what its user believes. */
export class Session {
  /** What was done last, for the report of a failure. */
  static steps = [];
  /** The answer that took longest. */
  static slowest = { method: '', took: 0 };

  static async start() {
    const session = new Session();
    session.client = new LanguageClient(path.join(repository, 'dist/nnet'), ['lsp']);
    session.client.onNotification = (method, params) => session.#hear(method, params);
    await session.client.initialize(pathToFileURL(path.join(repository, 'examples')).href);
    return session;
  }

  // One count for all documents, so that a document that is opened again goes on where it was.
  #version = 0;
  versions = new Map();
  published = new Map();
  faults = [];

  uri(name) {
    return pathToFileURL(path.join(repository, 'examples', `${name}.nnet`)).href;
  }

  open(name, text) {
    const uri = this.uri(name);
    this.versions.set(uri, ++this.#version);
    this.#note('open', name, text.length);
    this.client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nnet', version: this.#version, text },
    });
  }

  change(name, contentChanges) {
    const uri = this.uri(name);
    const version = ++this.#version;
    this.versions.set(uri, version);
    this.#note('change', name, JSON.stringify(contentChanges).slice(0, 300));
    this.client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  close(name) {
    this.versions.delete(this.uri(name));
    this.client.notify('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
  }

  /** Asks; the answer comes in time, is no fault of the server, and lies inside `text` where that is given. */
  async ask(method, params, text) {
    this.#note('ask', method, JSON.stringify(params).slice(0, 300));
    const asked = performance.now();
    const version = this.versions.get(params.textDocument?.uri);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${method} hangs: no answer for ${((performance.now() - asked) / 1000).toFixed(1)} s`)),
        patience + 10_000,
      );
    });
    try {
      const result = await Promise.race([this.client.request(method, params), late]);
      if (text !== undefined && version === this.versions.get(params.textDocument?.uri)) {
        const lines = text.split(/\r\n|\n|\r/);
        for (const range of rangesIn(result, params.textDocument?.uri)) {
          for (const { line, character } of [range.start, range.end]) {
            if (line > lines.length || (line < lines.length && character > lines[line].length + 1))
              throw new Error(
                `${method} answers with ${line}:${character}, outside of a text of ${lines.length} lines`,
              );
          }
        }
      }
    } catch (fault) {
      // -32800 cancelled, -32801 content modified, -32803 request failed with a reason for the user.
      if (![-32800, -32801, -32803].includes(fault.code)) throw await this.#explained(fault);
    } finally {
      clearTimeout(timer);
    }
    const took = performance.now() - asked;
    if (took > Session.slowest.took) Session.slowest = { method, took };
    if (took > patience) throw new Error(`${method} took ${(took / 1000).toFixed(1)} s`);
    if (this.faults.length > 0) throw new Error(this.faults[0]);
  }

  /** The newest version of every open document has been published, and nothing older came after it. */
  async settled() {
    const began = performance.now();
    while ([...this.versions].some(([uri, version]) => this.published.get(uri) !== version)) {
      if (performance.now() - began > patience + 10_000)
        throw new Error(
          `no diagnostics for the newest version: wanted ${[...this.versions]}, got ${[...this.published]}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (this.faults.length > 0) throw new Error(this.faults[0]);
  }

  async isSameAsFresh(name, text) {
    // Under the same address, so that paths mean the same: closed and opened again.
    const look = async () => {
      const answers = {};
      for (const [method, params] of requestsAt(this.uri(name), { line: 0, character: 0 })) {
        if (/foldingRange|semanticTokens\/full$|inlayHint|formatting/.test(method))
          answers[method] = await this.client.request(method, params).catch((fault) => fault.code);
      }
      delete answers['textDocument/semanticTokens/full']?.resultId;
      // Hints of lines that cannot be read are those of an earlier text, which a fresh one does not have.
      delete answers['textDocument/inlayHint'];
      return answers;
    };
    const after = await look();
    this.close(name);
    this.open(name, text);
    await this.settled();
    const fresh = await look();
    for (const [method, answer] of Object.entries(after)) {
      if (!isDeepStrictEqual(fresh[method], answer))
        throw new Error(
          `the text of the server is no longer that of the client: ${method} differs\n${JSON.stringify(text)}\n${JSON.stringify(answer)}\n${JSON.stringify(fresh[method])}`,
        );
    }
  }

  async stillServes() {
    this.open('served', 'model M { input 4; dense 2 }');
    await this.ask('textDocument/documentSymbol', { textDocument: { uri: this.uri('served') } });
    this.close('served');
  }

  async end() {
    const code = await this.client.close();
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  }

  // The server's log tells more than its answer, and may come behind it.
  async #explained(fault) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return this.faults.length > 0 ? new Error(`${fault.message}\n${this.faults[0]}`) : fault;
  }

  #hear(method, params) {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, version, diagnostics } = params;
      const before = this.published.get(uri);
      if (version !== undefined && version !== null) {
        // A document that was not opened here may go back to an earlier version itself.
        if (this.versions.has(uri) && before !== undefined && version < before)
          this.faults.push(`diagnostics of version ${version} after those of ${before}`);
        this.published.set(uri, version);
      }
      const fault = diagnostics.find(({ code }) => code === 'internal' || code === 'analysis-failed');
      if (fault) this.faults.push(fault.message);
    }
    if (method === 'window/logMessage' && params.type === 1) this.faults.push(params.message);
  }

  #note(...step) {
    Session.steps.push(step.join(' '));
    if (Session.steps.length > 50) Session.steps.splice(0, 30);
  }
}
