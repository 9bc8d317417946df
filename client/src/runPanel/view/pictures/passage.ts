import type { Passages } from '../../../training/events';
import { make, setText } from '../dom';
import { count } from '../format';
import type { PictureView } from './view';

/** How the network goes on with a text: now, at several temperatures, and how it did before. */
export class PassageView implements PictureView<Passages> {
  readonly element: HTMLElement;
  readonly #part = make('span');
  readonly #now = make('div');
  readonly #list = make('div');
  readonly #earlier = make('details', { open: true }, make('summary', {}, 'Earlier epochs'), this.#list);

  constructor() {
    this.element = make(
      'figure',
      { class: 'passages' },
      make('figcaption', {}, make('span', { class: 'name' }, 'What it writes'), this.#part),
      this.#now,
      this.#earlier,
    );
  }

  draw({ part, begin, passages, earlier }: Passages): void {
    setText(this.#part, `goes on with a passage of ${part}`);
    this.#now.replaceChildren(
      ...passages.flatMap(({ temperature, text }) => [
        heading(
          `temperature ${temperature}`,
          temperature < 0.5 ? 'nearly always the likeliest' : temperature < 1 ? 'rather likely ones' : 'as it believes',
        ),
        written(begin, text),
      ]),
    );
    this.#earlier.hidden = earlier.length === 0;
    this.#list.replaceChildren(
      ...earlier.flatMap(({ epoch, text }) => [heading(`epoch ${count(epoch)}`), written('', text)]),
    );
  }

  refresh(): void {
    // Everything here is coloured by the style sheet.
  }
}

const heading = (name: string, detail = '') =>
  make('h3', {}, name, ...(detail ? [make('span', { class: 'secondary' }, ` · ${detail}`)] : []));

const written = (begin: string, text: string) =>
  make('p', { class: 'written' }, make('span', { class: 'secondary' }, begin), text);
