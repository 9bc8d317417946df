import type { Histograms, LayerHistograms, Maybe } from '../../training/events';
import { make } from './dom';
import { value } from './format';
import { readPalette } from './pictures/colors';
import { Ridges } from './ridges';
import { Updates } from './updates';

/** What unfolds under the row of a layer: how its weights, its gradients and what it gives are spread, from the beginning of the run to now. */
export class Spreads {
  readonly element: HTMLElement;
  readonly #weights = new Ridges('Weights');
  readonly #gradients = new Ridges('Sizes of gradients');
  readonly #outputs = new Ridges('Outputs');
  readonly #updates = new Updates();
  #shown: { all: Histograms; layer: LayerHistograms } | null = null;

  constructor() {
    this.element = make(
      'div',
      { class: 'spreads' },
      this.#outputs.element,
      this.#weights.element,
      this.#gradients.element,
      this.#updates.element,
    );
  }

  draw(all: Histograms, layer: LayerHistograms, epochs: readonly number[], updates: readonly Maybe[]): void {
    this.#updates.draw(epochs, updates);
    if (this.#shown?.layer === layer) return;
    this.#shown = { all, layer };
    this.#drawRidges();
  }

  refresh(): void {
    this.#drawRidges();
    this.#updates.refresh();
  }

  #drawRidges(): void {
    if (!this.#shown) return;
    const { all, layer } = this.#shown;
    const { bins, epochs } = all;
    const palette = readPalette();
    this.#weights.draw({ spread: layer.weights, bins, epochs, ink: palette.high, tick: value });
    this.#gradients.draw({ spread: layer.gradients, bins, epochs, ink: palette.low, tick: decade });
    this.#outputs.element.hidden = layer.outputs.shares === '';
    if (layer.outputs.shares !== '')
      this.#outputs.draw({ spread: layer.outputs, bins, epochs, ink: palette.ofClass(2), tick: value });
  }
}

const decade = (power: number) => (10 ** power).toExponential(Number.isInteger(power) ? 0 : 1).replace('e+', 'e');
