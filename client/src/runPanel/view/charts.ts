import { LEARNING_RATE, metricsOf, seriesName, type Run } from '../run';
import { Chart, type Zoom } from './chart';
import { curvesOf, extent, isScheduled, RATE, type Compared, type Curves, type Look } from './curves';
import { make, setText, show } from './dom';
import { count, isShare, score, tick, value, words } from './format';
import { firstAt } from './thin';

/** What the reader has chosen about the curves; it is kept with the panel. */
export interface Choices {
  logarithmic: boolean;
  smoothed: boolean;
  metric: string | null;
}

/** The loss above a metric and, where a schedule moves it, the learning rate, on one axis of epochs. */
export class Charts {
  readonly element = make('section', { class: 'charts' });
  readonly #loss: Frame;
  readonly #metric: Frame;
  readonly #rate: Frame;
  readonly #logarithmic = toggle('log', 'Logarithmic axis', () =>
    this.#choose({ logarithmic: !this.choices.logarithmic }),
  );
  readonly #smoothed = toggle('smooth', 'Running average', () => this.#choose({ smoothed: !this.choices.smoothed }));
  readonly #all = make('button', { class: 'toggle', title: 'Show all epochs (double click, or 0)' });
  readonly #metrics = make('span', { class: 'choices' });
  #run: Run | null = null;
  #compared: readonly Compared[] = [];
  #zoom: Zoom | null = null;

  constructor(
    private readonly choices: Choices,
    private readonly chose: () => void,
  ) {
    const run = () => this.#run;
    const zoom = (epochs: Zoom | null) => this.#zoomTo(epochs);
    this.#loss = new Frame('loss', run, zoom);
    this.#metric = new Frame('metric', run, zoom);
    this.#rate = new Frame('rate', run, zoom);
    this.#all.addEventListener('click', () => this.#zoomTo(null));
    this.#loss.caption.append(make('span', { class: 'choices' }, this.#all, this.#smoothed, this.#logarithmic));
    this.#metric.caption.append(this.#metrics);
    this.element.append(this.#loss.element, this.#metric.element, this.#rate.element);
  }

  draw(run: Run | null, compared: readonly Compared[] = this.#compared): void {
    if (this.#run?.id !== run?.id) this.#zoom = null;
    this.#run = run;
    this.#compared = compared;
    const begun = run !== null && (run.batches.x.length > 0 || run.epochs.x.length > 0);
    show(this.element, begun);
    if (!begun) return;
    const metrics = metricsOf(run);
    const metric = metrics.find((name) => name === this.choices.metric) ?? metrics[0];
    const scheduled = isScheduled(run);
    show(this.#metric.element, metric !== undefined);
    show(this.#rate.element, scheduled);
    show(this.#all, this.#zoom !== null);
    if (this.#zoom) setText(this.#all, `epochs ${inEpochs(this.#zoom)} ×`);
    this.#logarithmic.setAttribute('aria-pressed', String(this.choices.logarithmic));
    this.#smoothed.setAttribute('aria-pressed', String(this.choices.smoothed));
    const look = { ...this.choices, zoom: this.#zoom };
    this.#loss.draw(run, 'loss', look, metric === undefined && !scheduled, compared);
    if (metric !== undefined) {
      this.#pick(metrics, metric);
      this.#metric.draw(run, metric, { ...look, logarithmic: false }, !scheduled, compared);
    }
    if (scheduled) this.#rate.draw(run, RATE, { ...look, logarithmic: false }, true, []);
  }

  refresh(): void {
    for (const frame of this.#frames) frame.refresh();
  }

  /** How many epochs a column of pixels stands for. */
  get columnWidth(): number {
    return this.#loss.columnWidth;
  }

  /** What is drawn, from top to bottom, for a picture. */
  get drawn(): readonly { readonly caption: string; readonly canvas: HTMLCanvasElement }[] {
    return this.#frames.flatMap((frame) => (frame.canvas ? [{ caption: frame.name, canvas: frame.canvas }] : []));
  }

  get #frames(): Frame[] {
    return [this.#loss, this.#metric, this.#rate].filter((frame) => !frame.element.hidden);
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

  /** Shows a stretch of all epochs that there are to see. */
  #zoomTo(epochs: Zoom | null): void {
    const run = this.#run;
    if (!run) return;
    const all = Math.max(extent(run), ...this.#compared.map(({ run: other }) => extent(other)));
    const from = Math.max(0, epochs?.from ?? 0);
    const to = Math.min(all, epochs?.to ?? all);
    this.#zoom = epochs && to > from && to - from < all ? { from, to } : null;
    this.draw(run);
  }

  #choose(choice: Partial<Choices>): void {
    Object.assign(this.choices, choice);
    this.chose();
    this.draw(this.#run);
  }
}

const toggle = (name: string, title: string, click: () => void) =>
  make('button', { class: 'toggle', title, click }, name);

const inEpochs = ({ from, to }: Zoom) => {
  const written = (epoch: number) => (to - from < 5 ? epoch.toFixed(1) : count(epoch));
  return `${written(from)}–${written(to)}`;
};

/** A chart with its caption. */
class Frame {
  readonly element: HTMLElement;
  readonly caption = make('figcaption');
  readonly #chart: Chart;
  readonly #name = make('span', { class: 'name' });
  readonly #detail = make('span', { class: 'detail' });
  readonly #readout = make('span', { class: 'readout' });
  readonly #plot = make('div', {
    class: 'plot',
    tabindex: 0,
    role: 'img',
    title: 'Drag to look closer; double click shows all. Ctrl and the wheel, or + and −, zoom.',
  });
  #score = 'loss';
  #epoch: number | null = null;
  #axisLabels = false;

  constructor(
    private readonly kind: 'loss' | 'metric' | 'rate',
    private readonly run: () => Run | null,
    zoom: (epochs: Zoom | null) => void,
  ) {
    this.caption.append(this.#name, this.#detail, this.#readout);
    this.element = make('figure', { class: kind }, this.caption, this.#plot);
    this.#chart = new Chart(this.#plot, {
      value: (number) => score(this.#score, Number(number.toPrecision(3))),
      tick: (number, step) => (isShare(this.#score) ? `${tick(number * 100, step * 100)}%` : tick(number, step)),
      axisLabels: () => this.#axisLabels,
      bestLabel: kind === 'loss',
      snap: (x) => nearest(this.run()?.epochs.x ?? [], x),
      onCursor: (epoch) => this.#read(epoch),
      onZoom: zoom,
    });
  }

  get name(): string {
    return [this.#name.textContent, this.#detail.textContent].filter(Boolean).join(' · ');
  }

  get canvas(): HTMLCanvasElement | null {
    return this.#chart.canvas;
  }

  get columnWidth(): number {
    return this.#chart.columnWidth;
  }

  draw(run: Run, name: string, look: Look, axisLabels: boolean, compared: readonly Compared[]): void {
    const changed = this.#axisLabels !== axisLabels;
    this.#score = name;
    this.#axisLabels = axisLabels;
    setText(this.#name, name === 'loss' ? 'Loss' : name === RATE ? 'Learning rate' : capital(words(name)));
    setText(this.#detail, name === 'loss' ? words(run.started?.loss ?? '') : '');
    const curves = curvesOf(run, name, look, this.#chart.columns, compared);
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
    const index = epoch === null || !run ? -1 : indexOf(run.epochs.x, epoch);
    this.element.classList.toggle('reading', index >= 0);
    if (!run || index < 0) {
      this.#readout.replaceChildren();
      return;
    }
    const said = [make('span', {}, `epoch ${count(epoch!)}`)];
    if (this.kind === 'rate') said.push(make('span', {}, value(run.epochs.values[LEARNING_RATE]?.[index])));
    else
      for (const part of ['train', 'validation'] as const) {
        const at = run.epochs.values[seriesName(part, this.#score)]?.[index];
        if (at !== undefined) said.push(make('span', { class: part }, `${part} ${score(this.#score, at)}`));
      }
    this.#readout.replaceChildren(...said);
  }
}

function inWords(name: string, curves: Curves, run: Run): string {
  const values = curves.lines.map((line) => line.label).join(', ');
  const { spike } = curves.range;
  const note = spike ? ` It began at ${value(spike.y)}, which is above the frame.` : '';
  const what = name === RATE ? 'learning rate' : words(name);
  return `${what} over ${run.epochs.count} epochs: ${values}.${note} Arrow keys read single epochs; plus and minus zoom, zero shows all.`;
}

function nearest(sorted: readonly number[], x: number): number | null {
  if (sorted.length === 0) return null;
  const index = Math.min(firstAt(sorted, x), sorted.length - 1);
  const before = sorted[index - 1];
  return before !== undefined && x - before <= sorted[index]! - x ? before : sorted[index]!;
}

function indexOf(sorted: readonly number[], x: number): number {
  const index = firstAt(sorted, x);
  return sorted[index] === x ? index : -1;
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
