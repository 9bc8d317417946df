// The page that shows what was measured. Figures stand between a pair of comments there, `<!-- name -->` and `<!-- /name -->`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from '../../.scripts/shell.mjs';

const path = join(root, 'docs', 'benchmarks.md');
const plots = join(root, 'docs', 'benchmarks');

// Whoever measures on a busy machine says so.
const load = loadavg()[0];
const remark =
  load > cpus().length + 1
    ? `\n\n_Measured while other work kept the machine busy (load ${load.toFixed(0)} on ${cpus().length} cores): to be measured again._`
    : '';

export class Page {
  #writes;

  /** @param writes whether figures go to the page, or only to the terminal */
  constructor(writes) {
    this.#writes = writes;
  }

  /** Shows a piece of the page. */
  show(name, markdown) {
    console.log(`${markdown}\n`);
    if (!this.#writes) {
      return;
    }
    const text = readFileSync(path, 'utf8');
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) {
      throw new Error(`docs/benchmarks.md has no place for ${name}: it needs ${begin} and ${end}.`);
    }
    writeFileSync(path, `${text.slice(0, from + begin.length)}\n\n${markdown}${remark}\n\n${text.slice(to)}`);
  }

  /** Writes a picture that the page shows. */
  draw(name, svg) {
    if (this.#writes) {
      mkdirSync(plots, { recursive: true });
      writeFileSync(join(plots, `${name}.svg`), svg);
    }
  }
}
