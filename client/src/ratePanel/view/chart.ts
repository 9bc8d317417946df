import { Chart, type Zoom } from '../../runPanel/view/chart';
import { make, setText, show } from '../../runPanel/view/dom';
import { tick, value } from '../../runPanel/view/format';
import type { RateSearch } from '../search';
import { curvesOf, inWords, rateText, readAt } from './curves';

/** A key moves the crosshair by about a point of the curve. */
const KEY_DECADES = 0.05;

/** The loss against the learning rate, with the rates that matter marked. */
export class RateChart {
  readonly element = make('section', { class: 'charts' });
  readonly #detail = make('span', { class: 'detail' });
  readonly #readout = make('span', { class: 'readout' });
  readonly #all = make('button', { class: 'toggle', title: 'Show all rates (double click, or 0)' }, 'all rates');
  readonly #plot = make('div', {
    class: 'plot',
    tabindex: 0,
    role: 'img',
    title: 'Drag to look closer; double click shows all. Ctrl and the wheel, or + and −, zoom.',
  });
  readonly #figure: HTMLElement;
  readonly #chart: Chart;
  #search: RateSearch | null = null;
  #zoom: Zoom | null = null;

  constructor() {
    const caption = make(
      'figcaption',
      {},
      make('span', { class: 'name' }, 'Loss'),
      this.#detail,
      this.#readout,
      make('span', { class: 'choices' }, this.#all),
    );
    this.#all.addEventListener('click', () => this.#zoomTo(null));
    this.#figure = make('figure', { class: 'loss alone' }, caption, this.#plot);
    this.element.append(this.#figure);
    this.#chart = new Chart(this.#plot, {
      value,
      tick,
      axisLabels: () => true,
      bestLabel: false,
      snap: (x) => (this.#search && readAt(this.#search, x)?.x) ?? null,
      onCursor: (x) => this.#read(x),
      onZoom: (zoom) => this.#zoomTo(zoom),
      axis: { name: '', tick: (power) => rateText(10 ** power), step: KEY_DECADES, gutter: 24 },
    });
  }

  draw(search: RateSearch | null): void {
    if (search?.id !== this.#search?.id) this.#zoom = null;
    this.#search = search;
    const begun = search !== null && (search.sweeps.length > 0 || (search.found?.curve.length ?? 0) > 0);
    show(this.element, begun);
    if (!begun) return;
    show(this.#all, this.#zoom !== null);
    const sweeps = search.found?.sweeps ?? search.sweeps.length;
    setText(this.#detail, `at growing learning rates${search.found && sweeps > 1 ? `, mean of ${sweeps} sweeps` : ''}`);
    this.#chart.draw(curvesOf(search, this.#zoom));
    this.#plot.setAttribute('aria-label', inWords(search));
  }

  refresh(): void {
    this.#chart.refresh();
  }

  #zoomTo(zoom: Zoom | null): void {
    const all = { from: -7, to: 1 };
    const from = Math.max(all.from, zoom?.from ?? all.from);
    const to = Math.min(all.to, zoom?.to ?? all.to);
    this.#zoom = to > from && to - from < all.to - all.from ? { from, to } : null;
    this.draw(this.#search);
  }

  #read(x: number | null): void {
    const found = x === null || !this.#search ? null : readAt(this.#search, x);
    this.#figure.classList.toggle('reading', found !== null);
    this.#readout.replaceChildren(
      ...(found
        ? [
            make('span', {}, `rate ${rateText(10 ** found.x)}`),
            make('span', { class: 'train' }, `loss ${value(found.loss)}`),
          ]
        : []),
    );
  }
}
