// Somebody who has read the reference page writes ResNet-18 into a blank file, with a real keyboard and a few mistakes.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { repository } from './lib/install.mjs';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const skip = await unavailable();

/** The network as the reference page has it. */
const reference = () => {
  const page = fs.readFileSync(path.join(repository, 'grammar/README.md'), 'utf8');
  return /This is ResNet-18, whole:\n\n```\n([^]*?)```/.exec(page)[1];
};

describe('writing ResNet-18', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const keys = (text) => workbench.keys(text);
  const press = (...names) => workbench.press(...names);
  const accept = (name) => workbench.accept(name);
  before(async () => {
    workbench = await start({ folder: path.join(repository, 'examples'), file: 'xor.nnet' });
    await workbench.hideSideBar();
    await workbench.codeLens('parameters', { timeout: 60_000 });
    await workbench.newFile('resnet18.nnet');
  }, STARTING);
  after(() => workbench?.stop());

  step('the block, by its completions', async () => {
    await keys('bl');
    await accept('block');
    await keys('Basic');
    await press('Tab');
    await keys('ch, stride=1');
    await press('Tab');
    await workbench.codeLens('no calls in this file');
    // The plain word comes before `adaptiveavgpool`.
    await keys('ad');
    await accept('add');
    await keys('conv');
    await accept('conv');
    await keys('ch');
    await accept('ch');
    await press('Tab');
    await keys('3 stride=');
    await accept('stride');
    await keys(' padding=1 bias=');
    await keys('fal');
    await accept('false');
    await press('Enter');
    await keys('ba');
    await accept('batchnorm');
    await press('Enter');
    // Enter behind a whole word ends the line, though the list of words is open.
    await keys('relu');
    await press('Enter');
    await keys('conv ch kernel=3 padding=1 bias=false');
    await press('Enter');
    await keys('batchnorm');
    await accept('batchnorm');
    // On to the second path, and up to give it a condition.
    await press('Tab');
    await workbench.cursorAt(11);
    await press('ArrowUp', 'End', 'ArrowLeft', 'ArrowLeft');
    await keys(' when stride > 1 or in.');
    await accept('channels');
    await keys(' != ch');
    await press('ArrowDown', 'End');
    await keys('conv ch kernel=1 stride=stride bias=false');
    await press('Enter');
    await keys('batchnorm');
    await press('Escape', 'ArrowDown', 'ArrowDown', 'End', 'Enter');
    await keys('relu');
    await press('Escape', 'Control+End', 'Enter', 'Enter');
  });

  step('the model, with other spellings, a slip and a forgotten line', async () => {
    await keys('model ResNet18 {');
    await press('Enter');
    await workbench.codeLens('parameters not known yet');
    await keys('inp');
    await accept('input');
    await keys('3x224x224');
    await press('Enter');
    await keys('Conv2d 64 kernel_size=7 stride=2 padding=3 bias=false');
    await press('Enter');
    await keys('batchnorm');
    await press('Enter');
    await keys('relu');
    await press('Enter');
    await keys('maxp');
    await accept('maxpool');
    await keys('3 stride=2 padding=1');
    await press('Enter');
    await keys('repeat 2 Ba');
    await accept('Basic');
    await keys('64');
    // While it said 6, the shortcut had a convolution; with 64 channels it has none.
    await workbench.hint('repeat 2 Basic 64', '2 × 73,984');
    await workbench.until('the path that is not taken has no hints', async () =>
      (await workbench.hints()).some((line) => line.trim() === 'conv ch kernel=1 stride=stride bias=false'),
    );
    await press('Enter');
    for (const channels of [128, 256, 512]) {
      await keys(`${channels === 256 ? 'Basci' : 'Basic'} ${channels} stride=2`);
      await press('Enter');
      await keys(`Basic ${channels}`);
      await press('Enter');
    }
    await keys('dense 1000');
    await press('Escape');
    await workbench.problem('Did you mean `Basic`');
    await workbench.closePanel();
  });

  step('the mistakes, by their quick fixes', async () => {
    await workbench.quickFix(20, 4, 'Fix all 2 of other-spelling');
    await workbench.line('conv 64 kernel=7 stride=2').waitFor();
    await workbench.quickFix(27, 4, 'Change to Basic');
    await workbench.problem('dense needs a vector, but it gets 512×7×7');
    await workbench.closePanel();
    await workbench.quickFix(31, 4, 'globalavgpool');
    await workbench.codeLens('11,689,512 parameters · 1.8 G MACs');
    await workbench.page
      .locator('.statusbar-item', { hasText: /^\s*0\s*0\s*$/ })
      .first()
      .waitFor();
    assert.equal((await workbench.save('resnet18.nnet')).trim(), reference().trim());
  });

  step('a click on Show graph shows it', async () => {
    const box = (id) => workbench.webview.locator(`.drawing [data-id="${id}"]`);
    await workbench.goTo(18);
    await (await workbench.codeLens('11,689,512 parameters')).getByText('Show graph').click();
    await box('Basic#3').waitFor();
    await workbench.webview.locator('header', { hasText: 'ResNet18' }).waitFor();
    // The first block that makes its picture smaller brings its input along on a way of its own.
    await box('Basic#2').locator('.fold').click();
    await box('Basic#2/add').waitFor();
    await workbench.focusEditor();
    await press('Control+Home', ...Array(24).fill('ArrowDown'));
    await workbench.cursorAt(25);
    await workbench.page.mouse.move(5, 5);
    await workbench.pictures('graph', {
      themes: ['light', 'dark', 'contrast', 'contrastLight'],
      close: { group: 2 },
    });
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
