// The playground: controls that follow the text, and a text that follows the controls.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const themes = ['light', 'contrast', 'contrastLight', 'dark'];
const skip = await unavailable();

describe('playground', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const panel = () => workbench.webview;
  const control = (id) => panel().locator(`[data-control="${id}"]`);
  const shown = (id, value) => control(id).locator('output').filter({ hasText: value }).waitFor();
  /** Moves a slider by keys, as a person without a mouse does. */
  const slide = async (id, key) => {
    await control(id).locator('input').focus();
    await workbench.page.keyboard.press(key);
  };
  before(async () => {
    workbench = await start({ folder: fixtures, file: 'playground.nnet' });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('it opens beside the text and shows what the text says', async () => {
    await workbench.codeLens('▶ Train here', { timeout: 60_000 });
    await workbench.command('LspNN: Open Playground');
    await shown('rate', '0.03');
    await shown('noise', '10%');
    assert.equal(await control('set').locator('select').inputValue(), 'circle');
    assert.equal(await panel().locator('.column').count(), 3, 'features, one hidden layer, the output');
    assert.equal(await panel().locator('.network path').count(), 2 * 3 + 3, 'a line for every weight');
  });

  step('the samples are there before anything is learnt of them', async () => {
    await panel().locator('.surface .name', { hasText: 'Samples' }).waitFor();
    assert.ok((await workbench.inkOf('.surface .points')) > 0.02, 'samples are drawn');
    await workbench.pictures('playground-before', { themes: ['light', 'dark'], document: false });
  });

  step('step trains one epoch and waits, and another one after that', async () => {
    const next = panel().getByRole('button', { name: 'Step: train one epoch' });
    for (const epoch of [1, 2]) {
      await next.click();
      await panel()
        .locator('.facts', { hasText: `epoch ${epoch} ·` })
        .waitFor({ timeout: 60_000 });
      await panel().locator('.state', { hasText: 'Paused' }).waitFor();
    }
    await panel().locator('.surface .name', { hasText: 'Decision surface' }).waitFor();
  });

  step('moving a slider edits the text', async () => {
    await slide('noise', 'ArrowRight');
    await workbench.line('noise=15%').waitFor();
    await shown('noise', '15%');
    await control('activation').locator('select').selectOption('relu');
    await workbench.line('dense 3 activation=relu').waitFor();
  });

  step('editing the text moves the slider', async () => {
    await workbench.replaceLine(13, '  optimizer adam lr=0.3');
    await shown('rate', '0.3');
    await workbench.replaceLine(13, '  optimizer adam lr=');
    await panel().locator('#panel.stale').waitFor();
    await shown('rate', '0.3');
    await workbench.replaceLine(13, '  optimizer adam lr=0.03');
    await shown('rate', '0.03');
    await panel().locator('#panel:not(.stale)').waitFor();
  });

  step('layers, neurons and features are added where they stand', async () => {
    await panel().getByRole('button', { name: 'Hidden layers: more' }).click();
    await panel().locator('.column').nth(3).waitFor();
    await panel().getByRole('button', { name: 'Neurons in layer 1: more' }).click();
    await workbench.line('dense 4 activation=relu').waitFor();
    await control('feature.x1*x2').locator('input').check();
    await workbench.line('features [x1, x2, x1*x2]').waitFor();
    await workbench.line('input 3').waitFor();
    await control('activation').locator('select').selectOption('tanh');
    await workbench.line('dense 4 activation=tanh').waitFor();
  });

  step('play trains it: the surface learns, and every neuron shows its own', async () => {
    await panel().getByRole('button', { name: 'Play' }).click();
    await panel().locator('.surface .cells').waitFor({ timeout: 60_000 });
    await panel()
      .locator('.cell:not(.empty)')
      .nth(3 + 4 + 3 - 1)
      .waitFor({ timeout: 30_000 });
    await panel().locator('.links .positive').first().waitFor({ state: 'attached' });
    assert.equal(await workbench.page.locator('.tab', { hasText: 'Net on points' }).count(), 0, 'no run panel opens');
    await panel().locator('.state', { hasText: 'Done' }).waitFor({ timeout: 60_000 });
    assert.ok((await workbench.inkOf('.surface .points')) > 0.02, 'samples are drawn on the surface');
    assert.ok((await workbench.inkOf('.loss canvas')) > 0.002, 'the loss chart is empty');
    await workbench.pictures('playground', { themes, close: { group: 2 } });
  });

  step('in a narrow window nothing is cut off', async () => {
    for (const width of [1280, 900]) {
      await workbench.page.setViewportSize({ width, height: 860 });
      await workbench.panelFits();
      await workbench.pictures(`playground-${width}`, { document: false });
    }
    await workbench.page.setViewportSize({ width: 1400, height: 860 });
    await workbench.panelFits();
  });

  step('a change is trained at once, in the folder of the playground', async () => {
    await slide('samples', 'ArrowRight');
    await workbench.line('samples=500').waitFor();
    await panel()
      .locator('.state', { hasText: /Preparing|Training/ })
      .waitFor();
    await panel().locator('.state', { hasText: 'Done' }).waitFor({ timeout: 60_000 });
    assert.deepEqual(fs.readdirSync(path.join(workbench.folder, 'runs')), ['playground']);
  });

  step('without a file it begins with an exercise', async () => {
    await workbench.focusEditor();
    await workbench.save('playground.nnet');
    await workbench.closeAllEditors();
    await workbench.command('LspNN: Open Playground');
    const list = workbench.page.locator('.quick-input-list');
    await list.locator('.monaco-list-row', { hasText: '1. Two clouds' }).waitFor();
    await workbench.page.keyboard.type('Hills');
    const row = list.locator('.monaco-list-row', { hasText: '21. Hills' });
    await row.waitFor();
    await row.click();
    await panel().locator('[data-control="set"]').waitFor();
    assert.equal(await control('set').locator('select').inputValue(), 'gauss_regression');
    assert.ok(fs.existsSync(path.join(workbench.folder, '21-hills.nnet')));
  });

  step('an exercise with a table brings it along', async () => {
    await workbench.closeAllEditors();
    await workbench.command('LspNN: Open Playground');
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.page.keyboard.type('A rate too low');
    const row = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '8. A rate too low' });
    await row.waitFor();
    await row.click();
    await workbench.line('csv "iris.csv"').waitFor();
    assert.ok(fs.existsSync(path.join(workbench.folder, 'iris.csv')));
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
