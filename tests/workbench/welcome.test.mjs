// What somebody sees who has just installed the extension.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { repository } from './lib/install.mjs';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const skip = await unavailable();

describe('the walkthrough', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const steppers = () => workbench.page.locator('.getting-started-step');
  before(async () => {
    workbench = await start({ folder: path.join(repository, 'examples'), width: 1280, height: 800 });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('opens by its title', async () => {
    await workbench.command('Welcome: Open Walkthrough');
    const input = workbench.page.locator('.quick-input-widget:visible input').first();
    await input.fill('LspNN');
    await workbench.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'LspNN' }).waitFor();
    await input.press('Enter');
    await steppers().first().waitFor();
  });

  step('shows a picture with every step, in light and dark', async () => {
    const titles = await steppers().locator('.step-title').allInnerTexts();
    assert.ok(titles.length >= 5, titles.join(' | '));
    for (const [index, title] of titles.entries()) {
      await steppers().nth(index).click();
      await steppers().nth(index).and(workbench.page.locator('.expanded')).waitFor();
      if (title === 'Learn the language') {
        await workbench.webview.getByText('One layer per line').waitFor();
      } else {
        await workbench.until(`the picture of "${title}"`, () => workbench.page.evaluate(shown));
      }
      await workbench.pictures(`walkthrough-${index + 1}`, { document: false });
    }
  });

  step('begins with a network that is ready to run', async () => {
    await steppers().first().click();
    await workbench.page.getByRole('button', { name: 'New Network' }).click();
    await workbench.codeLens('Train here', { timeout: 60_000 });
    assert.match(await workbench.hints().then((lines) => lines.join('\n')), /dense/);
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});

// Whether the picture of the step that is open is there.
function shown() {
  const image = document.querySelector('.getting-started-media img');
  return image?.complete && image.naturalWidth > 0;
}
