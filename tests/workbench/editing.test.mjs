// What a reader of a network sees while writing it, in a real VS Code.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repository } from './lib/install.mjs';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const examples = path.join(repository, 'examples');
const skip = await unavailable();

describe('editing LeNet-5', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  before(async () => {
    workbench = await start({ folder: examples, also: fixtures, file: 'lenet.nnet', width: 960, height: 720 });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('the lens over the model counts 61,706 parameters', async () => {
    await workbench.codeLens('61,706 parameters', { timeout: 60_000 });
  });

  step('every layer says its output shape and its parameters', async () => {
    for (const [line, shape, parameters] of [
      ['conv 6 kernel=5 padding=2 activation=tanh', '6×28×28', '156'],
      ['conv 16 kernel=5 activation=tanh', '16×10×10', '2,416'],
      ['avgpool 2', '16×5×5', ''],
      ['flatten', '400', ''],
      ['dense 120 activation=tanh', '120', '48,120'],
      ['dense 84 activation=tanh', '84', '10,164'],
      ['dense 10', '10', '850'],
    ]) {
      await workbench.hint(line, shape);
      if (parameters) await workbench.hint(line, parameters);
    }
  });

  step('hovering over a layer shows the arithmetic behind its parameters', async () => {
    const said = await workbench.hover('conv 6', 'conv', '156');
    assert.match(said, /1×28×28/);
    assert.match(said, /6×28×28/);
    assert.match(said, /156/);
    await workbench.pictures('hover', {
      prepare: () => workbench.hover('conv 6', 'conv', '156'),
      close: { group: 1, width: 850, height: 370 },
    });
  });

  step('hovering over an activation shows its curve', async () => {
    const plot = workbench.page.locator('.monaco-hover:not(.hidden) .hover-contents img');
    const hover = async () => {
      await workbench.hover('conv 6', 'tanh', 'activation');
      await plot.waitFor();
    };
    await hover();
    assert.equal(await plot.getAttribute('alt'), 'tanh and its derivative');
    await workbench.until('the curve', () => plot.evaluate((image) => image.complete && image.naturalWidth > 0));
    await workbench.pictures('activation', { prepare: hover });
  });

  step('completion offers layers with the shapes that they would give', async () => {
    const list = workbench.page.locator('.suggest-widget.visible');
    await workbench.goTo(7);
    await workbench.press('End', 'Enter');
    const offer = async () => {
      await workbench.focusEditor();
      await workbench.keys('c');
      await list.locator('.monaco-list-row.focused', { hasText: 'conv' }).waitFor();
      const details = workbench.page.locator('.suggest-details-container');
      if (!(await details.isVisible())) await workbench.press('Control+Space');
      await details.filter({ hasText: 'Slides learned filters' }).waitFor();
    };
    await offer();
    const offered = (await list.locator('.monaco-list-row').allInnerTexts()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    );
    assert.match(offered[0], /^conv → 16×3×3 2,320 parameters/);
    assert.ok(
      offered.some((each) => each.startsWith('convtranspose → 16×7×7')),
      offered.join(' | '),
    );
    await workbench.press('Escape', 'Backspace');
    await workbench.pictures('completion', { prepare: offer, tidy: () => workbench.press('Escape', 'Backspace') });
    await workbench.deleteLine(8);
    await workbench.codeLens('61,706 parameters');
  });

  step('a shape error is underlined as typed, and its quick fix mends it', async () => {
    await workbench.deleteLine(8);
    await workbench.squiggle('error');
    const problem = await workbench.problem('dense needs a vector');
    assert.match(problem, /16×5×5/);
    await workbench.pictures('error', { prepare: () => workbench.offerQuickFix(8, 4) });
    await workbench.closePanel();
    await workbench.pictures('quickfix', {
      prepare: () => workbench.offerQuickFix(8, 4),
      close: { group: 1, width: 620, height: 350 },
    });
    await workbench.quickFix(8, 4, 'flatten');
    await workbench.noProblem('dense needs a vector');
    await workbench.codeLens('61,706 parameters');
    assert.match(await workbench.save('lenet.nnet'), /avgpool 2\s+flatten\s+dense 120/);
  });

  step('the code of a finding opens its page', async () => {
    await workbench.deleteLine(8);
    await workbench.problem('dense needs a vector');
    await workbench.page.locator('.markers-panel a', { hasText: 'needs-vector' }).click();
    await workbench.page.locator('.tab.active', { hasText: 'needs-vector.md' }).waitFor();
    await workbench.webview.locator('h1', { hasText: 'The layer needs a vector' }).waitFor();
    await workbench.webview.locator('pre code', { hasText: 'flatten' }).first().waitFor();
    await workbench.screenshot('finding-page', { document: false });
    await workbench.press('Control+KeyW');
    await workbench.closePanel();
    await workbench.quickFix(8, 4, 'flatten');
    await workbench.codeLens('61,706 parameters');
  });

  step('a server that was killed comes back by itself', async () => {
    const [server] = workbench.languageServers();
    assert.ok(server, 'there is no language server to kill');
    process.kill(server, 'SIGKILL');
    await workbench.until('another language server', () => workbench.languageServers().some((pid) => pid !== server));
    await workbench.replaceLine(11, '  dense 11');
    await workbench.codeLens('61,791 parameters');
  });

  step('a block is renamed in every file that uses it', async () => {
    await workbench.save('lenet.nnet');
    await workbench.open('residual.nnet');
    const name = workbench.page.locator('.rename-box input');
    const preview = workbench.page.locator('.bulk-edit-panel, [id="refactorPreview"]').first();
    const begin = async () => {
      await workbench.goTo(5, 8);
      await workbench.press('F2');
      await name.waitFor();
      await name.fill('TwoConvolutions');
    };
    const show = async () => {
      await begin();
      await workbench.press('Control+Enter');
      await preview.locator('.monaco-list-row', { hasText: 'resnet18.nnet' }).waitFor();
    };
    for (const theme of ['light', 'dark']) {
      await workbench.setTheme(theme);
      await show();
      await workbench.screenshot(`rename-${theme}`);
      await workbench.page.getByRole('button', { name: 'Discard' }).click();
      await preview.waitFor({ state: 'hidden' });
    }
    assert.deepEqual(await workbench.problems(), [], 'a preview is not a file with mistakes');
    await workbench.closePanel();
    await begin();
    await workbench.press('Enter');
    await name.waitFor({ state: 'hidden' });
    await workbench.open('resnet18.nnet');
    await workbench.line('repeat 2 TwoConvolutions 64').waitFor();
    await workbench.codeLens('11,689,512 parameters');
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));

  step('the server and the extension host end with the window', async () => {
    assert.ok(workbench.languageServers().length > 0);
    await workbench.leave();
    await workbench.until('the language server to end', () => workbench.languageServers().length === 0);
    await workbench.until('the extension host to end', () => workbench.extensionHosts().length === 0);
  });
});
