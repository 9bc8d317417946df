// What becomes of a run when its editor closes: it asks, stops, or goes on, as the reader has set.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const skip = await unavailable();

describe('closing the editor while a run goes on', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  const panel = () => workbench.runPanel;
  const question = () => workbench.notification('ended with the window. Go on where it was?');
  /** Leaves the window, and waits until its extension host is gone. */
  const close = async () => {
    await workbench.leave();
    await workbench.until('the extension host to end', () => workbench.extensionHosts().length === 0);
  };
  /** Comes back to another choice of what becomes of runs. */
  const comeBack = async (choice) => {
    const folder = path.join(workbench.folder, '.vscode');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ 'lspnn.training.whenEditorCloses': choice }));
    await workbench.load('long.nnet');
  };
  const runFolder = () => {
    const runs = path.join(workbench.folder, 'runs');
    return path.join(runs, fs.readdirSync(runs)[0]);
  };
  before(async () => {
    workbench = await start({ folder: fixtures, file: 'long.nnet' });
    await workbench.hideSideBar();
  }, STARTING);
  after(() => workbench?.stop());

  step('a run goes on for a while without its window, since that may only be reloaded', async () => {
    await workbench.clickLens('▶ Train here', { timeout: 60_000 });
    await workbench.runState('Training');
    await workbench.until('the first epochs', () => workbench.epoch());
    await close();
    const [worker] = workbench.workers();
    assert.ok(worker, 'its process is there');
    // Alone for two minutes it would stop by itself, as it does now; and that shall be a while ago.
    process.kill(worker, 'SIGTERM');
    await workbench.until('the run to stop', () => workbench.workers().length === 0);
  });

  step('whoever comes back long after is asked whether it is to go on', async () => {
    const events = path.join(runFolder(), 'events.jsonl');
    const past = new Date(Date.now() - 600_000);
    fs.utimesSync(events, past, past);
    const told = fs.readFileSync(events, 'utf8').split('"event":"epoch"').length;
    await workbench.load('long.nnet');
    await question().waitFor({ timeout: 90_000 });
    assert.deepEqual(workbench.workers(), [], 'nothing trains before the answer');
    await question().getByRole('button', { name: 'Go On' }).click();
    await workbench.runState('Training', { timeout: 60_000 });
    await workbench.until('epochs beyond those before', async () => (await workbench.epoch()) >= told);
  });

  step('stop ends it with the window, and nobody is asked', async () => {
    await close();
    await comeBack('stop');
    await workbench.runState('Training', { timeout: 90_000 });
    await workbench.until('more epochs', () => workbench.epoch());
    await close();
    await workbench.until('the run to stop', () => workbench.workers().length === 0);
    await workbench.load('long.nnet');
    await workbench.codeLens('▶ Train here', { timeout: 90_000 });
    assert.equal(await question().count(), 0);
    assert.deepEqual(workbench.workers(), []);
    const { status } = JSON.parse(fs.readFileSync(path.join(runFolder(), 'run.json'), 'utf8'));
    assert.equal(status, 'stopped');
    assert.ok(fs.existsSync(path.join(runFolder(), 'checkpoint.safetensors')), 'its checkpoint is there');
  });

  step('continue leaves it alone, to its end', async () => {
    await close();
    await comeBack('continue');
    await workbench.clickLens('▶ Train here', { timeout: 90_000 });
    await workbench.runState('Training', { timeout: 60_000 });
    const workers = workbench.workers();
    const epoch = await workbench.until('the first epochs', () => workbench.epoch());
    await close();
    assert.deepEqual(workbench.workers(), workers, 'it trains without an editor');
    await workbench.load('long.nnet');
    await workbench.runState('Training', { timeout: 90_000 });
    assert.deepEqual(workbench.workers(), workers, 'the process is the same one');
    await workbench.until('epochs beyond those before', async () => (await workbench.epoch()) > epoch);
    await panel().getByRole('button', { name: 'Stop', exact: true }).click();
    await workbench.runState('Stopped');
  });
});
