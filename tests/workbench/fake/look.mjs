import path from 'node:path';
import { start } from '../lib/workbench.mjs';
const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const t0 = Date.now();
const log = (...m) => console.log(((Date.now() - t0) / 1000).toFixed(1), ...m);
const wb = await start({
  folder: path.join(here, 'files'),
  file: 'spirals.nnet',
  env: { LSPNN_SERVER: path.join(here, 'server.mjs') },
});
try {
  log('up');
  await wb.lens('Train here', { timeout: 60000 });
  log('lens');
  await wb.focusEditor();
  await (await wb.lens('Train here')).click();
  await wb.runState('Training');
  log('training');
  await wb.runPanel.locator('.facts', { hasText: /epoch (2|3|4)\d/ }).waitFor();
  await wb.screenshot('spirals-running');
  await wb.runState('Done', { timeout: 60000 });
  log('done');
  await wb.screenshot('spirals-done');
  await wb.setTheme('light');
  await wb.screenshot('spirals-done-light');
  await wb.setTheme('contrast');
  await wb.screenshot('spirals-done-contrast');
  await wb.setTheme('dark');
  log(wb.pageErrors);
} catch (e) {
  console.error(e);
  await wb.screenshot('fail');
  console.log(wb.server.log().slice(-3000));
  console.log(wb.server.extensionLog().slice(-3000));
} finally {
  log(wb.server.processes());
  await wb.stop();
  log('stopped');
}
