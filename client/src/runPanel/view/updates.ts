import type { Maybe } from '../../training/events';
import { make, setText } from './dom';
import { value } from './format';
import { prepare } from './pictures/canvas';
import { readTheme } from './theme';

const BOTTOM = 18;
const RIGHT = 34;
const TOP = 4;
/** Below this weights hardly move, above it they are thrown about. */
const USUAL = { low: 1e-4, high: 1e-2 };

/** How long the last update of each epoch was beside the weights, with the band in which it usually lies. */
export class Updates {
  readonly element: HTMLElement;
  readonly #canvas = make('canvas', { class: 'ridges', role: 'img' });
  readonly #readout = make('span', { class: 'readout' });
  #epochs: readonly number[] = [];
  #updates: readonly Maybe[] = [];

  constructor() {
    this.element = make('figure', {}, make('figcaption', {}, 'Update / weight', this.#readout), this.#canvas);
    new ResizeObserver(() => this.refresh()).observe(this.#canvas);
  }

  draw(epochs: readonly number[], updates: readonly Maybe[]): void {
    const newest = updates.at(-1);
    this.element.hidden = !updates.some((update) => update !== null && update > 0);
    if (this.#epochs.length === epochs.length && this.#updates.at(-1) === newest) return;
    [this.#epochs, this.#updates] = [[...epochs], [...updates]];
    setText(this.#readout, newest == null ? '' : `${value(newest)}, usually about 1e-3`);
    this.refresh();
  }

  refresh(): void {
    const context = prepare(this.#canvas);
    const usable = this.#updates.filter((update): update is number => update !== null && update > 0);
    if (!context || usable.length === 0) return;
    const { clientWidth, clientHeight } = this.#canvas;
    const [width, floor] = [clientWidth - RIGHT, clientHeight - BOTTOM];
    const low = Math.log10(Math.min(USUAL.low, ...extremes(usable))) - 0.3;
    const high = Math.log10(Math.max(USUAL.high, ...extremes(usable))) + 0.3;
    const y = (update: number) => floor - ((Math.log10(update) - low) / (high - low)) * (floor - TOP);
    const last = this.#epochs.at(-1)!;
    const first = this.#epochs[0]!;
    const x = (epoch: number) => (last > first ? ((epoch - first) / (last - first)) * width : width / 2);
    const theme = readTheme();

    context.fillStyle = theme.secondary;
    context.globalAlpha = 0.12;
    context.fillRect(0, y(USUAL.high), width, y(USUAL.low) - y(USUAL.high));
    context.globalAlpha = 1;
    context.font = theme.numbers;
    context.textAlign = 'right';
    context.fillText('1e-2', clientWidth, y(USUAL.high) + 4);
    context.fillText('1e-4', clientWidth, y(USUAL.low) + 4);
    context.textAlign = 'left';
    context.fillText(String(first), 0, clientHeight - 4);
    context.textAlign = 'right';
    if (last > first) context.fillText(String(last), width, clientHeight - 4);
    context.strokeStyle = theme.series.plain;
    context.lineWidth = 1.25;
    context.beginPath();
    let drawing = false;
    // No more points than there are pixels.
    const step = Math.max(1, Math.floor(this.#updates.length / Math.max(1, width)));
    for (let index = 0; index < this.#updates.length; index += step) {
      const update = this.#updates[index] ?? null;
      if (update === null || update <= 0) drawing = false;
      else {
        if (drawing) context.lineTo(x(this.#epochs[index]!), y(update));
        else context.moveTo(x(this.#epochs[index]!), y(update));
        drawing = true;
      }
    }
    context.stroke();
    this.#canvas.setAttribute(
      'aria-label',
      `The length of the last update of each epoch beside that of the weights: ${value(usable[0])} at first, ${value(usable.at(-1))} now; about 1e-3 is usual.`,
    );
  }
}

function extremes(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const each of values) [low, high] = [Math.min(low, each), Math.max(high, each)];
  return [low, high];
}
