// `nnet report` as its readers see it: the page opened from the disk in a real browser, in light and dark and on paper.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser, repository } from './lib/install.mjs';
import { inkOf } from './lib/workbench.mjs';

const executable = findBrowser();
const skip = executable ? false : 'there is no Chromium on this machine';
if (skip) console.error(`\nSKIPPED: the page of \`nnet report\`, because ${skip}.\n`);

const OVERFITTING = `# Noise is learnt as if it were the rule.
data ring {
  playground circle samples=160 noise=50%
  split train=50% validation=50%
}

model Large {
  input 2
  dense 64 activation=relu
  dense 64 activation=relu
  dense 1
}

train Large on ring {
  loss binary_cross_entropy
  optimizer adam lr=0.01
  schedule step every=40 gamma=0.5
  epochs 120
  metrics accuracy
}
`;

const WRITER = `data rhyme {
  text "nursery.txt" length=24 stride=3
  split train=80% validation=20%
}

model Writer {
  input [seq=24] domain=tokens(15)
  embedding 15 16
  lstm 48 return_sequences=true
  dense 15
}

train Writer on rhyme {
  loss cross_entropy
  optimizer adam lr=0.01
  batch 16
  epochs 12
  metrics perplexity
}
`;

const TIDE = `data harbour {
  series "tide.csv" window=48
  normalize standard
  split train=70% validation=30%
}

model Tide {
  input [time=48, 1]
  flatten
  dense 32 activation=tanh
  dense 1
}

train Tide on harbour {
  loss mean_squared_error
  optimizer adam lr=0.003
  batch 16
  epochs 40
}
`;

