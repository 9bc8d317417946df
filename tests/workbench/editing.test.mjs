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
    await workbench.pictures('hover', { prepare: () => workbench.hover('conv 6', 'conv', '156') });
  });

  step('completion offers layers at the beginning of a line', async () => {
    await workbench.goTo(7);
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.press('Enter');
    await workbench.type('den');
    const offered = await workbench.completions();
    assert.ok(
      offered.some((each) => each.startsWith('dense')),
      offered.join(' | '),
    );
    await workbench.undo(3);
    await workbench.codeLens('61,706 parameters');
  });

  step('a shape error is underlined as typed, and its quick fix mends it', async () => {
    await workbench.deleteLine(8);
    await workbench.squiggle('error');
    const problem = await workbench.problem('dense needs a vector');
    assert.match(problem, /16×5×5/);
    await workbench.pictures('error', { prepare: () => workbench.offerQuickFix(8, 4) });
    await workbench.quickFix(8, 4, 'flatten');
    await workbench.noProblem('dense needs a vector');
    await workbench.codeLens('61,706 parameters');
    assert.match(await workbench.save('lenet.nnet'), /avgpool 2\s+flatten\s+dense 120/);
  });

  step('a server that was killed comes back by itself', async () => {
    const [server] = workbench.languageServers();
    assert.ok(server, 'there is no language server to kill');
    process.kill(server, 'SIGKILL');
    await workbench.until('another language server', () => workbench.languageServers().some((pid) => pid !== server));
    await workbench.replaceLine(11, '  dense 11');
    await workbench.codeLens('61,791 parameters');
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));

  step('the server and the extension host end with the window', async () => {
    assert.ok(workbench.languageServers().length > 0);
    await workbench.leave();
    await workbench.until('the language server to end', () => workbench.languageServers().length === 0);
    await workbench.until('the extension host to end', () => workbench.extensionHosts().length === 0);
  });
});
