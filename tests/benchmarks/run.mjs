// npm run bench: the figures of docs/benchmarks.md; `npm run bench -- training` runs the sections whose name contains the word,
// and `--write` brings their tables and plots to the page.
import { Page } from './page.mjs';

const sections = ['training', 'inference', 'memory', 'growth', 'start', 'editor', 'beside', 'panels', 'device'];

const words = process.argv.slice(2).filter((word) => word !== '--write');
const page = new Page(process.argv.includes('--write'));
for (const name of sections) {
  if (words.length === 0 || words.some((word) => name.includes(word))) {
    console.log(`\n## ${name}\n`);
    await (await import(`./${name}.mjs`)).run(page);
  }
}
