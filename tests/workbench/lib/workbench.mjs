// A real VS Code in a real browser, and what a user does in it.
//
//   const workbench = await start({ vsix, folder, theme });
//   await workbench.open('lenet.nnet');
//   await workbench.clickLens('▶ Train here');
//   await workbench.stop();
//
// Nothing here sleeps: each step waits for what only that step can have caused, and says what it waited for in vain.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { CodeServer, QUIET } from './codeServer.mjs';
import { findBrowser, install, repository } from './install.mjs';
import { until } from './until.mjs';

/** The themes to look at: their setting, their name in the picker, and what the workbench's class says of them. */
export const themes = {
  dark: { setting: 'Dark Modern', label: 'Dark Modern', class: 'vs-dark' },
  light: { setting: 'Light Modern', label: 'Light Modern', class: 'vs' },
  contrast: { setting: 'Default High Contrast', label: 'Dark High Contrast', class: 'hc-black' },
  contrastLight: { setting: 'Default High Contrast Light', label: 'Light High Contrast', class: 'hc-light' },
};

/** How long `before` may take: installing the extension, starting, the first answer. */
export const STARTING = { timeout: 180_000 };

/** The first answer after a cold start takes longest; a slow machine takes longer still. */
const STARTUP = 90_000;
const STEP = 30_000;

const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why there is no workbench here, in a sentence; false where there is one. */
export async function unavailable() {
  const installed = await install();
  if (installed.ready) return false;
  console.error(`\nSKIPPED: the tests in a real VS Code, because ${installed.reason}.\n`);
  return installed.reason;
}

/** The share of a canvas that is drawn on. */
export const inkOf = (canvas) =>
  canvas.first().evaluate((element) => {
    const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
    let drawn = 0;
    for (let index = 3; index < data.length; index += 4) if (data[index] > 0) drawn++;
    return drawn / (data.length / 4);
  });

/** Whether something is to be seen within so many milliseconds. */
const appears = (locator, timeout) =>
  locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

/**
 * Makes the tests of one window: each has its time, and leaves a picture and the logs behind when it fails.
 * @param {() => Workbench} workbench
 */
export const steps =
  (workbench) =>
  (name, run, { skip = false } = {}) =>
    test(name, { timeout: 4 * STEP, skip }, async (context) => {
      try {
        await run(context);
      } catch (error) {
        await workbench()?.keepEvidence(name);
        throw error;
      }
    });

/**
 * Starts VS Code on a copy of a folder, so that what a test writes stays out of the repository.
 * @param {{vsix?: string, folder: string, also?: string, file?: string, theme?: keyof themes, settings?: object, env?: object,
 *   trust?: boolean, width?: number, height?: number}} options
 */
export async function start({
  vsix = path.join(repository, 'dist/lspnn.vsix'),
  folder,
  also,
  file,
  theme = 'dark',
  settings = {},
  env = {},
  trust = false,
  width = 1400,
  height = 860,
}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lspnn-workbench-'));
  const work = path.join(home, path.basename(folder));
  for (const each of [folder, ...(also ? [also] : [])])
    fs.cpSync(each, work, { recursive: true, filter: (name) => path.basename(name) !== 'runs' });

  const server = new CodeServer({
    home,
    env,
    trust,
    settings: { ...QUIET, 'workbench.colorTheme': themes[theme].setting, ...settings },
  });
  const workbench = new Workbench({ home, work, server });
  try {
    server.install(vsix);
    await server.start();
    await workbench.launch({ file, width, height, theme });
  } catch (error) {
    await workbench.stop();
    throw error;
  }
  return workbench;
}

export class Workbench {
  #browser;
  #problems = [];

  constructor({ home, work, server }) {
    this.home = home;
    /** The folder that is open. */
    this.folder = work;
    this.server = server;
  }

