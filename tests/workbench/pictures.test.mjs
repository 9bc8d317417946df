// What the run panel shows of networks that write, foresee and look at pictures; and the curve of single batches, which outlives the window.

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

/** Whether the curve of the training loss is drawn in the left part of a chart, beside its axis. */
const blueAtLeft = (canvas) =>
  canvas.first().evaluate((element) => {
    const [from, width] = [60 * devicePixelRatio, Math.floor(element.width / 6)];
    const { data } = element.getContext('2d').getImageData(from, 0, width, element.height);
    const columns = new Set();
    for (let index = 0; index < data.length; index += 4)
      if (data[index + 3] > 100 && data[index + 2] > data[index] + 60) columns.add((index / 4) % width);
    return columns.size > width / 2;
  });

describe('pictures of a run', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const panel = () => workbench.runPanel;
  /** Trains a file that is open alone, so that the panel in view is its own. */
  const train = async (file) => {
    await workbench.closeAllEditors();
    await workbench.open(file);
    await workbench.clickLens('▶ Train here', { timeout: 60_000 });
  };
  before(async () => {
    workbench = await start({ folder: path.join(repository, 'examples'), also: fixtures, file: 'writer.nnet' });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('a network that writes shows what it writes now, and what it wrote before', async () => {
    await train('writer.nnet');
    await workbench.runState(END, { timeout: 90_000 });
    await panel().locator('.passages .written').nth(2).waitFor();
    assert.match(await panel().locator('.passages .written').first().innerText(), /the/);
    assert.ok((await panel().locator('.passages details .written').count()) >= 1, 'what it wrote in earlier epochs');
    await workbench.focusEditor();
    await workbench.pictures('passage', { document: false });
  });

  step('a network that foresees shows history, truth and forecast', async () => {
    await train('tide.nnet');
    await workbench.runState(END, { timeout: 90_000 });
    await panel().locator('.forecast-plot').waitFor();
    assert.ok((await workbench.inkOf('.forecast-plot')) > 0.01, 'the plot is empty');
    assert.match(await panel().locator('.forecast .legend').innerText(), /true\s*the next row.*made of its own/s);
    await workbench.focusEditor();
    await workbench.pictures('forecast', { document: false });
  });

  step('a network that looks at pictures shows its filters and its mistakes', async () => {
    await train('digits.nnet');
    await workbench.runState(END, { timeout: 90_000 });
    await panel().locator('.filters canvas').nth(15).waitFor();
    assert.ok((await workbench.inkOf('.filters canvas')) > 0.5, 'a filter is a picture of its weights');
    assert.ok((await panel().locator('.mistakes canvas').count()) > 0, 'the mistakes are pictures');
    await workbench.focusEditor();
    await workbench.pictures('filters', { document: false });
  });

  step('in a narrow column nothing is cut off', async () => {
    await workbench.page.setViewportSize({ width: 900, height: 860 });
    await workbench.panelFits();
    await workbench.screenshot('filters-narrow', { document: false });
    await workbench.page.setViewportSize({ width: 1400, height: 860 });
    await workbench.panelFits();
  });

  step('the curve of single batches is whole when the window comes back', async () => {
    await train('patient.nnet');
    await workbench.runState('Training', { timeout: 60_000 });
    const [name] = fs.readdirSync(path.join(workbench.folder, 'runs')).filter((each) => each.startsWith('points'));
    const told = () =>
      fs
        .readFileSync(path.join(workbench.folder, 'runs', name, 'events.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"event":"batch"')).length;
    await workbench.until('some batches', () => told() > 40);
    const workers = workbench.workers();
    await workbench.load('patient.nnet');
    await workbench.runState('Training', { timeout: 90_000 });
    assert.deepEqual(workbench.workers(), workers, 'the process is the same one');
    // What was told before the reload is drawn from the left on.
    await workbench.until('the curve from its beginning on', () => blueAtLeft(panel().locator('.loss canvas')));
    await workbench.focusEditor();
    await workbench.pictures('batches', { document: false });
    await panel().getByRole('button', { name: 'Stop', exact: true }).click();
    await workbench.runState('Stopped', { timeout: 60_000 });
  });

  step('nothing in the page has thrown', () => assert.deepEqual(workbench.pageErrors, []));
});
