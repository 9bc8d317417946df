import type { Filters } from '../../../training/events';
import { make, setText } from '../dom';
import { imagesOf } from './canvas';
import type { PictureView } from './view';

/** What the units of the first layer look for. */
export class FiltersView implements PictureView<Filters> {
  readonly element: HTMLElement;
  readonly #detail = make('span');
  readonly #images = make('div', { class: 'filters', role: 'img' });

  constructor() {
    this.element = make(
      'figure',
      {},
      make('figcaption', {}, make('span', { class: 'name' }, 'First layer'), this.#detail),
      this.#images,
    );
  }

  draw({ line, image, count, pixels }: Filters): void {
    setText(this.#detail, `weights of line ${line}`);
    this.#images.replaceChildren(...imagesOf(pixels, count, image));
    this.#images.setAttribute('aria-label', `The weights of ${count} units of line ${line} as images; grey is zero`);
  }

  refresh(): void {
    // Images have their own colours.
  }
}
