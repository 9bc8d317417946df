import type { Surface } from '../../../training/events';
import { make, setText } from '../dom';
import { percent, value } from '../format';
import { bytesOf, numbersOf } from './bytes';
import { prepare } from './canvas';
import { css, mix, readPalette, type Rgb } from './colors';
import type { PictureView } from './view';

/** Strongest colour of a cell: the samples on it must still be seen. */
const STRENGTH = 0.6;
const RADIUS = 3;

/** The plane of two columns: what the network answers everywhere, and the samples. */
export class SurfaceView implements PictureView<Surface> {
  readonly element: HTMLElement;
  readonly #caption = make('span', { class: 'name' }, 'Decision surface');
  readonly #readout = make('span', { class: 'readout' });
  readonly #cells = make('canvas', { class: 'cells', 'aria-hidden': 'true' });
  readonly #points = make('canvas', { class: 'points', role: 'img' });
  readonly #legend = make('p', { class: 'legend' });
  readonly #across = make('span');
  readonly #up = make('span');
  #picture: Surface | undefined;

  constructor() {
    this.element = make(
      'figure',
      { class: 'surface' },
      make('figcaption', {}, this.#caption, this.#readout),
      make('div', { class: 'plane' }, this.#cells, this.#points),
      make('p', { class: 'axes' }, this.#up, this.#across),
      this.#legend,
    );
    this.#points.addEventListener('mousemove', (event) => this.#read(event));
    this.#points.addEventListener('mouseleave', () => setText(this.#readout, ''));
    new ResizeObserver(() => this.#drawPoints()).observe(this.#points);
  }

  draw(picture: Surface): void {
    const changed =
      this.#picture?.points !== picture.points ||
      (this.#picture.size === 0) !== (picture.size === 0) ||
      this.#picture.classes.join() !== picture.classes.join();
    this.#picture = picture;
    this.#drawCells();
    if (changed) this.#drawPoints();
  }

  refresh(): void {
    this.#drawCells();
    this.#drawPoints();
  }

  #drawCells(): void {
    const picture = this.#picture;
    if (!picture) return;
    const palette = readPalette();
    const cells = bytesOf(picture.cells);
    const winners = picture.winners === null ? null : bytesOf(picture.winners);
    if (picture.size === 0) {
      // Samples alone, of which nothing is learnt yet.
      this.#cells.width = this.#cells.width;
      return;
    }
    const image = new ImageData(picture.size, picture.size);
    for (let index = 0; index < cells.length; index++) {
      const share = cells[index]! / 255;
      let color: Rgb;
      if (winners) {
        // A winner has at least its even share; only what is beyond tells anything.
        const even = 1 / picture.classes.length;
        const lead = Math.max(0, (share - even) / (1 - even));
        color = mix(palette.background, palette.ofClass(winners[index]!), STRENGTH * lead);
      } else
        color = mix(palette.background, share < 0.5 ? palette.low : palette.high, STRENGTH * Math.abs(2 * share - 1));
      image.data.set([...color, 255], 4 * index);
    }
    this.#cells.width = picture.size;
    this.#cells.height = picture.size;
    this.#cells.getContext('2d')!.putImageData(image, 0, 0);
  }

  #drawPoints(): void {
    const picture = this.#picture;
    if (!picture) return;
    const palette = readPalette();
    this.#words(picture);
    const context = prepare(this.#points);
    if (!context) return;
    const { clientWidth: width, clientHeight: height } = this.#points;
    const points = numbersOf(picture.points);
    const [left, bottom] = picture.low as [number, number];
    const [right, top] = picture.high as [number, number];
    const [low, high] = picture.range as [number, number];
    const outline = css(palette.background);
    // Test points first, so that those which were learnt from lie above them.
    for (const test of [true, false])
      for (let index = 0; 3 * index < points.length; index++) {
        if (index >= picture.trainPoints !== test) continue;
        const [x, y, target] = points.slice(3 * index, 3 * index + 3) as [number, number, number];
        const color =
          picture.classes.length > 0
            ? palette.ofClass(target)
            : mix(palette.low, palette.high, (target - low) / (high - low || 1));
        context.beginPath();
        context.arc(
          ((x - left) / (right - left)) * width,
          ((top - y) / (top - bottom)) * height,
          test ? RADIUS - 0.5 : RADIUS,
          0,
          2 * Math.PI,
        );
        context.lineWidth = 3;
        context.strokeStyle = outline;
        context.stroke();
        if (test) {
          context.lineWidth = 1.25;
          context.strokeStyle = css(color);
          context.stroke();
        } else {
          context.fillStyle = css(color);
          context.fill();
        }
      }
  }

  #words(picture: Surface): void {
    const { classes, columns, low, high } = picture;
    setText(this.#caption, picture.size === 0 ? 'Samples' : classes.length > 0 ? 'Decision surface' : 'Prediction');
    setText(this.#across, `${columns[0]} ${value(low[0])} … ${value(high[0])} →`);
    setText(this.#up, `↑ ${columns[1]} ${value(low[1])} … ${value(high[1])}`);
    const palette = readPalette();
    const entry = (color: Rgb, name: string) => {
      const dot = make('span', { class: 'dot' });
      dot.style.background = css(color);
      return make('span', {}, dot, name);
    };
    const named =
      classes.length > 0
        ? classes.map((name, index) => entry(palette.ofClass(index), name))
        : [entry(palette.low, value(picture.range[0])), entry(palette.high, value(picture.range[1]))];
    const hasTest = numbersOf(picture.points).length / 3 > picture.trainPoints;
    this.#legend.replaceChildren(
      ...named,
      ...(hasTest ? [make('span', { class: 'secondary' }, 'hollow: not trained on')] : []),
    );
    const answers = classes.length > 0 ? `classes ${classes.join(', ')}` : 'values';
    this.#points.setAttribute(
      'aria-label',
      `What the network answers over ${columns.join(' and ')}: ${answers}, with ${numbersOf(picture.points).length / 3} samples.`,
    );
  }

  /** Says where the pointer is and what is answered there. */
  #read(event: MouseEvent): void {
    const picture = this.#picture;
    if (!picture || picture.size === 0) return;
    const { clientWidth: width, clientHeight: height } = this.#points;
    const [column, row] = [event.offsetX / width, event.offsetY / height].map((share) =>
      Math.min(picture.size - 1, Math.max(0, Math.floor(share * picture.size))),
    ) as [number, number];
    const cell = row * picture.size + column;
    const share = bytesOf(picture.cells)[cell]! / 255;
    const [low, high] = picture.range as [number, number];
    const at = (index: 0 | 1, part: number) =>
      value(picture.low[index]! + ((part + 0.5) / picture.size) * (picture.high[index]! - picture.low[index]!));
    const answer =
      picture.classes.length === 0
        ? value(low + share * (high - low))
        : picture.winners
          ? `${picture.classes[bytesOf(picture.winners)[cell]!]} ${percent(share)}`
          : `${picture.classes[share > 0.5 ? 1 : 0]} ${percent(Math.max(share, 1 - share))}`;
    setText(this.#readout, `${at(0, column)}, ${at(1, picture.size - 1 - row)}: ${answer}`);
  }
}
