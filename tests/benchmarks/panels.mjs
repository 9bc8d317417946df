// How smoothly run panels draw: three of them, side by side in one page of a real browser, with a hundred thousand points a curve.
// They share one thread, as panels of one window may; what the extension host does for them happens in a worker.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { root } from '../../.scripts/shell.mjs';
import { findBrowser } from '../workbench/lib/install.mjs';
import { quantile, short, table } from './statistics.mjs';

const PANELS = 3;
const points = Number(process.env.BENCH_POINTS ?? 100_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
/** A run of a small network tells of so many epochs a second; a message comes every 50 ms. */
const EPOCHS_A_SECOND = 500;
const EPOCHS_A_MESSAGE = EPOCHS_A_SECOND / 20;

const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Serves the page, the panel's own script as it is shipped, and the worker. */
async function serve() {
  const feed = await build({
    entryPoints: [join(import.meta.dirname, 'panels/feed.mjs')],
    bundle: true,
    write: false,
    format: 'iife',
  });
  const pages = new Map([
    ['/', ['panels/host.html', 'text/html']],
    ['/frame.html', ['panels/frame.html', 'text/html']],
  ]);
  const server = createServer(({ url }, response) => {
    const page = pages.get(url);
    const isOfPanel = /^\/out\/[\w.-]+$/.test(url);
    if (!page && !isOfPanel && url !== '/feed.js') return response.writeHead(404).end();
    const type = page?.[1] ?? (url.endsWith('.css') ? 'text/css' : 'text/javascript');
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
    if (url === '/feed.js') return response.end(feed.outputFiles[0].contents);
    return response.end(readFileSync(page ? join(import.meta.dirname, page[0]) : join(root, 'dist/extension', url)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Does something and hands back the tasks of the page's thread meanwhile: how much of the processor's time each took, in ms. */
async function tasksWhile(browser, view, doing) {
  await browser.startTracing(view, { categories: ['toplevel'] });
  await doing();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('::RunTask') && threads.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
}

/** What three panels do for so many seconds. They share a thread, so that each of them sees the frames of all. */
async function watch(browser, view, doing = () => rest(100)) {
  await view.evaluate(() => window.look());
  const tasks = await tasksWhile(browser, view, async () => {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) await doing();
  });
  const [{ frames }] = await view.evaluate(() => window.look());
  return { frames, tasks };
}

const ms = (value) => `${short(value)} ms`;
const size = (bytes) => (bytes < 1e6 ? `${short(bytes / 1e3)} kB` : `${short(bytes / 1e6)} MB`);
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

const row = (name, { frames, tasks }) => [
  name,
  ...[quantile(frames, 0.5), quantile(frames, 0.99), Math.max(...frames), Math.max(0, ...tasks)].map(ms),
  `${short(sum(tasks) / seconds / 10)}%`,
];

export async function run(page) {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const view = await browser.newPage({ viewport: { width: 1920, height: 1000 } });
    const problems = [];
    view.on('pageerror', (problem) => problems.push(String(problem)));
    await view.goto(`http://127.0.0.1:${server.address().port}/`);
    const opening = [];
    for (let panel = 0; panel < PANELS; panel++)
      opening.push(
        ...(await tasksWhile(browser, view, async () => {
          await view.evaluate((wanted) => window.openPanel(wanted), points);
          await view.frames().at(-1).locator('.loss canvas').waitFor({ timeout: 60_000 });
          await rest(1000);
        })),
      );
    const sent = await view.evaluate(() => window.ask({ type: 'ask' }));
    const [snapshot] = sent.map(({ sizes, serializing }) => ({ size: sizes[0], took: serializing[0] }));
    // A panel gives way to the next one.
    for (const frame of view.frames().slice(1))
      await frame.waitForFunction(() =>
        [...document.querySelectorAll('canvas')].every((canvas) => canvas.getBoundingClientRect().right <= innerWidth),
      );

    const rows = [['three panels', 'frame: p50', 'p99', 'longest', 'longest task', 'the thread works']];
    rows.push(row('nothing happens', await watch(browser, view)));
    await view.evaluate((epochs) => window.tell({ type: 'live', epochs }), EPOCHS_A_MESSAGE);
    rows.push(row(`${EPOCHS_A_SECOND} epochs a second each`, await watch(browser, view)));
    const box = await view.frames()[2].locator('.loss .u-over').boundingBox();
    let turn = 0;
    const crosshair = async () => {
      turn += 0.1;
      await view.mouse.move(box.x + box.width * (0.5 + 0.4 * Math.sin(turn)), box.y + box.height / 2);
      await rest(16);
    };
    rows.push(row('the same, and a crosshair that moves', await watch(browser, view, crosshair)));
    const messages = await view.evaluate(() => window.ask({ type: 'stop' }));
    if (process.env.BENCH_PICTURE) await view.screenshot({ path: process.env.BENCH_PICTURE });
    if (problems.length > 0) throw new Error(`A panel threw: ${problems.join('; ')}`);

    const sizes = messages.flatMap((each) => each.sizes);
    const took = messages.flatMap((each) => each.serializing);
    page.show(
      'panels',
      `${table(rows)}

${points.toLocaleString('en')} points a curve at the beginning, ${messages[0].epoch.toLocaleString('en')} at the end, ${seconds} s each. Opening a panel sends ${size(snapshot.size)}, which takes the extension host ${ms(snapshot.took)}; the longest task of the panel is then ${ms(Math.max(...opening))}. A message of ${EPOCHS_A_MESSAGE} epochs has ${size(quantile(sizes, 0.5))} (p99 ${size(quantile(sizes, 0.99))}) and takes the host ${ms(quantile(took, 0.5))}.`,
    );
  } finally {
    await browser.close();
    server.close();
  }
}
