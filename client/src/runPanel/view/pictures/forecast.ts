import type { Forecast, Forecasts } from '../../../training/events';
import { make, setText, show } from '../dom';
import { count, value } from '../format';
import { fitRange } from '../scale';
import { readTheme } from '../theme';
import { numbersOf } from './bytes';
import { drawGrid, prepare } from './canvas';
import type { PictureView } from './view';

const LEFT = 44;
const BOTTOM = 20;
const TOP = 6;
const RIGHT = 8;

/** What came before, how it went on, and what the network foresaw. */
export class ForecastView implements PictureView<Forecasts> {
  readonly element: HTMLElement;
  readonly #detail = make('span');
  readonly #plots = make('div');
  readonly #legend = make('p', { class: 'legend' });
  #views: Plot[] = [];

  constructor() {
    this.element = make(
      'figure',
      { class: 'forecast' },
      make('figcaption', {}, make('span', { class: 'name' }, 'Forecast'), this.#detail),
      this.#plots,
      this.#legend,
    );
  }

  draw({ part, horizon, series }: Forecasts): void {
    setText(this.#detail, horizon === 1 ? part : `${part}, ${count(horizon)} rows ahead`);
    if (this.#views.length !== series.length) {
      this.#views = series.map(() => new Plot());
      this.#plots.replaceChildren(...this.#views.map(({ element }) => element));
    }
    series.forEach((each, index) => this.#views[index]!.draw(each, horizon, series.length > 1));
    const feeds = series.some(({ fedBack }) => fedBack !== '');
    this.#legend.replaceChildren(
      entry('truth', 'true'),
      entry('ahead', horizon === 1 ? 'the next row, always knowing the last' : 'knowing what was then known'),
      ...(feeds ? [entry('fed-back', 'made of its own predictions')] : []),
    );
  }

  refresh(): void {
    for (const view of this.#views) view.refresh();
  }
}

const entry = (kind: string, name: string) => make('span', {}, make('span', { class: `stroke ${kind}` }), name);

/** One column of the table. */
class Plot {
  readonly #name = make('p', { class: 'secondary' });
  readonly #canvas = make('canvas', { class: 'forecast-plot', role: 'img' });
  readonly element = make('div', {}, this.#name, this.#canvas);
  #shown: { readonly forecast: Forecast; readonly horizon: number } | undefined;

  constructor() {
    new ResizeObserver(() => this.refresh()).observe(this.#canvas);
  }

  draw(forecast: Forecast, horizon: number, isNamed: boolean): void {
    show(this.#name, isNamed);
    setText(this.#name, forecast.name);
    this.#shown = { forecast, horizon };
    this.refresh();
  }

  refresh(): void {
    const shown = this.#shown;
    const context = shown && prepare(this.#canvas);
    if (!shown || !context) return;
    const [history, truth, ahead, fedBack] = (['history', 'truth', 'ahead', 'fedBack'] as const).map((part) =>
      numbersOf(shown.forecast[part]),
    ) as [number[], number[], number[], number[]];
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const theme = readTheme();
    // What is true says how far the axis reaches, so that a wild prediction leaves the picture instead of flattening it.
    const known = [...history, ...truth].filter(Number.isFinite);
    const range = fitRange([{ x: known.map((_, index) => index), y: known }], false, true);
    const room = (range.max - range.min) * 0.15;
    const [low, high] = [range.min - room, range.max + room];
    const start = history.length + shown.horizon - 1;
    const all = start + truth.length;
    const x = (row: number) => LEFT + (row / Math.max(1, all - 1)) * (width - LEFT - RIGHT);
    const y = (number: number) => height - BOTTOM - ((number - low) / (high - low)) * (height - BOTTOM - TOP);

    drawGrid(context, theme, [low, high], [LEFT, width - RIGHT], y);
    if (history.length > 0) {
      const now = Math.round(x(history.length - 0.5)) + 0.5;
      context.strokeStyle = theme.secondary;
      context.setLineDash([2, 3]);
      context.beginPath();
      context.moveTo(now, TOP);
      context.lineTo(now, height - BOTTOM);
      context.stroke();
      context.setLineDash([]);
      context.textAlign = 'center';
      context.fillText('now', now, height - 6);
    }
    context.textAlign = 'right';
    context.fillText(`${count(truth.length)} rows →`, width - RIGHT, height - 6);
    context.save();
    context.beginPath();
    context.rect(LEFT, 0, width - LEFT, height - BOTTOM);
    context.clip();
    const line = (numbers: readonly number[], from: number, color: string, weight: number, dash: number[] = []) => {
      context.strokeStyle = color;
      context.lineWidth = weight;
      context.setLineDash(dash);
      context.beginPath();
      let drawing = false;
      numbers.forEach((number, index) => {
        if (drawing) context.lineTo(x(from + index), y(number));
        else context.moveTo(x(from + index), y(number));
        drawing = Number.isFinite(number);
      });
      context.stroke();
      context.setLineDash([]);
    };
    line(history, 0, theme.secondary, 1.25);
    line(truth, start, theme.series.plain, 1.25);
    line(fedBack, start, theme.series.train, 1.75);
    line(ahead, start, theme.series.validation, 1.5, [4, 3]);
    context.restore();
    const off = (numbers: readonly number[]) =>
      value(
        numbers.reduce((sum, each, index) => sum + Math.abs(each - truth[index]!), 0) / Math.max(1, numbers.length),
      );
    this.#canvas.setAttribute(
      'aria-label',
      `${shown.forecast.name}: ${count(truth.length)} rows ahead. The mean distance from the truth is ${off(ahead)} knowing all before${fedBack.length > 0 ? `, ${off(fedBack)} made of its own predictions` : ''}.`,
    );
  }
}
