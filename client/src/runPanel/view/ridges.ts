import type { Spread } from '../../training/events';
import { make, setText } from './dom';
import { bytesOf } from './pictures/bytes';
import { prepare } from './pictures/canvas';
import { css, mix, readPalette, type Rgb } from './pictures/colors';
import { count } from './format';
import { chosen, peak } from './ridge';
import { readTheme } from './theme';

const BOTTOM = 18;
const RIGHT = 34;
/** More ridges than this lie too close to be told apart. */
const MOST = 24;
/** How far a ridge rises above its line, in distances of two lines, and in pixels. */
const RISE = 5;
const MOST_RISE = 40;
const LEAST_RISE = 16;

/** What one plot of ridges shows. */
export interface Ridge {
  readonly spread: Spread;
  readonly bins: number;
  readonly epochs: readonly number[];
  readonly ink: Rgb;
  /** A place of the range as it is written under the plot. */
  readonly tick: (at: number) => string;
}

/** Histograms one before the other, the newest in front: where numbers gather and how that changes while the run goes on. */
export class Ridges {
  readonly element: HTMLElement;
  readonly #canvas = make('canvas', { class: 'ridges', role: 'img' });
  readonly #readout = make('span', { class: 'readout' });
  #shown: Ridge | undefined;
  #pointed: number | null = null;

  constructor(private readonly name: string) {
    this.element = make('figure', {}, make('figcaption', {}, name, this.#readout), this.#canvas);
    this.#canvas.addEventListener('mousemove', (event) => this.#point(event.offsetY));
    this.#canvas.addEventListener('mouseleave', () => this.#point(null));
    new ResizeObserver(() => this.refresh()).observe(this.#canvas);
  }

  draw(ridge: Ridge): void {
    this.#shown = ridge;
    this.refresh();
  }

  refresh(): void {
    const shown = this.#shown;
    const context = shown && prepare(this.#canvas);
    if (!shown || !context) return;
    const { spread, bins, epochs, ink, tick } = shown;
    const { clientWidth, clientHeight } = this.#canvas;
    const [width, floor] = [clientWidth - RIGHT, clientHeight - BOTTOM];
    const shares = bytesOf(spread.shares);
    const rows = chosen(epochs.length, MOST);
    const { step, rise } = measures(rows.length, floor);
    const { background } = readPalette();
    const theme = readTheme();

    context.font = theme.numbers;
    context.fillStyle = theme.secondary;
    context.strokeStyle = theme.grid;
    for (const [share, align] of [
      [0, 'left'],
      [0.5, 'center'],
      [1, 'right'],
    ] as const) {
      context.textAlign = align;
      context.fillText(tick(spread.low + share * (spread.high - spread.low)), share * width, clientHeight - 4);
      const x = Math.round(Math.min(share * width, width - 1)) + 0.5;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, floor);
      context.stroke();
    }
    rows.forEach((row, index) => {
      const y = rise + index * step;
      const age = rows.length === 1 ? 1 : index / (rows.length - 1);
      const isPointed = this.#pointed === index;
      const points = Array.from({ length: bins }, (_, bin) => ({
        x: ((bin + 0.5) / bins) * width,
        // A square root, so that a heap in one place does not hide what lies beside it.
        y: y - Math.sqrt(shares[row * bins + bin]! / 255) * rise,
      }));
      context.beginPath();
      context.moveTo(0, y);
      points.forEach((point, bin) => {
        const before = points[bin - 1] ?? { x: 0, y };
        context.quadraticCurveTo(before.x, before.y, (before.x + point.x) / 2, (before.y + point.y) / 2);
      });
      const last = points.at(-1)!;
      context.quadraticCurveTo(last.x, last.y, width, y);
      context.fillStyle = css(mix(background, ink, isPointed ? 0.5 : 0.08 + 0.22 * age));
      context.fill();
      context.strokeStyle = css(mix(background, ink, isPointed ? 1 : 0.45 + 0.55 * age));
      context.lineWidth = isPointed ? 1.75 : 1;
      context.stroke();
    });
    context.textAlign = 'right';
    context.fillStyle = theme.secondary;
    if (rows.length > 1) context.fillText(count(epochs[rows[0]!]!), clientWidth, rise + 3);
    context.fillText(count(epochs.at(-1)!), clientWidth, rise + (rows.length - 1) * step + 3);
    this.#canvas.setAttribute('aria-label', `${this.name}: ${this.#say(shown, epochs.length - 1)}`);
  }

  #point(y: number | null): void {
    const shown = this.#shown;
    const rows = shown ? chosen(shown.epochs.length, MOST) : [];
    const { step, rise } = measures(rows.length, this.#canvas.clientHeight - BOTTOM);
    this.#pointed =
      y === null || !shown
        ? null
        : Math.min(rows.length - 1, Math.max(0, Math.round((y - rise + rise / 4) / (step || 1))));
    setText(this.#readout, shown && this.#pointed !== null ? this.#say(shown, rows[this.#pointed]!) : '');
    this.refresh();
  }

  #say({ spread, bins, epochs, tick }: Ridge, row: number): string {
    const [from, to] = peak(bytesOf(spread.shares).subarray(row * bins, (row + 1) * bins));
    const at = (bin: number) => tick(spread.low + (bin / bins) * (spread.high - spread.low));
    return `epoch ${count(epochs[row]!)}: most from ${at(from)} to ${at(to)}`;
  }
}

/** How far two lines are apart, and how far a ridge rises. */
function measures(rows: number, floor: number): { step: number; rise: number } {
  const rise = Math.min(MOST_RISE, Math.max(LEAST_RISE, (RISE * floor) / Math.max(1, rows)), floor);
  return { step: rows > 1 ? (floor - rise) / (rows - 1) : 0, rise: rows > 1 ? rise : floor };
}
