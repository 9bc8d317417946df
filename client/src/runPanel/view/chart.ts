import uPlot from 'uplot';
import type { Curves, Line, Mark } from './curves';
import { count, tick } from './format';
import { axisOf, ticks, type FittedRange } from './scale';
import { readTheme, type Theme } from './theme';

/** What a chart is made for; its curves come later and change. */
export interface ChartOptions {
  readonly value: (value: number) => string;
  readonly tick: (value: number, step: number) => string;
  /** Whether the epochs are written under the axis; of charts that share one, only the lowest does. */
  readonly axisLabels: () => boolean;
  /** Whether the hairline of the best epoch carries its number. */
  readonly bestLabel: boolean;
  /** The epoch nearest to a position on the x axis, or null while there is none. */
  readonly snap: (x: number) => number | null;
  readonly onCursor: (epoch: number | null) => void;
  /** The reader wants to see these epochs alone; null for all. */
  readonly onZoom: (epochs: Zoom | null) => void;
  /** What the x axis counts, where that is not epochs. */
  readonly axis?: Axis;
}

/** An x axis of another kind than epochs. */
export interface Axis {
  /** The word at its end. */
  readonly name: string;
  readonly tick: (x: number) => string;
  /** How far an arrow key moves at least. */
  readonly step: number;
  /** Room at its right end, where lines have no labels. */
  readonly gutter: number;
}

/** A stretch of the x axis. */
export interface Zoom {
  readonly from: number;
  readonly to: number;
}

const AXIS_WIDTH = 52;
const AXIS_HEIGHT = 24;
/** Room for the labels at the lines' ends. */
const GUTTER = 112;
const NARROW_GUTTER = 76;
const NARROW = 480;
const LINE_HEIGHT = 14;
const RAW_STRENGTH = 0.25;
/** A turn of the wheel by so many pixels halves or doubles what is in view. */
const WHEEL_PIXELS = 250;
/** Nothing is seen in less. */
const LEAST_EPOCHS = 0.05;
/** Words above hairlines that are closer than this would lie over each other. */
const MARK_WIDTH = 96;
/** A key moves the view by this share of it. */
const KEY_MOVE = 0.2;

/** One chart of the panel: uPlot, and drawn over it what it does not know: labels at line ends, hairlines, the spike. */
export class Chart {
  #plot: uPlot | undefined;
  #curves: Curves | undefined;
  #columns = 100;
  #theme: Theme = readTheme();

