// From "Train here" to the end of the curve, in a real VS Code.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repository } from './lib/install.mjs';
import { start, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const skip = await unavailable();
const STARTING = { timeout: 180_000 };
const STEP = { timeout: 120_000 };

describe('training', { skip }, () => {
  let workbench;
  before(async () => {
    workbench = await start({
      folder: path.join(repository, 'examples'),
      also: fixtures,
      file: 'spirals.nnet',
      settings: { 'explorer.excludeGitIgnore': false, 'workbench.sideBar.location': 'left' },
    });
  }, STARTING);
  after(() => workbench?.stop());

  test('Train here draws a curve to its end', STEP, async () => {
    await workbench.clickLens('▶ Train here', { timeout: 60_000 });
    await workbench.runState('Training');
    await workbench.runState('Done', { timeout: 90_000 });
    assert.ok((await workbench.inkOf('.loss canvas')) > 0.002, 'the loss chart is empty');
    assert.ok((await workbench.inkOf('.metric canvas')) > 0.002, 'the metric chart is empty');
    assert.match(await workbench.runPanel.locator('header .closing').innerText(), /Test accuracy \d+(\.\d)?%/);
    assert.ok((await workbench.runPanel.locator('.layers tbody tr').count()) >= 2, 'a row for every layer');
    await workbench.codeLens('▶ Train again · test accuracy');
    await workbench.pictures('train');
  });

  test('the crosshair reads every value of an epoch, by mouse and by keyboard', STEP, async () => {
    const plot = workbench.runPanel.locator('.loss .plot');
    const readout = workbench.runPanel.locator('.loss .readout');
    await plot.hover();
    await readout.filter({ hasText: /epoch \d+.*train .*\d/ }).waitFor();
    await plot.focus();
    await workbench.page.keyboard.press('Home');
    await readout.filter({ hasText: /^epoch 1\D/ }).waitFor();
    await workbench.page.keyboard.press('ArrowRight');
    await readout.filter({ hasText: /^epoch 2\D/ }).waitFor();
    // Both charts share the crosshair.
    await workbench.runPanel
      .locator('.metric .readout')
      .filter({ hasText: /^epoch 2\D/ })
      .waitFor();
    await workbench.page.keyboard.press('Escape');
    await readout.filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
  });

  test('the panel keeps its curves while it is hidden and when the window is reloaded', STEP, async () => {
    const header = await workbench.runPanel.locator('header').innerText();
    await workbench.load();
    await workbench.runState('Done', { timeout: 60_000 });
    assert.equal(await workbench.runPanel.locator('header').innerText(), header);
    assert.ok((await workbench.inkOf('.loss canvas')) > 0.002, 'the loss chart is empty');
  });

  test('Stop ends a run, and keeps what it has learnt', STEP, async () => {
    await workbench.open('long.nnet');
    await workbench.clickLens('▶ Train here');
    await workbench.runState('Training');
    await workbench.runPanel.locator('.facts', { hasText: /epoch [2-9]/ }).waitFor();
    await workbench.runPanel.getByRole('button', { name: 'Stop' }).click();
    await workbench.runState('Stopped');
    await workbench.focusEditor();
    await workbench.codeLens('▶ Train again');
  });

  test('cancelling the progress ends a run too', STEP, async () => {
    await workbench.clickLens('▶ Train again');
    await workbench.runState('Training');
    await workbench.cancelProgress('Training Mlp');
    await workbench.runState('Stopped');
  });

  test('a run that diverges marks the line of its optimizer', STEP, async () => {
    await workbench.open('diverging.nnet');
    await workbench.clickLens('▶ Train here');
    await workbench.runState('Diverged', { timeout: 60_000 });
    const finding = workbench.runPanel.locator('.finding', { hasText: 'line 16' }).first();
    await finding.waitFor();
    const problem = await workbench.problem('[Ln 16');
    assert.match(problem, /loss|learning rate/i);
    await workbench.closePanel();
    await workbench.pictures('diverged');
    await finding.click();
    await workbench.cursorAt(16);
  });

  test('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
