import { apply, newSearch } from '../ratePanel/search';
import { RateChart } from '../ratePanel/view/chart';
import { make } from '../runPanel/view/dom';
import type { RateFound } from '../trials/events';

/** A search for the learning rate: its curve as the rate panel draws it, and what was made of it. */
export class Rates {
  readonly element: HTMLElement;
  readonly #chart = new RateChart();

  constructor(private readonly found: RateFound) {
    this.element = make(
      'section',
      { class: 'rates' },
      make('h2', {}, 'Which learning rate?'),
      this.#chart.element,
      make('p', {}, found.suggested === null ? found.message : `Train with ${found.message}`),
    );
  }

  draw(): void {
    const search = newSearch('report', '', '');
    apply(search, this.found);
    this.#chart.draw(search);
  }

  refresh(): void {
    this.#chart.refresh();
  }
}
