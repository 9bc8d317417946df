import { LEARNING_RATE, metricsOf, seriesName, type Part, type Run } from '../run';
import { Chart } from './chart';
import { curvesOf, type Curves } from './curves';
import { make, setText, show } from './dom';
import { isShare, score, tick, value, words } from './format';

/** What the reader has chosen about the curves. */
export interface Choices {
  logarithmic: boolean;
  metric: string | null;
}

/** The loss above a metric, on one axis of epochs. */
export class Charts {
  readonly element = make('section', { class: 'charts' });
  readonly #loss: Frame;
  readonly #metric: Frame;
  readonly #logarithmic = make('button', { class: 'toggle', title: 'Logarithmic axis' }, 'log');
  readonly #metrics = make('span', { class: 'choices' });
  #run: Run | null = null;

  constructor(
    private readonly choices: Choices,
    private readonly chose: () => void,
  ) {
    this.#loss = new Frame('loss', () => this.#run);
    this.#metric = new Frame('metric', () => this.#run);
    this.#logarithmic.addEventListener('click', () => this.#choose({ logarithmic: !this.choices.logarithmic }));
    this.#loss.caption.append(make('span', { class: 'choices' }, this.#logarithmic));
    this.#metric.caption.append(this.#metrics);
    this.element.append(this.#loss.element, this.#metric.element);
  }

  draw(run: Run | null): void {
    this.#run = run;
    const begun = run !== null && (run.batches.x.length > 0 || run.epochs.x.length > 0);
    show(this.element, begun);
    if (!begun) return;
    const metrics = metricsOf(run);
    const metric = metrics.find((name) => name === this.choices.metric) ?? metrics[0];
    show(this.#metric.element, metric !== undefined);
    this.#logarithmic.setAttribute('aria-pressed', String(this.choices.logarithmic));
    this.#loss.draw(run, 'loss', this.choices.logarithmic, metric === undefined);
    if (metric === undefined) return;
    this.#pick(metrics, metric);
    this.#metric.draw(run, metric, false, true);
  }

  refresh(): void {
    this.#loss.refresh();
    this.#metric.refresh();
  }

  /** A choice of metrics, where there is more than one. */
  #pick(metrics: readonly string[], chosen: string): void {
    const key = [chosen, ...metrics].join();
    if (this.#metrics.dataset['key'] === key) return;
    this.#metrics.dataset['key'] = key;
    const others = metrics.length > 1 ? metrics : [];
    this.#metrics.replaceChildren(
      ...others.map((name) =>
        make(
          'button',
          { class: 'toggle', 'aria-pressed': String(name === chosen), click: () => this.#choose({ metric: name }) },
          words(name),
        ),
      ),
    );
  }

  #choose(choice: Partial<Choices>): void {
    Object.assign(this.choices, choice);
    this.chose();
    this.draw(this.#run);
  }
}

/** A chart with its caption, which turns into the values under the crosshair. */
class Frame {
  readonly caption = make('figcaption');
  readonly element: HTMLElement;
  readonly #name = make('span', { class: 'name' });
  readonly #detail = make('span', { class: 'secondary' });
  readonly #readout = make('span', { class: 'readout', 'aria-live': 'polite' });
  readonly #plot = make('div', { class: 'plot', role: 'img', tabindex: 0 });
  readonly #chart: Chart;
  #score = 'loss';
  #epoch: number | null = null;
  #axisLabels = true;
  /** Whether the learning rate changes in steps, and so is worth reading. */
  #scheduled = false;

  constructor(
    kind: 'loss' | 'metric',
    private readonly run: () => Run | null,
  ) {
    this.caption.append(this.#name, this.#detail, this.#readout);
    this.element = make('figure', { class: kind }, this.caption, this.#plot);
    this.#chart = new Chart(this.#plot, {
      label: (part, line) => `${part} ${score(this.#score, line.newest)}`,
      value: (number) => score(this.#score, Number(number.toPrecision(3))),
      tick: (number, step) => (isShare(this.#score) ? `${tick(number * 100, step * 100)}%` : tick(number, step)),
      axisLabels: () => this.#axisLabels,
      bestLabel: kind === 'loss',
      snap: (x) => nearest(this.run()?.epochs.x ?? [], x),
      onCursor: (epoch) => this.#read(epoch),
    });
  }

  draw(run: Run, name: string, logarithmic: boolean, axisLabels: boolean): void {
    const changed = this.#axisLabels !== axisLabels;
    this.#score = name;
    this.#axisLabels = axisLabels;
    setText(this.#name, name === 'loss' ? 'Loss' : capital(words(name)));
    setText(this.#detail, name === 'loss' ? words(run.started?.loss ?? '') : '');
    const curves = curvesOf(run, name, logarithmic);
    this.#scheduled = curves.changes.length > 0;
    this.#chart.draw(curves);
    if (changed) this.#chart.refresh();
    this.#plot.setAttribute('aria-label', inWords(name, curves, run));
    this.#read(this.#epoch);
  }

  refresh(): void {
    this.#chart.refresh();
  }

  /** Writes every value of this epoch into the caption; null gives the caption back. */
  #read(epoch: number | null): void {
    this.#epoch = epoch;
    const run = this.run();
    const index = epoch === null || !run ? -1 : run.epochs.x.indexOf(epoch);
    this.element.classList.toggle('reading', index >= 0);
    if (!run || index < 0) {
      this.#readout.replaceChildren();
      return;
    }
    const at = (part: Part) => run.epochs.values[seriesName(part, this.#score)]?.[index];
    const parts = (['train', 'validation'] as const).filter((part) => at(part) !== undefined);
    this.#readout.replaceChildren(
      make('span', {}, `epoch ${epoch}`),
      ...parts.map((part) => make('span', { class: part }, `${part} ${score(this.#score, at(part))}`)),
      ...(this.#score === 'loss' && this.#scheduled ? [make('span', {}, `lr ${value(rateAt(run, index))}`)] : []),
    );
  }
}

function inWords(name: string, curves: Curves, run: Run): string {
  const values = curves.lines.map((line) => `${line.part} ${score(name, line.newest)}`).join(', ');
  const { spike } = curves.range;
  const note = spike ? ` It began at ${value(spike.y)}, which is above the frame.` : '';
  return `${words(name)} over ${run.epochs.count} epochs: ${values}.${note} Arrow keys read single epochs.`;
}

const rateAt = (run: Run, index: number) => run.epochs.values[LEARNING_RATE]?.[index];

function nearest(sorted: readonly number[], x: number): number | null {
  let low = 0;
  let high = sorted.length - 1;
  if (high < 0) return null;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < x) low = middle + 1;
    else high = middle;
  }
  const before = sorted[low - 1];
  return before !== undefined && x - before <= sorted[low]! - x ? before : sorted[low]!;
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