describe('the page of a run', { skip, timeout: 180_000 }, () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lspnn-report-'));
  const inHome = (name) => path.join(home, name);
  let browser;

  before(async () => {
    browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu'] });
    fs.writeFileSync(inHome('ring.nnet'), OVERFITTING);
    nnet('train', inHome('ring.nnet'), '--run-dir', inHome('runs/free'));
    fs.writeFileSync(inHome('ring.nnet'), OVERFITTING.replace('  dense 1\n', '  dropout 50%\n  dense 1\n'));
    nnet('train', inHome('ring.nnet'), '--run-dir', inHome('runs/held-back'));
    const digits = fs.readFileSync(path.join(repository, 'examples/digits.nnet'), 'utf8');
    fs.cpSync(path.join(repository, 'examples/data'), inHome('data'), { recursive: true });
    fs.writeFileSync(inHome('digits.nnet'), digits.replace('epochs 25', 'epochs 6'));
    nnet('train', inHome('digits.nnet'), '--run-dir', inHome('runs/digits'));
    fs.writeFileSync(inHome('nursery.txt'), 'the cat sat on the mat. the dog ran after the cat. '.repeat(40));
    fs.writeFileSync(inHome('writer.nnet'), WRITER);
    nnet('train', inHome('writer.nnet'), '--run-dir', inHome('runs/writer'));
    // The moon's tide and the sun's, hour by hour.
    const tide = Array.from({ length: 700 }, (_, hour) =>
      (2 + 1.2 * Math.sin((2 * Math.PI * hour) / 12.42) + 0.5 * Math.sin((2 * Math.PI * hour) / 12)).toFixed(3),
    );
    fs.writeFileSync(inHome('tide.csv'), ['level', ...tide].join('\n'));
    fs.writeFileSync(inHome('tide.nnet'), TIDE);
    nnet('train', inHome('tide.nnet'), '--run-dir', inHome('runs/tide'));
  });
  after(async () => {
    await browser?.close();
    fs.rmSync(home, { recursive: true, force: true });
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`has curves, surface, findings on their lines and the text, in ${colorScheme}`, async () => {
      nnet('report', inHome('runs/free'), '--output', inHome('free.html'));
      const page = await open('free.html', colorScheme);
      for (const canvas of ['.loss canvas', '.metric canvas', '.rate canvas', '.surface .points'])
        assert.ok((await inkOf(page.locator(canvas))) > 0.002, `${canvas} is empty`);
      assert.match(await page.locator('.findings').innerText(), /line \d+ · epoch \d+/);
      const remark = page.locator('.text .remark', { hasText: 'validation' });
      assert.match(await remark.evaluate((element) => element.previousElementSibling.textContent), /epochs 120/);
      assert.equal(await page.locator('.text .line').count(), OVERFITTING.trimEnd().split('\n').length);
      await picture(page, `report-${colorScheme}`);
      await page.context().close();
    });
  }

  test('a click on a finding leads to its line', async () => {
    const page = await open('free.html', 'light');
    await page.locator('.finding').first().click();
    await page.locator('.line.marked.shown').first().waitFor();
    await page.context().close();
  });

  test('another run is laid over it, with what changed', async () => {
    nnet('report', inHome('runs/held-back'), inHome('runs/free'), '--output', inHome('both.html'));
    const page = await open('both.html', 'dark');
    assert.match(await page.locator('.comparison pre').innerText(), /\+ dropout 50%/);
    assert.ok(
      await page
        .locator('.loss .plot')
        .getAttribute('aria-label')
        .then((said) => said.includes('free')),
    );
    await picture(page, 'report-comparison-dark', { document: false });
    await page.context().close();
  });

  test('a network of pictures has its filters, its mistakes and its layers over time', async () => {
    nnet('report', inHome('runs/digits'), '--output', inHome('digits.html'));
    const page = await open('digits.html', 'light');
    assert.ok((await page.locator('.filters canvas').count()) === 16);
    assert.ok((await page.locator('.mistakes canvas').count()) > 0);
    await page.locator('.fold').first().click();
    for (const nth of [0, 1, 2, 3]) {
      const plot = `.spreads .ridges >> nth=${nth}`;
      await page.locator(plot).waitFor();
      assert.ok((await inkOf(page.locator(plot))) > 0.01, `plot ${nth} of the layer is empty`);
    }
    await page.locator('.spreads .ridges').first().hover();
    assert.match(await page.locator('.spreads .readout').first().innerText(), /^epoch \d+: most from/);
    await page.locator('.layers .link').first().click();
    await page.locator('.line.shown').waitFor();
    await picture(page, 'report-digits-light', { document: false });
    await page.context().close();
  });

  for (const colorScheme of ['light', 'dark'])
    test(`folds have a row each, and how much their figures scatter, in ${colorScheme}`, async () => {
      fs.writeFileSync(inHome('ring.nnet'), OVERFITTING.replace('epochs 120', 'epochs 8'));
      const folder = inHome(`runs/folds-${colorScheme}`);
      nnet('train', inHome('ring.nnet'), '--folds', '3', '--run-dir', folder);
      nnet('report', folder, '--output', inHome('folds.html'));
      const page = await open('folds.html', colorScheme);
      assert.equal(await page.locator('.folds tbody tr').count(), 4, 'three folds and their mean');
      assert.match(await page.locator('.folds .mean').innerText(), /mean.*±/s);
      await picture(page, `report-folds-${colorScheme}`, { document: false });
      await page.context().close();
    });

  for (const colorScheme of ['light', 'dark']) {
    test(`a network that writes shows what it writes, and what it wrote before, in ${colorScheme}`, async () => {
      nnet('report', inHome('runs/writer'), '--output', inHome('writer.html'));
      const page = await open('writer.html', colorScheme);
      assert.match(await page.locator('.passages .written').first().innerText(), /the/);
      assert.equal(await page.locator('.passages > div .written').count(), 3);
      assert.ok((await page.locator('.passages details .written').count()) >= 1);
      await picture(page, `report-writer-${colorScheme}`, { document: false });
      await page.context().close();
    });

    test(`a network that foresees shows history, truth and forecast, in ${colorScheme}`, async () => {
      nnet('report', inHome('runs/tide'), '--output', inHome('tide.html'));
      const page = await open('tide.html', colorScheme);
      assert.ok((await inkOf(page.locator('.forecast-plot'))) > 0.01);
      assert.match(await page.locator('.forecast .legend').innerText(), /true\s*the next row.*made of its own/s);
      assert.match(
        await page.locator('.forecast-plot').getAttribute('aria-label'),
        /mean distance from the truth is 0\.\d+/,
      );
      await picture(page, `report-tide-${colorScheme}`, { document: false });
      await page.context().close();
    });
  }

  test('the curve of a search for a rate is drawn too', async () => {
    fs.writeFileSync(inHome('rates.jsonl'), nnet('lr-find', inHome('ring.nnet'), '--events'));
    nnet('report', inHome('runs/free'), '--rates', inHome('rates.jsonl'), '--output', inHome('rates.html'));
    const page = await open('rates.html', 'light');
    assert.match(await page.locator('.rates p').innerText(), /^Train with 0?\.?\d/);
    assert.ok((await inkOf(page.locator('.rates canvas'))) > 0.002, 'the chart is empty');
    await page.context().close();
  });

  test('on paper it is light and as wide as the sheet', async () => {
    const page = await open('free.html', 'dark');
    const sheet = await page.evaluate(() => {
      window.dispatchEvent(new Event('beforeprint'));
      const { backgroundColor } = getComputedStyle(document.body);
      const { width } = document.querySelector('.loss canvas').getBoundingClientRect();
      return { backgroundColor, width };
    });
    assert.equal(sheet.backgroundColor, 'rgb(255, 255, 255)');
    assert.ok(sheet.width < 680, `${sheet.width} pixels`);
    await page.context().close();
  });

  test('what stands in a hostile run folder is shown and never run', async () => {
    const folder = inHome('runs/hostile');
    fs.cpSync(inHome('runs/free'), folder, { recursive: true });
    const hostile = '</script><script>document.title="owned"</script><img src=x onerror=\'document.title="owned"\'>';
    fs.writeFileSync(path.join(folder, 'model.nnet'), hostile);
    const events = fs.readFileSync(path.join(folder, 'events.jsonl'), 'utf8');
    const said = JSON.stringify(hostile).slice(1, -1);
    fs.writeFileSync(
      path.join(folder, 'events.jsonl'),
      events.replaceAll('"model":"Large"', () => `"model":"${said}"`).replaceAll('dense_1', () => said),
    );
    nnet('report', folder, '--output', inHome('hostile.html'));
    const page = await open('hostile.html', 'light');
    assert.notEqual(await page.title(), 'owned');
    assert.equal(await page.locator('img').count(), 0);
    assert.ok((await page.locator('.text').innerText()).includes('<script>'));
    await page.context().close();
  });

  /** Opens a page and fails where it throws, asks the network, or breaks its own policy. */
  async function open(name, colorScheme) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1180, height: 860 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('request', (request) => !/^(file|data):/.test(request.url()) && problems.push(request.url()));
    await page.goto(pathToFileURL(inHome(name)).href);
    await page.locator('.loss canvas').first().waitFor();
    assert.deepEqual(problems, []);
    return page;
  }

  function nnet(...command) {
    const { status, stdout, stderr } = spawnSync(path.join(repository, 'dist/nnet'), command, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout;
  }
});

/** The whole page as a picture to look at; one for documents goes into docs/images when those are to be renewed. */
async function picture(page, name, { document = true } = {}) {
  const folder = path.join(
    repository,
    document && process.env.LSPNN_UPDATE_SCREENSHOTS ? 'docs/images' : 'out/screenshots',
  );
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
