// The graph beside the text, in a real VS Code.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repository } from './lib/install.mjs';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const skip = await unavailable();

describe('graph', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const graph = () => workbench.webview;
  const box = (id) => graph().locator(`.drawing [data-id="${id}"]`);
  const show = async () => {
    await workbench.focusEditor();
    await workbench.command('LspNN: Show Graph');
  };
  const places = () =>
    graph()
      .locator('.drawing .box .body')
      .evaluateAll((all) => all.map((each) => `${each.getAttribute('x')} ${each.getAttribute('y')}`));
  const camera = () => graph().locator('.stage > g').getAttribute('transform');
  before(async () => {
    workbench = await start({
      folder: path.join(repository, 'examples'),
      also: fixtures,
      file: 'lenet5.nnet',
    });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('it shows every line of the model, with what flows between them', async () => {
    await workbench.hint('dense 84', '84');
    await workbench.command('LspNN: Show Graph');
    await box('dense#3').waitFor();
    assert.deepEqual(await graph().locator('.drawing .box .word').allTextContents(), [
      ...['input', 'conv', 'avgpool', 'conv', 'avgpool', 'flatten', 'dense', 'dense', 'dense'],
    ]);
    assert.deepEqual(await graph().locator('.drawing .shape').allTextContents(), [
      ...['1×28×28', '6×28×28', '6×14×14', '16×10×10', '16×5×5', '400', '120', '84', '10'],
    ]);
    assert.match(await graph().locator('header').innerText(), /LeNet5\s+61,706 parameters/);
    assert.match(await graph().locator('.stage').getAttribute('aria-label'), /^LeNet5: 9 lines .* No errors\.$/);
  });

  step('a click goes to the line, and the cursor lights up its layer', async () => {
    await box('conv#2').click();
    await workbench.cursorAt(13);
    await graph().locator('.drawing .current[data-id="conv#2"]').waitFor();
    await workbench.goTo(17);
    await graph().locator('.drawing .current[data-id="dense#2"]').waitFor();
    assert.equal(await graph().locator('.drawing .current').count(), 1);
  });

  step('typing changes texts in place, without a reload and without moving anything', async () => {
    await graph()
      .locator('body')
      .evaluate((body) => body.setAttribute('data-mark', 'same page'));
    const before = [await places(), await camera()];
    await workbench.replaceLine(17, '  dense 96 activation=tanh');
    await graph().locator('.drawing .shape', { hasText: /^96$/ }).waitFor();
    await box('dense#2').filter({ hasText: '11,616' }).waitFor();
    assert.deepEqual([await places(), await camera()], before);
    assert.equal(await graph().locator('body').getAttribute('data-mark'), 'same page');
  });

  step('a half-typed line keeps the graph and says what is wrong at its layer', async () => {
    const before = await places();
    await workbench.goTo(17, 27);
    for (let times = 0; times < 4; times++) await workbench.page.keyboard.press('Backspace');
    await graph().locator('.drawing .box.error[data-id="dense#2"]').waitFor();
    await graph().locator('.drawing .message').first().waitFor();
    assert.deepEqual(await places(), before);
    await workbench.type('tanh');
    await workbench.page.keyboard.press('Escape');
    await graph().locator('.drawing .error').first().waitFor({ state: 'detached' });
  });

  step('a new line is a new box, and the others keep theirs', async () => {
    await workbench.newLine(16, 'dropout 10%');
    await box('dropout').waitFor();
    assert.equal(await graph().locator('.drawing .box').count(), 10);
    await workbench.deleteLine(17);
    await box('dropout').waitFor({ state: 'detached' });
  });

  step('the keyboard walks, goes to a line, zooms and fits', async () => {
    await graph().locator('.stage').focus();
    await workbench.page.keyboard.press('Home');
    await graph().locator('.drawing .focused[data-id="input"]').waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await graph().locator('.drawing .focused[data-id="conv"]').waitFor();
    const fitted = await camera();
    await workbench.page.keyboard.press('+');
    assert.notEqual(await camera(), fitted);
    await workbench.page.keyboard.press('0');
    assert.equal(await camera(), fitted);
    await workbench.page.keyboard.press('Enter');
    await workbench.cursorAt(11);
  });

  step('blocks fold and unfold, and unfolding leaves what is pointed at in its place', async () => {
    await workbench.save('lenet5.nnet');
    await workbench.closeAllEditors();
    await workbench.open('graph.nnet');
    await show();
    await box('Bottleneck#2').waitFor();
    assert.equal(await graph().locator('.drawing .box.block').count(), 8);
    assert.equal(await graph().locator('.drawing .box').count(), 15);
    assert.match(await box('Bottleneck#2').textContent(), /×2/);
    await workbench.pictures('graph-blocks', { document: false });
    const chevron = box('Bottleneck#3').locator('.fold');
    const before = await chevron.boundingBox();
    await chevron.click();
    await box('Bottleneck#3/add').waitFor();
    const after = await box('Bottleneck#3').locator('.fold').first().boundingBox();
    assert.ok(Math.abs(after.y - before.y) < 24, 'it stays beside the mouse');
    await workbench.goTo(9, 8);
    await graph().locator('.drawing .current[data-id="Bottleneck#3/batchnorm#3"]').waitFor();
    await graph().locator('.drawing .box.current[data-id="Bottleneck#4"]').waitFor();
    await workbench.pictures('graph-unfolded', { document: false });
    await graph().getByRole('button', { name: 'Fold all blocks', exact: true }).click();
    await box('Bottleneck#3/add').waitFor({ state: 'detached' });
  });

  step('an unfolded block stays so while its lines are edited', async () => {
    await box('Bottleneck').locator('.fold').click();
    await box('Bottleneck/add').waitFor();
    await workbench.newLine(5, 'dropout 10%');
    await box('Bottleneck/dropout').waitFor();
    await box('Bottleneck/add').waitFor();
    await workbench.deleteLine(6);
    await box('Bottleneck/dropout').waitFor({ state: 'detached' });
  });

  step('the drawing goes into a file', async () => {
    await workbench.command('LspNN: Export Graph as SVG');
    const input = workbench.page.locator('.quick-input-widget:visible input').first();
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'for paper' }).first().click();
    await workbench.until('the place of the file', async () => (await input.inputValue()).endsWith('.svg'));
    const target = path.join(workbench.folder, 'picture.svg');
    await input.fill(target);
    await input.press('Enter');
    await workbench.notification('The graph is in').waitFor();
    const svg = fs.readFileSync(target, 'utf8');
    assert.match(svg, /^<\?xml[^]*<svg [^]*viewBox[^]*Bottleneck[^]*<\/svg>\s*$/);
    assert.ok(svg.includes('#ffffff'), 'it has colours of its own');
    assert.doesNotMatch(svg, /.{0,60}--vscode/, 'it needs no theme');
    assert.doesNotMatch(svg, /.{0,60}data-id/, 'it is a picture, not a page');
    await workbench.clearNotifications();
  });

  step('a chain of dense layers is also drawn in neurons', async () => {
    await workbench.save('graph.nnet');
    await workbench.closeAllEditors();
    await workbench.open('neurons.nnet');
    await show();
    await graph().getByRole('button', { name: 'Neurons' }).click();
    await graph().locator('.column').first().waitFor();
    const circles = await graph()
      .locator('.column')
      .evaluateAll((all) => all.map((each) => each.querySelectorAll('.neuron').length));
    assert.deepEqual(circles, [2, 3, 4, 1]);
    await workbench.goTo(4);
    await graph().locator('.column.current[data-id="column-2"]').waitFor();
    await workbench.pictures('neurons');
    await graph().locator('[data-id="column-1"] circle').first().click();
    await workbench.cursorAt(3);
    await workbench.replaceLine(3, '  dense 784 activation=tanh');
    await graph().locator('[data-id="column-1"] .dots').first().waitFor({ state: 'attached' });
  });

  step('the graph comes back when the window is reloaded', async (context) => {
    await workbench.focusEditor();
    await workbench.save('neurons.nnet');
    await workbench.layoutSaved('lspnn.graph', 'neurons.nnet', '"units":784');
    await workbench.load();
    await workbench.codeLens('parameters', { timeout: 60_000 });
    if ((await workbench.page.locator('.tab', { hasText: 'Graph of' }).count()) === 0)
      return context.skip('VS Code had not stored the tabs of the window before the reload');
    await graph().locator('.column').first().waitFor({ timeout: 60_000 });
    await workbench.replaceLine(3, '  dense 5 activation=tanh');
    await graph().locator('[data-id="column-1"]', { hasText: '5' }).waitFor();
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
