import type { Maybe } from '../../training/events';
import type { Run } from '../run';
import { icon, make, setText, show } from './dom';
import { count, percent, value } from './format';
import { Spreads } from './spreads';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 100;
const HEIGHT = 20;
const MARGIN = 2;

interface Row {
  readonly element: HTMLTableRowElement;
  readonly line: SVGPathElement;
  readonly norm: HTMLElement;
  readonly dead: HTMLElement;
  readonly deadBar: HTMLElement;
  readonly update: HTMLElement;
  readonly fold: HTMLButtonElement;
  /** What is unfolded under the row. */
  readonly more: HTMLTableRowElement;
  readonly spreads: Spreads;
}

/** One row per layer: how strong its gradient is over the run, and how many of its units are dead. */
export class LayerTable {
  readonly element: HTMLElement;
  readonly #body = make('tbody');
  readonly #deadHead = make('th', { scope: 'col', class: 'dead' }, 'Dead units');
  #rows = new Map<string, Row>();
  #run: string | undefined;
  #shown: Run | null = null;

  constructor(private readonly reveal: (line: number) => void) {
    const head = make(
      'tr',
      {},
      make('th', { scope: 'col' }, 'Layer'),
      make('th', { scope: 'col', class: 'number parameters' }, 'Parameters'),
      make('th', { scope: 'col', class: 'gradient' }, 'Gradient norm'),
      make('th', { scope: 'col', class: 'number' }),
      make(
        'th',
        {
          scope: 'col',
          class: 'number update',
          title: 'The length of the last update beside that of the weights; about 1e-3 is usual',
        },
        'Update / weight',
      ),
      this.#deadHead,
    );
    this.element = make('section', { class: 'layers' }, make('table', {}, make('thead', {}, head), this.#body));
  }

  draw(run: Run | null): void {
    const shown = (run?.layers ?? []).filter((layer) => run!.gradients.values[layer.name] || layer.deadShare !== null);
    show(this.element, shown.length > 0);
    this.#shown = run;
    if (!run || shown.length === 0) return;
    const names = shown.map((layer) => layer.name).join('\n');
    if (this.#run !== run.id + names) {
      this.#run = run.id + names;
      this.#rows = new Map(shown.map((layer) => [layer.name, this.#row(layer)]));
      this.#body.replaceChildren(...[...this.#rows.values()].flatMap((row) => [row.element, row.more]));
    }
    const picture = run.pictures.histograms?.picture;
    const details = picture?.kind === 'histograms' ? picture : null;
    // A run that VS Code kept from an earlier version lacks updates.
    const updates = run.updates?.values ?? {};
    this.element.classList.toggle('without-spread', details === null);
    this.element.classList.toggle(
      'without-update',
      Object.values(updates).every((values) => values.at(-1) == null),
    );
    const anyDead = shown.some((layer) => layer.deadShare !== null);
    this.element.classList.toggle('without-dead', !anyDead);
    // All rows share one logarithmic scale: that the first layers starve is seen at a glance.
    const span = decades(shown.map((layer) => run.gradients.values[layer.name] ?? []));
    for (const layer of shown) {
      const row = this.#rows.get(layer.name)!;
      const norms = run.gradients.values[layer.name] ?? [];
      const newest = norms.at(-1);
      row.line.setAttribute('d', path(thinned(norms), span));
      // A layer without parameters never has a norm; one that loses its norm has become NaN.
      setText(row.norm, norms.some((norm) => norm !== null) ? value(newest) : '');
      setText(row.dead, layer.deadShare === null ? '' : percent(layer.deadShare));
      row.deadBar.style.setProperty('--share', String(layer.deadShare ?? 0));
      show(row.deadBar, layer.deadShare !== null);
      const detail = details?.layers.find((each) => each.name === layer.name) ?? null;
      row.fold.style.visibility = detail ? '' : 'hidden';
      const update = updates[layer.name]?.at(-1);
      setText(row.update, update == null ? '' : value(update));
      if (details && detail && !row.more.hidden)
        row.spreads.draw(details, detail, run.updates?.x ?? [], updates[layer.name] ?? []);
    }
  }

  /** The theme changed. */
  refresh(): void {
    this.draw(this.#shown);
    for (const row of this.#rows.values()) if (!row.more.hidden) row.spreads.refresh();
  }

  #row(layer: Run['layers'][number]): Row {
    const line = document.createElementNS(SVG, 'path');
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(line);
    const norm = make('td', { class: 'number' });
    const dead = make('span');
    const deadBar = make('span', { class: 'bar', 'aria-hidden': 'true' });
    const spreads = new Spreads();
    const more = make('tr', { class: 'more', hidden: true }, make('td', { colspan: 6 }, spreads.element));
    const fold = make(
      'button',
      {
        class: 'fold',
        title: 'Outputs, weights, gradients and updates over time',
        'aria-label': `Outputs, weights, gradients and updates of ${layer.name} over time`,
        'aria-expanded': 'false',
        click: () => {
          show(more, more.hidden);
          fold.setAttribute('aria-expanded', String(!more.hidden));
          this.draw(this.#shown);
        },
      },
      icon('chevron-right'),
    );
    const update = make('td', { class: 'number update' });
    const name = make(
      'button',
      { class: 'link', title: `Go to line ${layer.line}`, click: () => this.reveal(layer.line) },
      layer.name,
    );
    const element = make(
      'tr',
      {},
      make('th', { scope: 'row' }, fold, name, make('span', { class: 'secondary output' }, layer.output)),
      make('td', { class: 'number parameters' }, layer.parameters > 0 ? count(layer.parameters) : ''),
      make('td', { class: 'gradient' }, svg),
      norm,
      update,
      make('td', { class: 'dead' }, deadBar, dead),
    );
    return { element, line, norm, dead, deadBar, update, fold, more, spreads };
  }
}

/** The geometric mean of as many neighbours as it takes to leave no more points than the eye can tell apart. */
function thinned(norms: readonly Maybe[]): Maybe[] {
  const width = Math.ceil(norms.length / WIDTH);
  if (width <= 1) return [...norms];
  const found: Maybe[] = [];
  for (let start = 0; start < norms.length; start += width) {
    const usable = norms.slice(start, start + width).filter((norm): norm is number => norm !== null && norm > 0);
    const logarithms = usable.reduce((sum, norm) => sum + Math.log(norm), 0);
    found.push(usable.length > 0 ? Math.exp(logarithms / usable.length) : null);
  }
  return found;
}

interface Span {
  readonly low: number;
  readonly high: number;
}

function decades(series: readonly (readonly Maybe[])[]): Span {
  let low = Infinity;
  let high = -Infinity;
  for (const values of series)
    for (const norm of values)
      if (norm !== null && norm > 0) {
        low = Math.min(low, Math.log10(norm));
        high = Math.max(high, Math.log10(norm));
      }
  return low === Infinity ? { low: -1, high: 1 } : { low: low - 0.1, high: high + 0.1 };
}

function path(norms: readonly Maybe[], { low, high }: Span): string {
  let drawing = false;
  let commands = '';
  norms.forEach((norm, index) => {
    if (norm === null || norm <= 0) {
      drawing = false;
      return;
    }
    const x = (WIDTH * index) / Math.max(1, norms.length - 1);
    const y = HEIGHT - MARGIN - ((Math.log10(norm) - low) / (high - low)) * (HEIGHT - 2 * MARGIN);
    commands += `${drawing ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`;
    drawing = true;
  });
  return commands;
}
