import type { Reconstruction } from '../../../training/events';
import { make, setText } from '../dom';
import { imagesOf } from './canvas';
import type { PictureView } from './view';

/** What goes into an autoencoder above what comes out. */
export class ReconstructionView implements PictureView<Reconstruction> {
  readonly element: HTMLElement;
  readonly #part = make('span');
  readonly #images = make('div', { class: 'images', role: 'img' });
  #fixed = '';

  constructor() {
    this.element = make(
      'figure',
      { class: 'reconstruction' },
      make('figcaption', {}, make('span', { class: 'name' }, 'Input and output'), this.#part),
      this.#images,
    );
  }

  draw({ part, image, count, inputs, targets, outputs }: Reconstruction): void {
    setText(this.#part, part);
    this.#images.style.setProperty('--columns', String(count));
    const row = (name: string, packed: string) => [
      make('span', { class: 'label secondary' }, name),
      ...imagesOf(packed, count, image),
    ];
    const fixed = inputs + (targets ?? '');
    if (fixed !== this.#fixed) {
      this.#fixed = fixed;
      this.#images.replaceChildren(...row('in', inputs), ...(targets === null ? [] : row('wanted', targets)));
    }
    const before = (targets === null ? 1 : 2) * (count + 1);
    while (this.#images.childElementCount > before) this.#images.lastElementChild!.remove();
    this.#images.append(...row('out', outputs));
    this.#images.setAttribute('aria-label', `${count} images and what the network makes of them`);
  }

  refresh(): void {
    // Images have their own colours.
  }
}
