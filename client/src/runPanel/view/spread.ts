import type { LayerSpread, LayerSpreads } from '../../training/events';
import { make, setText } from './dom';
import { value } from './format';
import { bytesOf } from './pictures/bytes';
import { mix, readPalette, type Rgb } from './pictures/colors';

/** What unfolds under the row of a layer: how its weights and its gradients are spread, from the beginning of the run to now. */
export class Spread {
  readonly element: HTMLElement;
  readonly #weights = new Heatmap('Weights over time');
  readonly #gradients = new Heatmap('Gradients over time, by size');

  constructor() {
    this.element = make('div', { class: 'spread' }, this.#weights.element, this.#gradients.element);
  }

  draw({ bins, decades }: LayerSpreads, layer: LayerSpread): void {
    const { train, validation } = inks();
    this.#weights.draw(layer.weights, layer.columns, bins, train, `−${value(layer.reach)}`, value(layer.reach));
    this.#gradients.draw(layer.gradients, layer.columns, bins, validation, `1e${decades[0]}`, `1e${decades[1]}`);
  }
}

const inks = () => {
  const palette = readPalette();
  return { train: palette.high, validation: palette.low };
};

/** Histograms side by side, the oldest on the left; the fuller a bin the stronger its colour. */
class Heatmap {
  readonly element: HTMLElement;
  readonly #canvas = make('canvas', { role: 'img' });
  readonly #low = make('span');
  readonly #high = make('span');

  constructor(private readonly name: string) {
    this.element = make(
      'figure',
      {},
      make('figcaption', {}, name),
      make('div', { class: 'heatmap' }, make('div', { class: 'scale' }, this.#high, this.#low), this.#canvas),
    );
  }

  draw(packed: string, columns: number, bins: number, ink: Rgb, low: string, high: string): void {
    setText(this.#low, low);
    setText(this.#high, high);
    this.#canvas.setAttribute('aria-label', `${this.name}, from ${low} to ${high}`);
    if (columns === 0) return;
    const { background } = readPalette();
    const shares = bytesOf(packed);
    const image = new ImageData(columns, bins);
    for (let column = 0; column < columns; column++)
      for (let bin = 0; bin < bins; bin++) {
        const color = mix(background, ink, Math.sqrt(shares[column * bins + bin]! / 255));
        image.data.set([...color, 255], 4 * ((bins - 1 - bin) * columns + column));
      }
    this.#canvas.width = columns;
    this.#canvas.height = bins;
    this.#canvas.getContext('2d')!.putImageData(image, 0, 0);
  }
}
