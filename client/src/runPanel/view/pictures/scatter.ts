import type { Scatter } from '../../../training/events';
import { make, setText } from '../dom';
import { count, value } from '../format';
import { readTheme } from '../theme';
import { numbersOf } from './bytes';
import { drawGrid, prepare } from './canvas';
import type { PictureView } from './view';

const LEFT = 44;
const BOTTOM = 22;
const TOP = 8;
const RIGHT = 8;

/** Predicted values against true ones: a network that knows everything draws the diagonal. */
export class ScatterView implements PictureView<Scatter> {
  readonly element: HTMLElement;
  readonly #detail = make('span');
  readonly #canvas = make('canvas', { class: 'scatter-plot', role: 'img' });
  #picture: Scatter | undefined;

  constructor() {
    this.element = make(
      'figure',
      { class: 'scatter' },
      make('figcaption', {}, make('span', { class: 'name' }, 'Predicted against true'), this.#detail),
      this.#canvas,
      make('p', { class: 'axes' }, make('span', {}, '↑ predicted'), make('span', {}, 'true →')),
    );
    new ResizeObserver(() => this.refresh()).observe(this.#canvas);
  }

  draw(picture: Scatter): void {
    this.#picture = picture;
    this.refresh();
  }

  refresh(): void {
    const picture = this.#picture;
    const context = picture && prepare(this.#canvas);
    if (!picture || !context) return;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const theme = readTheme();
    const numbers = numbersOf(picture.points);
    const finite = numbers.filter(Number.isFinite);
    // One span for both axes, by what is true: a prediction far off must not press everything else together.
    const truths = numbers.filter((each, index) => index % 2 === 0 && Number.isFinite(each));
    const [least, greatest] = [Math.min(...truths), Math.max(...truths)];
    const room = (greatest - least || 1) * 0.12;
    const [low, high] = [least - room, greatest + room];
    const place = (number: number) => Math.min(1, Math.max(0, (number - low) / (high - low)));
    const x = (number: number) => LEFT + place(number) * (width - LEFT - RIGHT);
    const y = (number: number) => height - BOTTOM - place(number) * (height - BOTTOM - TOP);
    setText(this.#detail, `${picture.part}, ${count(numbers.length / 2)} samples`);

    const marks = drawGrid(context, theme, [low, high], [LEFT, width - RIGHT], y);
    context.textAlign = 'center';
    for (const { at, words } of marks) context.fillText(words, x(at), height - 6);
    context.strokeStyle = theme.secondary;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x(low), y(low));
    context.lineTo(x(high), y(high));
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = theme.series.validation;
    context.globalAlpha = 0.7;
    for (let index = 0; index < numbers.length; index += 2) {
      const [truth, predicted] = [numbers[index]!, numbers[index + 1]!];
      if (!Number.isFinite(predicted)) continue;
      context.beginPath();
      context.arc(x(truth), y(predicted), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
    const off = numbers
      .filter((_, index) => index % 2 === 1)
      .map((each, index) => Math.abs(each - numbers[2 * index]!));
    const mean = off.reduce((sum, each) => sum + each, 0) / (off.length || 1);
    this.#canvas.setAttribute(
      'aria-label',
      `Predicted against true values of ${numbers.length / 2} samples, from ${value(least)} to ${value(greatest)}; the mean distance is ${value(mean)}.${finite.length < numbers.length ? ' Some predictions are no numbers.' : ''}`,
    );
  }
}
