import { icon, make, setText, show } from '../../runPanel/view/dom';
import type { Graph } from '../graph';

/** What the buttons do. */
export interface ToolbarActions {
  model(name: string): void;
  drawing(kind: 'layers' | 'neurons'): void;
  foldAll(folded: boolean): void;
  zoom(steps: number): void;
  fit(): void;
  save(): void;
}

/** The line on top: which model this is, how large it is, and the controls. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #name = make('b');
  readonly #models: HTMLSelectElement;
  readonly #total = make('span', { class: 'total' });
  readonly #layers: HTMLButtonElement;
  readonly #neurons: HTMLButtonElement;
  readonly #kinds: HTMLElement;
  readonly #folds: HTMLElement;
  readonly #rest: HTMLElement;

  constructor(actions: ToolbarActions) {
    const button = (name: string, label: string, click: () => void) =>
      make('button', { class: 'tool', title: label, 'aria-label': label, click }, icon(name));
    const kind = (label: string, name: 'layers' | 'neurons') =>
      make('button', { class: 'toggle', click: () => actions.drawing(name) }, label);
    this.#models = make('select', {
      'aria-label': 'Model',
      change: () => actions.model(this.#models.value),
    });
    this.#layers = kind('Layers', 'layers');
    this.#neurons = kind('Neurons', 'neurons');
    this.#kinds = make('div', { class: 'group', role: 'group', 'aria-label': 'Drawing' }, this.#layers, this.#neurons);
    this.#folds = make(
      'div',
      { class: 'group' },
      button('collapse-all', 'Fold all blocks', () => actions.foldAll(true)),
      button('expand-all', 'Unfold all blocks', () => actions.foldAll(false)),
    );
    this.#rest = make(
      'div',
      { class: 'group' },
      button('zoom-out', 'Zoom out (−)', () => actions.zoom(-1)),
      button('zoom-in', 'Zoom in (+)', () => actions.zoom(1)),
      button('screen-full', 'Fit to window (0)', () => actions.fit()),
      button('save-as', 'Export as SVG', () => actions.save()),
    );
    this.element = make(
      'header',
      {},
      make('h1', {}, this.#name, this.#models, this.#total),
      make('div', { class: 'tools' }, this.#kinds, this.#folds, this.#rest),
    );
  }

  draw(graph: Graph | null, file: string, drawing: 'layers' | 'neurons'): void {
    const models = graph?.models ?? [];
    setText(this.#name, graph?.model || file);
    show(this.#name, models.length < 2);
    show(this.#models, models.length >= 2);
    if (models.length >= 2) {
      if ([...this.#models.options].map((option) => option.value).join('\n') !== models.join('\n'))
        this.#models.replaceChildren(...models.map((name) => make('option', { value: name }, name)));
      this.#models.value = graph!.model;
    }
    setText(this.#total, graph?.total ?? '');
    const hasNodes = (graph?.nodes.length ?? 0) > 0;
    show(this.#kinds, (graph?.columns.length ?? 0) > 0);
    show(this.#folds, hasNodes && graph!.frames.length > 0 && drawing === 'layers');
    show(this.#rest, hasNodes);
    this.#layers.setAttribute('aria-pressed', String(drawing === 'layers'));
    this.#neurons.setAttribute('aria-pressed', String(drawing === 'neurons'));
  }
}