  async launch({ file, width, height, theme }) {
    const profile = path.join(this.home, 'browser');
    this.#browser = await chromium.launchPersistentContext(profile, {
      executablePath: findBrowser(),
      viewport: { width, height },
      reducedMotion: 'reduce',
      env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
      args: BROWSER_ARGUMENTS,
    });
    this.page = this.#browser.pages()[0] ?? (await this.#browser.newPage());
    this.page.setDefaultTimeout(STEP);
    this.page.on('pageerror', (error) => this.#problems.push(String(error)));
    await this.load(file);
    await this.page.waitForSelector(`.monaco-workbench.${themes[theme].class}`, { timeout: STARTUP });
  }

  /** Opens the window, or opens it anew as "Reload Window" does. */
  async load(file) {
    const { host } = new URL(this.server.address);
    const query = new URLSearchParams({ folder: this.folder });
    if (file)
      query.set('payload', JSON.stringify([['openFile', `vscode-remote://${host}${path.join(this.folder, file)}`]]));
    await this.page.goto(`${this.server.address}/?${query}`, { timeout: STARTUP });
    await this.page.waitForSelector('.monaco-workbench', { timeout: STARTUP });
    if (file) await this.editor(file).waitFor({ timeout: STARTUP });
  }

  /**
   * Waits until VS Code has stored that its layout has a panel of this type with these texts in its state: it stores every few
   * seconds, when the page is idle, and what a reload finds unsaved is lost.
   */
  async layoutSaved(panel, ...texts) {
    await this.until('the layout is stored', () =>
      this.page.evaluate(
        async (wanted) => {
          const settled = (request) =>
            new Promise((resolve, reject) => {
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            });
          for (const { name } of await indexedDB.databases()) {
            if (!name.startsWith('vscode-web-state-db-')) continue;
            const database = await settled(indexedDB.open(name));
            try {
              const table = database.transaction('ItemTable').objectStore('ItemTable');
              const layout = String(await settled(table.get('memento/workbench.parts.editor'))).replaceAll('\\', '');
              if (wanted.every((text) => layout.includes(text))) return true;
            } finally {
              database.close();
            }
          }
          return false;
        },
        [`mainThreadWebview-${panel}`, ...texts],
      ),
    );
  }

  /** The editor that shows this file. */
  editor(file) {
    return this.page.locator(`.monaco-editor[data-uri$="/${file}"]`).first();
  }

  /** Opens a file by its name, in this group of editors. */
  async open(file, { group = 1 } = {}) {
    await this.focusEditor(group);
    await this.page.keyboard.press('Control+KeyP');
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await input.fill(file);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: file }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.editor(file).waitFor();
  }

  async closeAllEditors() {
    await this.focusEditor();
    await this.page.keyboard.press('Control+KeyK');
    await this.page.keyboard.press('Control+KeyW');
    await this.page.locator('.tab').first().waitFor({ state: 'detached' });
  }

  /** Runs a command by its title, as from the palette. */
  async command(title) {
    const input = await this.#quickInput('F1');
    await input.fill(`>${title}`);
    const row = this.page.locator('.quick-input-list .monaco-list-row').first();
    await until(`the command "${title}"`, STEP, async () => (await row.innerText().catch(() => '')).includes(title));
    await this.page.keyboard.press('Enter');
    // The command may ask for something in the same input.
    await until(`"${title}" to be taken`, STEP, async () =>
      (await input.isVisible()) ? (await input.inputValue().catch(() => '')) !== `>${title}` : true,
    );
  }

  /** Opens VS Code's input by its key, which is pressed again where nobody had the focus to take it. */
  async #quickInput(key) {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await until(`the input of ${key}`, STEP, async () => {
      await this.page.keyboard.press(key);
      return appears(input, 3000);
    });
    return input;
  }

  /**
   * Puts the focus into a group of editors; code lenses are links only there. It waits until the focus is there: a panel hands its
   * keys on to VS Code, which drops those that arrive once the panel has lost the focus.
   */
  async focusEditor(group = 1) {
    const isThere = () =>
      this.page.evaluate((group) => {
        const groups = [...document.querySelectorAll('.editor-group-container')].sort(
          (one, other) => one.getBoundingClientRect().left - other.getBoundingClientRect().left,
        );
        const [wanted, focused] = [groups[group - 1], document.activeElement];
        if (!wanted?.classList.contains('active')) return false;
        if (!focused?.matches('iframe.webview')) return wanted.contains(focused);
        // The frames of panels lie over the groups, not in them.
        const [{ left, right }, frame] = [wanted.getBoundingClientRect(), focused.getBoundingClientRect()];
        return frame.left >= left - 1 && frame.right <= right + 1;
      }, group);
    await this.until(`the focus is in group ${group}`, async () => {
      await this.page.keyboard.press(`Control+Digit${group}`);
      return until('the focus', 3000, isThere).catch(() => false);
    });
  }

  async undo(times) {
    for (let time = 0; time < times; time++) await this.page.keyboard.press('Control+KeyZ');
  }

  /** Waits until the cursor stands on this line. */
  async cursorAt(line) {
    await this.page
      .locator('.statusbar-item', { hasText: new RegExp(`Ln ${line},`) })
      .first()
      .waitFor();
  }

  async goTo(line, column = 1) {
    await this.focusEditor();
    const input = await this.#quickInput('Control+KeyG');
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.monaco-editor.focused').first().waitFor();
    await this.cursorAt(line);
  }

  /** Types at the cursor, with nothing completed behind our back. */
  async type(text) {
    await this.page.keyboard.insertText(text);
  }

  /** Types key by key as a person does, with everything that the editor does on its own. */
  async keys(text) {
    await this.page.keyboard.type(text, { delay: 25 });
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Takes the completion of this name, which has to be the first in the list by now. */
  async accept(name) {
    const list = this.page.locator('.suggest-widget.visible');
    const first = list.locator('.monaco-list-row.focused .label-name');
    await until(`the completion "${name}"`, STEP, async () => (await first.allInnerTexts())[0]?.trim() === name);
    await this.page.keyboard.press('Tab');
    await list.waitFor({ state: 'hidden' });
  }

  /** Makes a new file in the folder, as the menu does. */
  async newFile(name) {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    // A window that is still opening may take the focus, and with it the input, away.
    await until('the input for a new file', STEP, async () => {
      await this.command('Create: New File...');
      return appears(input, 5000);
    });
    const title = this.page.locator('.quick-input-title');
    await input.fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await input.press('Enter');
    await title.filter({ hasText: 'Create File' }).waitFor();
    await until('the place of the file', STEP, async () => (await input.inputValue()).endsWith(name));
    await input.press('Enter');
    await this.editor(name).waitFor();
    await this.page.locator('.monaco-editor.focused').first().waitFor();
  }

  async deleteLine(line) {
    await this.goTo(line);
    await this.page.keyboard.press('Control+Shift+KeyK');
  }

  /** Types a new line below a line. */
  async newLine(line, text) {
    await this.goTo(line);
    await this.page.keyboard.press('Control+Enter');
    await this.type(text);
    await this.page.keyboard.press('Escape');
  }

  /** Replaces the text of a line. */
  async replaceLine(line, text) {
    await this.goTo(line);
    await this.page.keyboard.press('Shift+End');
    await this.type(text);
  }

  /** A line of the editor, found by a part of its text; hints are part of it. */
  line(text) {
    return this.page.locator('.view-line', { hasText: spaced(text) }).first();
  }

  /** Waits for a code lens with this text and hands it back. */
  async codeLens(text, { timeout = STEP, selector = '.codelens-decoration' } = {}) {
    const lens = this.page.locator(selector, { hasText: spaced(text) }).first();
    await lens.waitFor({ timeout }).catch(async () => {
      const seen = await this.page.locator('.codelens-decoration').allInnerTexts();
      throw new Error(`There is no code lens "${text}"; the lenses are ${JSON.stringify(seen)}`);
    });
    return lens;
  }

  /** Clicks a code lens. Only the editor in focus has them as links: elsewhere VS Code may show a stale one. */
  async clickLens(text, { timeout = STEP } = {}) {
    await this.focusEditor();
    const lens = await this.codeLens(text, { timeout, selector: '.codelens-decoration a' });
    await lens.click();
  }

  /** All inlay hints in view, by the text of the line that carries them. */
  async hints() {
    const lines = await this.page.locator('.view-line').allInnerTexts();
    return lines.map((line) => line.replaceAll('\u00a0', ' '));
  }

  /** Waits for this text at the end of a line that contains the other. */
  async hint(line, text) {
    const has = (seen) => seen.includes(line) && seen.slice(seen.indexOf(line) + line.length).includes(text);
    await until(`the hint "${text}" on the line "${line}"`, STEP, async () => (await this.hints()).some(has));
  }

  /** Hovers over a word and hands back what is said. */
  async hover(line, word, includes = '') {
    const box = await this.line(line).boundingBox();
    const span = this.line(line)
      .locator('span span', { hasText: new RegExp(`^\\s*${word}\\s*$`) })
      .first();
    const target = (await span.boundingBox()) ?? box;
    // Away first, so that a hover which is open closes and this one is asked for anew.
    await this.page.mouse.move(5, 5);
    await this.page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 4 });
    const contents = this.page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: includes }).first();
    await contents.waitFor();
    return (await contents.innerText()).replaceAll('\u00a0', ' ');
  }

  /** What the Problems view lists. It opens it once. */
  async problems() {
    const view = this.page.locator('.markers-panel');
    if (!(await view.isVisible())) await this.page.keyboard.press('Control+Shift+KeyM');
    await view.waitFor();
    const rows = await view.locator('.monaco-list-row').allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, ' ').trim());
  }

  async problem(text) {
    return until(`the problem "${text}"`, STEP, async () => {
      const problems = await this.problems();
      return problems.find((each) => each.includes(text));
    });
  }

  async noProblem(text) {
    await until(`the problem "${text}" to go`, STEP, async () => {
      const problems = await this.problems();
      return !problems.some((each) => each.includes(text));
    });
  }

  async closePanel() {
    // By its button: a key that is pressed while a tab closes goes to nobody.
    const view = this.page.locator('.markers-panel');
    const hide = this.page.locator('.part.panel .action-label[aria-label^="Hide Panel"]').first();
    await until('the panel to close', STEP, async () => {
      if (!(await view.isVisible())) return true;
      await hide.click({ timeout: 2000 }).catch(() => undefined);
      return false;
    });
  }

  /** Waits for an underline. */
  async squiggle(severity = 'error') {
    await this.page.waitForSelector(`.squiggly-${severity}`, { state: 'attached' });
  }

  /** The completions at the cursor. */
  async completions() {
    await this.page.keyboard.press('Control+Space');
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    await this.page.keyboard.press('Escape');
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Opens the list of quick fixes at a place. */
  async offerQuickFix(line, column) {
    await this.page.keyboard.press('Escape');
    await this.goTo(line, column);
    // Asked before the server's answer is there, VS Code says that there is none: ask until there is one.
    const list = this.page.locator('.action-widget .monaco-list-row').first();
    await until('a quick fix', STEP, async () => {
      await this.page.keyboard.press('Control+Period');
      return list.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Applies the quick fix of this title at a place. */
  async quickFix(line, column, title) {
    await this.offerQuickFix(line, column);
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
    await row.waitFor();
    // By keyboard: the list takes a click only once it has settled.
    for (const each of await this.page.locator('.action-widget .monaco-list-row.action').all()) {
      if ((await each.innerText()).includes(title)) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
  }

  /** The text of the file as the editor has it; the file is saved for that. */
  async save(file) {
    await this.page.keyboard.press('Control+KeyS');
    await this.page.locator(`.tab.dirty[data-resource-name="${file}"]`).waitFor({ state: 'detached' });
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** The content of the panel that is in view. */
  get webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The content of the run panel that is in view. */
  get runPanel() {
    return this.webview;
  }

  /** Waits until nothing of the panel lies beyond its edge. */
  panelFits() {
    return this.until('everything of the panel to fit', () =>
      this.webview
        .locator('#panel')
        .evaluate(
          (panel) =>
            document.documentElement.scrollWidth <= innerWidth &&
            [...panel.querySelectorAll('canvas, button, select, input')].every(
              (each) => each.getBoundingClientRect().right <= innerWidth,
            ),
        ),
    );
  }

  /** Waits for the run panel to say this about the run: Training, Done … */
  async runState(state, { timeout = STEP } = {}) {
    const now = this.runPanel.locator('header .state', { hasText: state });
    await now.waitFor({ timeout }).catch(async () => {
      const seen = await this.runPanel
        .locator('header')
        .innerText({ timeout: 1000 })
        .catch(() => 'no run panel');
      throw new Error(`The run panel does not say "${state}" but: ${seen.replace(/\s+/g, ' ')}`);
    });
  }

  /** The epoch that the run panel says it is at. */
  async epoch() {
    const facts = this.runPanel.locator('.facts', { hasText: /epoch \d/ });
    return Number((await facts.innerText()).match(/epoch ([\d,]+)/)[1].replaceAll(',', ''));
  }

  /** The share of an image's pixels that something was drawn on. */
  async inkOf(canvas) {
    return inkOf(this.runPanel.locator(canvas));
  }

  /** Cancels what a progress notification reports. */
  async cancelProgress(title) {
    const toast = this.notification(title);
    if (!(await toast.isVisible())) await this.command('Notifications: Show Notifications');
    await toast.waitFor();
    await toast.getByRole('button', { name: 'Cancel' }).click();
  }

  notification(text) {
    return this.page.locator('.notification-list-item', { hasText: text }).first();
  }

  /** Sends every notification away, for a picture. */
  async clearNotifications() {
    await this.command('Notifications: Clear All Notifications');
    await this.page.locator('.notification-list-item').first().waitFor({ state: 'detached' });
  }

  /** Puts the side bar away, for room. */
  async hideSideBar() {
    await this.page.keyboard.press('Control+KeyB');
    await this.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  }

  async setTheme(theme) {
    await this.page.keyboard.press('Control+KeyK');
    await this.page.keyboard.press('Control+KeyT');
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await input.fill(themes[theme].label);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: themes[theme].label }).waitFor();
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.page.waitForSelector(`.monaco-workbench.${themes[theme].class}`, { state: 'attached' });
  }

  /**
   * A picture in light and one in dark, or in these themes. What vanishes when a theme is chosen is made again by `prepare`, and put
   * away by `tidy`.
   */
  async pictures(
    name,
    { prepare, tidy = () => this.press('Escape'), themes = ['light', 'dark'], document = true, close } = {},
  ) {
    for (const theme of themes) {
      await this.setTheme(theme);
      await prepare?.();
      const kept = document && !theme.startsWith('contrast');
      await this.screenshot(`${name}-${theme}`, { document: kept });
      if (close && kept) await this.screenshot(`${name}-close-${theme}`, { close });
      if (prepare) await tidy();
    }
  }

  /**
   * A picture beside the tests, to look at; one for documents goes into docs/images when those are to be renewed. A close one is of the
   * upper left of a group of editors, where a whole window would be too small to read.
   */
  async screenshot(name, { document = true, close } = {}) {
    const update = document && (process.argv.includes('--update-screenshots') || process.env.LSPNN_UPDATE_SCREENSHOTS);
    const folder = update ? path.join(repository, 'docs/images') : path.join(repository, 'out/screenshots');
    fs.mkdirSync(folder, { recursive: true });
    let clip;
    if (close) {
      const group = this.page.locator('.editor-group-container .editor-container').nth(close.group - 1);
      const { x, y, width, height } = await group.boundingBox();
      clip = { x, y, width: Math.min(width, close.width ?? width), height: Math.min(height, close.height ?? height) };
    }
    // What fades in is shown as it will be.
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', clip });
  }

  /** What a failed test looked like, in out/workbench. */
  async keepEvidence(name) {
    const folder = path.join(repository, 'out/workbench');
    const file = path.join(folder, name.replace(/[^\w]+/g, '-'));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(`${file}.log`, `${this.server.log()}\n\n${this.server.extensionLog()}`);
    await this.page?.screenshot({ path: `${file}.png` }).catch(() => {});
  }

  /** Errors that the page threw. Consoles are noisy without anything being wrong; exceptions are not. */
  get pageErrors() {
    return this.#problems;
  }

  until(what, ask) {
    return until(what, STEP, ask);
  }

  /** The language servers that run for this window, by process id. */
  languageServers() {
    return this.#processes(/nnet(\.dll)? lsp\b/);
  }

  /** The training runs that go on, by process id. */
  workers() {
    return this.#processes(/nnet(\.dll)? (train|resume)\b/);
  }

  extensionHosts() {
    return this.#processes(/--type=extensionHost/);
  }

  #processes(pattern) {
    return this.server
      .processes()
      .filter((each) => pattern.test(each))
      .map((each) => Number.parseInt(each));
  }

  /** Leaves the window. Its extension host goes at once; closing the browser would make it wait. */
  async leave() {
    await this.page?.goto('about:blank').catch(() => {});
  }

  async stop() {
    try {
      await this.leave();
      await this.#browser?.close();
    } finally {
      await this.server.stop();
      fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** VS Code writes spaces as non-breaking ones. */
const spaced = (text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[ \\u00a0]'));