  constructor(
    private readonly host: HTMLElement,
    private readonly options: ChartOptions,
  ) {
    new ResizeObserver(() => this.#resize()).observe(host);
    host.addEventListener('keydown', (event) => this.#key(event));
    host.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    host.addEventListener('dblclick', () => this.options.onZoom(null));
  }

  /** Columns of pixels that curves may use. */
  get columns(): number {
    this.#columns = Math.max(100, (this.host.clientWidth - AXIS_WIDTH - this.#gutter) * devicePixelRatio);
    return this.#columns;
  }

  /** How much of the x axis a column of pixels stands for. */
  get columnWidth(): number {
    return this.#curves ? (this.#curves.end - this.#curves.start) / this.#columns : 0;
  }

  /** What is drawn, for a picture; null before there is anything. */
  get canvas(): HTMLCanvasElement | null {
    return this.#plot?.ctx.canvas ?? null;
  }

  draw(curves: Curves): void {
    const same = this.#curves && kinds(this.#curves) === kinds(curves);
    this.#curves = curves;
    if (this.#plot && same) this.#plot.setData(data(curves), true);
    else this.#build();
  }

  /** The theme, the scale or the labels changed: draws everything anew. */
  refresh(): void {
    this.#theme = readTheme();
    if (this.#plot) this.#build();
  }

  #build(): void {
    const curves = this.#curves;
    this.#plot?.destroy();
    this.#plot = undefined;
    const { width, height } = this.#size();
    if (!curves || width === 0 || height === 0) return;
    this.#plot = new uPlot(this.#settings(width, height), data(curves), this.host);
  }

  #size() {
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  #resize(): void {
    const size = this.#size();
    if (size.width === 0 || size.height === 0) return;
    if (!this.#plot) this.#build();
    else if (size.width !== this.#plot.width || size.height !== this.#plot.height) this.#plot.setSize(size);
  }

  #tick(x: number, step: number): string {
    if (this.options.axis) return this.options.axis.tick(x);
    return step < 1 ? tick(x, step) : count(x);
  }

  get #range(): FittedRange {
    return this.#curves?.range ?? { min: 0, max: 1, spike: null };
  }

  #ticks(): number[] {
    return ticks(this.#range, this.#curves?.logarithmic ?? false);
  }

  #toAxis(value: number): number {
    return axisOf(this.#range, this.#curves?.logarithmic ?? false)(value);
  }

  get #gutter(): number {
    if (this.options.axis) return this.options.axis.gutter;
    return this.host.clientWidth < NARROW ? NARROW_GUTTER : GUTTER;
  }

  #settings(width: number, height: number): uPlot.Options {
    const theme = this.#theme;
    const quiet = { stroke: theme.secondary, font: theme.numbers, ticks: { show: false } };
    return {
      width,
      height,
      legend: { show: false },
      padding: [LINE_HEIGHT, () => this.#gutter, 0, 0],
      scales: {
        x: { time: false, range: () => [this.#curves?.start ?? 0, this.#curves?.end ?? 1] },
        y: { range: () => [this.#toAxis(this.#range.min), this.#toAxis(this.#range.max)] },
      },
      axes: [
        {
          ...quiet,
          grid: { show: false },
          size: this.options.axisLabels() ? AXIS_HEIGHT : 12,
          splits: () => {
            const { start: min, end: max } = this.#curves ?? { start: 0, end: 1 };
            const all = ticks({ min, max }, false, width < NARROW ? 3 : 5);
            // Epochs are counted, unless a part of one is all that is seen.
            return max - min < 2 ? all : all.filter(Number.isInteger);
          },
          values: (_, splits) =>
            splits.map((split) => (this.options.axisLabels() ? this.#tick(split, stepOf(splits)) : '')),
        },
        {
          ...quiet,
          size: AXIS_WIDTH,
          grid: { stroke: theme.grid, width: 1 },
          incrs: anyStep,
          splits: () => this.#ticks().map((value) => this.#toAxis(value)),
          values: () => {
            const values = this.#ticks();
            return values.map((value) => this.options.tick(value, this.#curves?.logarithmic ? value : stepOf(values)));
          },
        },
      ],
      series: [{}, ...(this.#curves?.lines ?? []).flatMap((line, index) => this.#series(line, index))],
      cursor: {
        y: false,
        points: { show: false },
        // What is dragged over is handed on; the scale follows from the curves that come back.
        drag: { x: true, y: false, setScale: false, dist: 5 },
        bind: { dblclick: () => null },
        sync: { key: 'epochs', scales: ['x', null] },
        move: (plot, left) => [this.#snap(plot, left), 0],
      },
      hooks: {
        setCursor: [(plot) => this.#reportCursor(plot)],
        setSelect: [(plot) => this.#selected(plot)],
        drawAxes: [(plot) => this.#drawUnder(plot)],
        draw: [(plot) => this.#drawOver(plot)],
      },
    };
  }

  /** A faint series for what was measured and a strong one for the average. */
  #series({ ink, dashed }: Line, index: number): uPlot.Series[] {
    const stroke = this.#theme.series[ink];
    const shared = { stroke, spanGaps: false };
    return [
      { ...shared, width: 1, alpha: RAW_STRENGTH, points: { show: false } },
      // A line of one point would be nothing at all.
      {
        ...shared,
        width: dashed ? 1.25 : 1.75,
        dash: dashed ? [5, 3] : [],
        // A rate stays what it is until it changes.
        ...(ink === 'plain' ? { paths: uPlot.paths.stepped!({ align: -1 }) } : {}),
        points: { show: () => this.#curves?.lines[index]?.smooth.x.length === 1, size: 5, fill: stroke },
      },
    ];
  }

  /** The reader dragged over a stretch. The chart that shares the axis is told too, but only the one under the pointer speaks. */
  #selected(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 5 || !this.host.matches(':hover')) return;
    const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#zoomTo(from, to);
  }

  #zoomTo(from: number, to: number): void {
    if (to - from >= LEAST_EPOCHS) this.options.onZoom({ from, to });
  }

  /** Makes the view larger or smaller around an epoch, which stays where it is. */
  #scale(factor: number, around: number): void {
    const { start, end } = this.#curves ?? { start: 0, end: 1 };
    this.#zoomTo(around - (around - start) * factor, around + (end - around) * factor);
  }

  /** The wheel is the page's, unless the chart was clicked or Ctrl is held, as it is when two fingers pinch. */
  #wheel(event: WheelEvent): void {
    const plot = this.#plot;
    if (!plot || !(event.ctrlKey || event.metaKey || document.activeElement === this.host)) return;
    event.preventDefault();
    const x = event.clientX - plot.over.getBoundingClientRect().left;
    const { start, end } = this.#curves ?? { start: 0, end: 1 };
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const move = ((end - start) * event.deltaX) / plot.over.clientWidth;
      this.#zoomTo(start + move, end + move);
    } else this.#scale(2 ** (event.deltaY / WHEEL_PIXELS), plot.posToVal(x, 'x'));
  }

  /** Zooming by key; whether it was one of its keys. */
  #zoomKey(event: KeyboardEvent, around: number): boolean {
    const { start, end } = this.#curves ?? { start: 0, end: 1 };
    const move = (end - start) * KEY_MOVE;
    if (event.key === '+' || event.key === '=') this.#scale(0.5, around);
    else if (event.key === '-') this.#scale(2, around);
    else if (event.key === '0') this.options.onZoom(null);
    else if (event.shiftKey && event.key === 'ArrowLeft') this.#zoomTo(start - move, end - move);
    else if (event.shiftKey && event.key === 'ArrowRight') this.#zoomTo(start + move, end + move);
    else return false;
    return true;
  }

  #snap(plot: uPlot, left: number): number {
    const epoch = left < 0 ? null : this.options.snap(plot.posToVal(left, 'x'));
    return epoch === null ? -10 : plot.valToPos(epoch, 'x');
  }

  #reportCursor(plot: uPlot): void {
    const left = plot.cursor.left ?? -10;
    this.options.onCursor(left < 0 ? null : this.options.snap(plot.posToVal(left, 'x')));
  }

  #key(event: KeyboardEvent): void {
    const plot = this.#plot;
    if (!plot || !this.#curves) return;
    const left = plot.cursor.left ?? -10;
    const at = left < 0 ? null : this.options.snap(plot.posToVal(left, 'x'));
    if (this.#zoomKey(event, at ?? (this.#curves.start + this.#curves.end) / 2)) {
      event.preventDefault();
      return;
    }
    const last = this.options.snap(this.#curves.end);
    const step = this.options.axis?.step ?? 1;
    const target = {
      ArrowLeft: at === null ? last : this.options.snap(at - step),
      ArrowRight: at === null ? last : this.options.snap(at + step),
      Home: this.options.snap(this.#curves.start),
      End: last,
      Escape: null,
    }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    // The types lack the last argument: whether to tell the chart that shares the axis.
    const setCursor = plot.setCursor as (at: { left: number; top: number }, fire: boolean, publish: boolean) => void;
    setCursor({ left: target === null ? -10 : plot.valToPos(target, 'x'), top: 0 }, true, true);
  }

  /** Hairlines, under the curves. */
  #drawUnder(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const curves = this.#curves;
    if (!curves) return;
    const pixel = devicePixelRatio;
    ctx.save();
    ctx.lineWidth = pixel;
    ctx.strokeStyle = this.#theme.secondary;
    const isInView = (epoch: number) => epoch >= curves.start && epoch <= curves.end;
    for (const epoch of this.options.axisLabels() ? curves.changes.filter(isInView) : []) {
      const x = Math.round(plot.valToPos(epoch, 'x', true)) + 0.5;
      line(ctx, x, bbox.top + bbox.height - 6 * pixel, x, bbox.top + bbox.height);
    }
    if (curves.bestEpoch !== null && isInView(curves.bestEpoch)) {
      const x = Math.round(plot.valToPos(curves.bestEpoch, 'x', true)) + 0.5;
      ctx.setLineDash([2 * pixel, 3 * pixel]);
      line(ctx, x, bbox.top, x, bbox.top + bbox.height);
      if (this.options.bestLabel)
        this.#text(ctx, `best ${count(curves.bestEpoch)}`, x, bbox.top - 4 * pixel, 'center', this.#theme.secondary);
    }
    this.#drawLines(
      plot,
      (curves.marks ?? []).filter(({ x, y }) => y === undefined && isInView(x)),
    );
    ctx.restore();
  }

  /** Hairlines with words above the frame; of two that are close each gives way to its side. */
  #drawLines(plot: uPlot, marks: readonly Mark[]): void {
    const { ctx, bbox } = plot;
    const pixel = devicePixelRatio;
    const places = marks
      .map((mark) => ({ ...mark, at: Math.round(plot.valToPos(mark.x, 'x', true)) + 0.5 }))
      .sort((one, other) => one.at - other.at);
    places.forEach(({ label, strong, at }, index) => {
      const isCrowded = (other?: { at: number }) => other !== undefined && Math.abs(other.at - at) < MARK_WIDTH * pixel;
      const color = strong ? this.#theme.foreground : this.#theme.secondary;
      ctx.strokeStyle = color;
      ctx.setLineDash(strong ? [] : [2 * pixel, 3 * pixel]);
      line(ctx, at, bbox.top, at, bbox.top + bbox.height);
      const align = isCrowded(places[index + 1]) ? 'right' : isCrowded(places[index - 1]) ? 'left' : 'center';
      const shift = { right: 2, left: -2, center: 0 }[align] * pixel;
      this.#text(ctx, label, at + shift, bbox.top - 4 * pixel, align, color);
    });
  }

  /** Dots on a curve with words below them, at the side to which a falling curve leaves room. */
  #drawDots(plot: uPlot, marks: readonly Mark[]): void {
    const { ctx, bbox } = plot;
    const pixel = devicePixelRatio;
    for (const { x, y, label } of marks) {
      if (y === undefined || y < this.#range.min || y > this.#range.max) continue;
      const place = this.#placeOf(plot, { x, y });
      if (place.x < bbox.left || place.x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.arc(place.x, place.y, 3.5 * pixel, 0, 2 * Math.PI);
      ctx.fillStyle = this.#theme.series.train;
      ctx.fill();
      ctx.lineWidth = 1.5 * pixel;
      ctx.strokeStyle = this.#theme.background;
      ctx.stroke();
      this.#text(ctx, label, place.x - 6 * pixel, place.y + 13 * pixel, 'right', this.#theme.secondary);
    }
  }

  /** Labels at the ends of the lines, and what stands above the frame. */
  #drawOver(plot: uPlot): void {
    const { ctx, bbox } = plot;
    const curves = this.#curves;
    if (!curves) return;
    const pixel = devicePixelRatio;
    ctx.save();
    this.#drawDots(plot, curves.marks ?? []);
    const labels = curves.lines
      .filter(({ label }) => label !== '')
      .map((each) => ({ each, end: lastPoint(each, curves.end) }))
      .filter((found): found is { each: Line; end: Place } => found.end !== null)
      .map(({ each, end }) => ({ each, ...this.#placeOf(plot, end) }))
      .sort((one, other) => one.y - other.y);
    const rowsOfLabel = this.#gutter === NARROW_GUTTER ? 2 : 1;
    const height = LINE_HEIGHT * pixel * rowsOfLabel;
    // The last label's words end above what is written under the axis.
    spread(labels, height, bbox.top, bbox.top + bbox.height - 6 * rowsOfLabel * pixel);
    for (const { each, x, y } of labels) {
      const words = each.label;
      const color = this.#theme.series[each.ink];
      const rows = this.#gutter === NARROW_GUTTER ? words.split(' ') : [words];
      rows.forEach((row, index) => {
        const top = y + (index - (rows.length - 1) / 2) * 12 * pixel;
        this.#text(ctx, row, x + 8 * pixel, top + 4 * pixel, 'left', color);
      });
    }
    if (this.options.axisLabels()) {
      const right = ctx.canvas.width - 4 * pixel;
      this.#text(
        ctx,
        this.options.axis?.name ?? 'epochs',
        right,
        bbox.top + bbox.height + 12 * pixel,
        'right',
        this.#theme.secondary,
      );
    }
    const { spike } = curves.range;
    if (spike) {
      const x = plot.valToPos(spike.x, 'x', true) + 8 * pixel;
      const words = `↑ ${this.options.value(spike.y)} at first`;
      this.#text(ctx, words, x, bbox.top + 11 * pixel, 'left', this.#theme.secondary);
    }
    ctx.restore();
  }

  #placeOf(plot: uPlot, end: Place): Place {
    return { x: plot.valToPos(end.x, 'x', true), y: plot.valToPos(this.#toAxis(end.y), 'y', true) };
  }

  /** Text with a rim in the background's colour, so that a line behind it does not spoil it. */
  #text(
    ctx: CanvasRenderingContext2D,
    words: string,
    x: number,
    y: number,
    align: CanvasTextAlign,
    color: string,
  ): void {
    const pixel = devicePixelRatio;
    ctx.save();
    ctx.setLineDash([]);
    ctx.font = this.#theme.words.replace('11px', `${11 * pixel}px`);
    ctx.textAlign = align;
    ctx.lineJoin = 'round';
    ctx.lineWidth = 4 * pixel;
    ctx.strokeStyle = this.#theme.background;
    ctx.strokeText(words, x, y);
    ctx.fillStyle = color;
    ctx.fillText(words, x, y);
    ctx.restore();
  }
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Curves of which only the numbers differ need no new chart. */
const kinds = ({ lines }: Curves) => lines.map(({ ink, dashed }) => `${ink}${dashed}`).join();

/** The joined table that uPlot wants: one x column, and for each line its raw and its smooth series. */
function data(curves: Curves): uPlot.AlignedData {
  const empty = { x: [] as number[], y: [] as (number | null)[] };
  const tables = curves.lines.flatMap((line) => [line.raw ?? empty, line.smooth]);
  const toAxis = axisOf(curves.range, curves.logarithmic);
  const placed = (values: readonly (number | null)[]) =>
    values.map((value) => (value === null || (curves.logarithmic && value <= 0) ? null : toAxis(value)));
  if (tables.length === 0) return [[]];
  // A gap of the run stays a gap (null); what joining leaves open is bridged (undefined).
  return uPlot.join(tables.map(({ x, y }) => [[...x], placed(y)] as uPlot.AlignedData));
}

/** The last point of a line that is in view. */
function lastPoint({ smooth: { x, y } }: Line, end: number): Place | null {
  for (let index = y.length - 1; index >= 0; index--) {
    const value = y[index];
    if (typeof value === 'number' && x[index]! <= end) return { x: x[index]!, y: value };
  }
  return null;
}

/** Moves labels apart, from top to bottom, and keeps them inside. */
function spread(labels: { y: number }[], distance: number, top: number, bottom: number): void {
  labels.forEach((label, index) => {
    const above = labels[index - 1];
    label.y = Math.max(label.y, above ? above.y + distance : top + distance / 4);
  });
  const over = (labels.at(-1)?.y ?? 0) - bottom;
  if (over > 0) for (const label of labels) label.y -= over;
}

/** uPlot looks for a step among these before it asks for ticks; which one does not matter, as ours are given. */
const anyStep = [1e9];

const stepOf = (splits: readonly number[]) =>
  splits.length > 1 ? Math.abs(splits[1]! - splits[0]!) : Math.abs(splits[0] ?? 1);

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
