// A run from the inside and afterwards: pictures of its task, pausing, and the history of runs.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repository } from './lib/install.mjs';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const END = /^(Done|Stopped early)$/;
const skip = await unavailable();

describe('a run and its history', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const panel = () => workbench.runPanel;
  const button = (name) => panel().getByRole('button', { name, exact: true });
  const runs = () => fs.readdirSync(path.join(workbench.folder, 'runs'));
  before(async () => {
    workbench = await start({ folder: path.join(repository, 'examples'), also: fixtures, file: 'spirals.nnet' });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('the decision surface is drawn while the network learns', async () => {
    await workbench.clickLens('▶ Train here', { timeout: 60_000 });
    await panel().locator('.surface').waitFor({ timeout: 90_000 });
    await workbench.runState(END, { timeout: 90_000 });
    assert.ok((await workbench.inkOf('.surface .points')) > 0.02, 'samples are drawn on the surface');
    assert.match(await panel().locator('.confusion figcaption').innerText(), /\d+ of \d+ right/);
    assert.ok(fs.existsSync(path.join(workbench.folder, 'runs', runs()[0], 'pictures.jsonl')));
    await workbench.pictures('surface', { themes: ['light', 'contrast', 'contrastLight', 'dark'] });
  });

  step('a layer unfolds to what it gave, its weights, gradients and updates over the run', async () => {
    await panel().locator('.layers .fold').first().click();
    for (const nth of [0, 1, 2, 3])
      await workbench.until(
        `plot ${nth} of the layer`,
        async () => (await workbench.inkOf(`.spreads .ridges >> nth=${nth}`)) > 0.01,
      );
    await panel().locator('.layers').scrollIntoViewIfNeeded();
    await workbench.pictures('layers', { themes: ['light', 'contrast', 'contrastLight', 'dark'], document: false });
    await panel().locator('.layers .fold').first().click();
  });

  step('a stretch of a chart is looked at more closely, and all of it again', async () => {
    const plot = panel().locator('.loss .u-over');
    const box = await plot.boundingBox();
    await workbench.page.mouse.move(box.x + box.width * 0.2, box.y + 40);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(box.x + box.width * 0.6, box.y + 50, { steps: 4 });
    await workbench.page.mouse.up();
    const all = panel().locator('.toggle', { hasText: /^epochs \d+–\d+ ×$/ });
    await all.waitFor();
    await panel().locator('.loss .plot').focus();
    const before = await all.innerText();
    await workbench.press('+');
    await all.filter({ hasNotText: before }).waitFor();
    await workbench.press('0');
    await all.waitFor({ state: 'hidden' });
  });

  step('another run is laid over it, with what changed between their texts', async () => {
    await workbench.replaceLine(19, '  optimizer adam lr=0.02');
    await workbench.clickLens('▶ Train again');
    await workbench.until('the second run', () => runs().length === 2);
    await workbench.runState(END, { timeout: 90_000 });
    await panel().getByRole('button', { name: 'Compare with other runs of this file' }).click();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().click();
    await workbench.page
      .locator('.quick-input-action a, .quick-input-header .monaco-button', { hasText: 'OK' })
      .first()
      .click();
    const changes = panel().locator('.comparison pre');
    await changes.waitFor();
    assert.match(await changes.innerText(), /− optimizer adam lr=0.01\s+\+ optimizer adam lr=0.02/);
    await workbench.focusEditor();
    await workbench.save('spirals.nnet');
    await workbench.pictures('compare', { themes: ['light', 'contrast', 'dark'] });
  });

  step('a paused run waits, and goes on with the rate that its text says then', async () => {
    await workbench.open('long.nnet');
    await workbench.clickLens('▶ Train here');
    await workbench.runState('Training');
    await workbench.until('the first epochs', () => workbench.epoch());
    await button('Pause').click();
    await workbench.runState('Paused');
    await workbench.focusEditor();
    await workbench.codeLens('■ Stop · paused in epoch');
    const epoch = await workbench.epoch();
    await workbench.replaceLine(17, '  optimizer sgd lr=0.02');
    await workbench.pictures('paused', { themes: ['light', 'dark'], document: false });
    assert.equal(await workbench.epoch(), epoch);
    await button('Resume').click();
    await workbench.runState('Training');
    await panel().locator('.rate').waitFor();
  });

  step('another model is refused with a sentence, and the run goes on with the text as it was', async () => {
    await button('Pause').click();
    await workbench.runState('Paused');
    await workbench.replaceLine(10, '  dense 17 activation=tanh');
    await button('Resume').click();
    await panel().locator('.notice', { hasText: 'The model Mlp is another one than the run began with' }).waitFor();
    await button('Resume with the text as it was').click();
    await workbench.runState('Training');
    await workbench.replaceLine(10, '  dense 16 activation=tanh');
    await workbench.save('long.nnet');
  });

  step('the history lists a run while it trains', async () => {
    await workbench.page.keyboard.press('Control+Shift+KeyE');
    const header = workbench.page.locator('.pane-header', { hasText: 'Runs' });
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    const list = workbench.page.locator('.pane', { has: header });
    await list.locator('.monaco-list-row', { hasText: 'training' }).waitFor();
    await workbench.hideSideBar();
  });

  step('a run goes on while the window is reloaded, and the panel finds it again', async () => {
    const [epoch, workers] = [await workbench.epoch(), workbench.workers()];
    assert.equal(workers.length, 1);
    await workbench.load('long.nnet');
    await workbench.runState('Training', { timeout: 90_000 });
    assert.deepEqual(workbench.workers(), workers, 'the process is the same one');
    await workbench.until('epochs beyond those before', async () => (await workbench.epoch()) > epoch);
    await workbench.focusEditor();
    await workbench.codeLens('■ Stop · epoch');
    await button('Pause').click();
    await workbench.runState('Paused');
    await button('Resume').click();
    await workbench.runState('Training');
    await button('Stop').click();
    await workbench.runState('Stopped');
    await button('Go on').waitFor();
    await workbench.until('the process to end', () => workbench.workers().length === 0);
  });

  step('the history lists both, by file and train block', async () => {
    await workbench.page.keyboard.press('Control+Shift+KeyE');
    const header = workbench.page.locator('.pane-header', { hasText: 'Runs' });
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    const list = workbench.page.locator('.pane', { has: header });
    await list.locator('.monaco-list-row', { hasText: 'Mlp on spirals' }).waitFor();
    await list
      .locator('.monaco-list-row', { hasText: /accuracy \d/ })
      .nth(1)
      .waitFor();
    await workbench.pictures('runs', { themes: ['light', 'dark'] });

    await list
      .locator('.monaco-list-row', { hasText: /accuracy \d/ })
      .nth(1)
      .click();
    await workbench.press('F2');
    const input = workbench.page.locator('.quick-input-widget:visible input').first();
    await input.fill('the first one');
    await input.press('Enter');
    await list.locator('.monaco-list-row', { hasText: 'the first one' }).waitFor();
    assert.ok(runs().includes('the first one'));

    await list.locator('.monaco-list-row', { hasText: 'the first one' }).click();
    await workbench.press('Delete');
    await workbench.page.locator('.monaco-dialog-box', { hasText: 'Delete the run the first one?' }).waitFor();
    await workbench.page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Delete' }).click();
    await list.locator('.monaco-list-row', { hasText: 'the first one' }).waitFor({ state: 'detached' });
    assert.ok(!runs().includes('the first one'));
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
