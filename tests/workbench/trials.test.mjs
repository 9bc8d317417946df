// Before and beside a run: the learning rate finder, the check of one batch, two models side by side.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repository } from './lib/install.mjs';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const END = /^(Done|Stopped early)$/;
/** The line of the optimizer in rates.nnet. */
const OPTIMIZER = 17;
const skip = await unavailable();

describe('trials and comparison', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const panel = () => workbench.webview;
  const button = (name) => panel().getByRole('button', { name });
  before(async () => {
    workbench = await start({ folder: path.join(repository, 'examples'), also: fixtures, file: 'rates.nnet' });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('a model that does not learn one batch is marked on the line to blame', async () => {
    await workbench.clickLens('Check one batch', { timeout: 60_000 });
    await workbench.notification('No: Mlp does not learn 16 samples by heart').waitFor({ timeout: 60_000 });
    assert.match(await workbench.problem(`[Ln ${OPTIMIZER}`), /does not learn 16 samples/);
    await workbench.closePanel();
    await workbench.clearNotifications();
  });

  step('the finder draws the loss at growing rates and marks the one to train with', async () => {
    await workbench.clickLens('Find rate');
    await workbench.runState('Found', { timeout: 90_000 });
    assert.ok((await workbench.inkOf('.loss canvas')) > 0.002, 'the chart is empty');
    assert.match(await panel().locator('.notice').innerText(), /^Train with 0\.\d+, since the loss falls fastest/);
    const plot = panel().locator('.loss .plot');
    await plot.focus();
    await workbench.press('End', 'ArrowLeft');
    await panel()
      .locator('.readout')
      .filter({ hasText: /rate \S+.*loss \S/ })
      .waitFor();
    await workbench.press('Escape');
    await workbench.focusEditor();
    await workbench.pictures('rate', { themes: ['light', 'contrast', 'contrastLight', 'dark'] });
  });

  step('its rate stands on the line of the optimizer, with a quick fix', async () => {
    assert.match(await workbench.problem('The learning rate finder suggests'), /0\.\d+, since/);
    await workbench.closePanel();
    await workbench.offerQuickFix(OPTIMIZER, 12);
    await workbench.page.locator('.action-widget .monaco-list-row', { hasText: /Change lr to 0\.\d+/ }).waitFor();
    await workbench.press('Escape');
  });

  step('one button writes it into the text, and the hint goes', async () => {
    await button(/^Set lr=0\.\d+$/).click();
    await panel().locator('.notice', { hasText: 'is in the text now' }).waitFor();
    const text = await (async () => {
      await workbench.focusEditor();
      return workbench.save('rates.nnet');
    })();
    assert.match(text, /optimizer adam lr=0\.0*[1-9]\d*\n/);
    assert.doesNotMatch(text, /lr=0\.00001/);
    await workbench.noProblem('The learning rate finder suggests');
    await workbench.closePanel();
  });

  step('with that rate the model learns one batch', async () => {
    await workbench.focusEditor();
    await workbench.command('LspNN: Check That the Model Can Learn One Batch');
    await workbench.notification('Yes: Mlp learns 16 samples by heart').waitFor({ timeout: 60_000 });
    await workbench.noProblem('does not learn 16 samples');
    await workbench.closePanel();
    await workbench.clearNotifications();
  });

  step('after a run layer lines say how they were doing, until they change', async () => {
    await button('Train').click();
    await workbench.runState(END, { timeout: 90_000 });
    await workbench.focusEditor();
    await workbench.hint('dense 16 activation=relu', '∇ ');
    await workbench.pictures('health', { themes: ['light', 'dark'], document: false });
    await workbench.replaceLine(10, '  dense 12 activation=relu');
    await workbench.until('the hint of the changed line to go', async () =>
      (await workbench.hints()).every((line) => !line.includes('dense 12') || !line.includes('∇')),
    );
    await workbench.hint('dense 1 activation=sigmoid', '∇ ');
    await workbench.undo(2);
    await workbench.save('rates.nnet');
  });

  step('two models train side by side, their curves over each other', async () => {
    await workbench.closeAllEditors();
    await workbench.open('pair.nnet');
    await workbench.codeLens('Find rate', { timeout: 60_000 });
    await workbench.command('LspNN: Train Side by Side');
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Narrow' }).waitFor();
    await workbench.press('Enter');
    await panel().locator('.comparison .other', { hasText: 'Wide' }).waitFor({ timeout: 60_000 });
    await workbench.runState(END, { timeout: 90_000 });
    await panel()
      .locator('.comparison .other', { hasText: /60 epochs · / })
      .waitFor({ timeout: 60_000 });
    assert.match(await panel().locator('.comparison h2').innerText(), /^Narrow side by side with$/);
    // Both stand in one text; what differs is what each of them is of.
    assert.match(
      await panel().locator('.comparison pre').innerText(),
      /− dense 16 activation=tanh\s+\+ dense 2 activation=tanh/,
    );
    await workbench.codeLens('▶ Train again', { timeout: 60_000 });
    await workbench.focusEditor();
    await workbench.pictures('beside', { themes: ['light', 'contrast', 'dark'], document: false });
  });

  step('VS Code compares what the two trained', async () => {
    await panel()
      .getByRole('button', { name: /^Compare the texts/ })
      .click();
    const difference = workbench.page.locator('.monaco-diff-editor');
    await difference
      .locator('.view-line', { hasText: /dense.16/ })
      .first()
      .waitFor();
    await difference
      .locator('.view-line', { hasText: /dense.2.activation/ })
      .first()
      .waitFor();
    await workbench.pictures('difference', { document: false });
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
