import type { Confusion, Mistake } from '../../../training/events';
import { make, setText } from '../dom';
import { count, percent } from '../format';
import { bytesOf } from './bytes';
import { imageOf } from './canvas';
import type { PictureView } from './view';

/** In a table of more classes than this the cells are too small for numbers. */
const MOST_NUMBERS = 12;
/** And with more than this the classes' names stand in the tooltips alone. */
const MOST_NAMES = 30;

/** Which class is taken for which, how well each is known, and the mistakes of which the network is most certain. */
export class ConfusionView implements PictureView<Confusion> {
  readonly element: HTMLElement;
  readonly #part = make('span');
  readonly #matrix = make('div', { class: 'matrix', role: 'img' });
  readonly #figures = make('tbody');
  readonly #mistakes = make('ul', { class: 'mistakes' });
  readonly #worst = make('div', {}, make('h3', {}, 'Most certain mistakes'), this.#mistakes);
  #shown = '';

  constructor() {
    const head = ['Class', 'Precision', 'Recall', 'F1', 'Samples'].map((name, index) =>
      make('th', { scope: 'col', class: index > 0 ? 'number' : '' }, name),
    );
    this.element = make(
      'figure',
      { class: 'confusion' },
      make('figcaption', {}, make('span', { class: 'name' }, 'Confusion'), this.#part),
      this.#matrix,
      make('p', { class: 'axes' }, make('span', {}, '↓ true class'), make('span', {}, 'taken for →')),
      make(
        'details',
        {},
        make('summary', {}, 'Per class'),
        make('div', { class: 'scroll' }, make('table', {}, make('thead', {}, make('tr', {}, ...head)), this.#figures)),
      ),
      this.#worst,
    );
  }

  draw(picture: Confusion): void {
    const { classes, counts, mistakes } = picture;
    const shown = JSON.stringify([classes, counts, mistakes.map(({ sample, certainty }) => [sample, certainty])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const all = counts.flat().reduce((sum, each) => sum + each, 0);
    const right = counts.reduce((sum, row, index) => sum + row[index]!, 0);
    setText(this.#part, `${picture.part}: ${count(right)} of ${count(all)} right`);
    this.#drawMatrix(picture);
    this.#figures.replaceChildren(...classes.map((name, index) => figuresOf(name, index, counts)));
    this.#worst.hidden = mistakes.length === 0;
    this.#mistakes.replaceChildren(...mistakes.map((each) => mistakeOf(each, picture)));
  }

  refresh(): void {
    // Everything here is coloured by the style sheet.
  }

  #drawMatrix({ classes, counts }: Confusion): void {
    const named = classes.length <= MOST_NAMES;
    const numbered = classes.length <= MOST_NUMBERS;
    this.#matrix.style.gridTemplateColumns = `${named ? 'auto ' : ''}repeat(${classes.length}, minmax(0, 1fr))`;
    this.#matrix.classList.toggle('dense', !numbered);
    const label = (name: string, kind: string) => make('span', { class: `label ${kind}`, title: name }, name);
    const cells: HTMLElement[] = named ? [make('span'), ...classes.map((name) => label(name, 'above'))] : [];
    counts.forEach((row, truth) => {
      if (named) cells.push(label(classes[truth]!, 'beside'));
      const whole = row.reduce((sum, each) => sum + each, 0) || 1;
      row.forEach((number, answer) => {
        const cell = make('span', {
          class: `cell ${truth === answer ? 'right' : 'wrong'}`,
          title: `${classes[truth]} taken for ${classes[answer]}: ${count(number)} of ${count(whole)}`,
        });
        // A square root, so that the few mistakes of a good network are seen too.
        cell.style.setProperty('--share', String(Math.sqrt(number / whole)));
        if (numbered && number > 0) cell.textContent = String(number);
        cells.push(cell);
      });
    });
    this.#matrix.replaceChildren(...cells);
    const wrong = counts.flatMap((row, truth) =>
      row.flatMap((number, answer) => (truth !== answer && number > 0 ? [{ number, truth, answer }] : [])),
    );
    const worst = wrong.sort((one, other) => other.number - one.number).slice(0, 3);
    const said = worst.map(({ number, truth, answer }) => `${classes[truth]} for ${classes[answer]} ${number} times`);
    this.#matrix.setAttribute(
      'aria-label',
      said.length > 0
        ? `Confusion matrix. Most often mistaken: ${said.join(', ')}.`
        : 'Confusion matrix without a mistake.',
    );
  }
}

/** Precision, recall and F1 of one class; a dash where there is nothing to divide by. */
function figuresOf(name: string, index: number, counts: Confusion['counts']): HTMLElement {
  const right = counts[index]![index]!;
  const samples = counts[index]!.reduce((sum, each) => sum + each, 0);
  const answers = counts.reduce((sum, row) => sum + row[index]!, 0);
  const share = (whole: number) => (whole === 0 ? '–' : percent(right / whole));
  const f1 = samples + answers === 0 ? '–' : percent((2 * right) / (samples + answers));
  return make(
    'tr',
    {},
    make('th', { scope: 'row' }, name),
    ...[share(answers), share(samples), f1, count(samples)].map((text) => make('td', { class: 'number' }, text)),
  );
}

function mistakeOf({ sample, truth, answer, certainty, pixels }: Mistake, { classes, image }: Confusion): HTMLElement {
  const said = `${classes[truth]} → ${classes[answer]}`;
  const sure = certainty === null ? '' : percent(certainty);
  const title = `Sample ${count(sample)}: ${classes[truth]}, taken for ${classes[answer]} with ${sure}`;
  return pixels !== null && image
    ? make(
        'li',
        { title },
        imageOf(bytesOf(pixels), image),
        make('span', {}, said),
        make('span', { class: 'secondary' }, sure),
      )
    : make(
        'li',
        { class: 'words', title },
        make('span', {}, said),
        make('span', { class: 'secondary' }, `sample ${count(sample)} · ${sure}`),
      );
}
