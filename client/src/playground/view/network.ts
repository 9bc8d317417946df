import type { NeuronLayer, Neurons } from '../../training/events';
import { icon, make, setText, show } from '../../runPanel/view/dom';
import { value } from '../../runPanel/view/format';
import { bytesOf, numbersOf } from '../../runPanel/view/pictures/bytes';
import { css, mix, readPalette, type Palette } from '../../runPanel/view/pictures/colors';
import { controlOf, groupOf, stepped, type Control, type PlaygroundColumn, type PlaygroundPicture } from '../controls';
import { toggle } from './controlList';
import { curve, strokeOf, strongest } from './links';

/** As many neurons of a layer are drawn; the rest is counted. */
const MOST = 12;
const STRENGTH = 0.85;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** The network from the inputs to the last hidden layer: every neuron with its own surface, and the weights between them. */
export class NetworkView {
  readonly element: HTMLElement;
  readonly #links = document.createElementNS(NAMESPACE, 'svg');
  readonly #columns = make('div', { class: 'columns' });
  readonly #layers = make('span', { class: 'stepper' });
  readonly #caption = make('h2', {}, 'Network');
  readonly #readout = make('span', { class: 'readout secondary' });
  readonly #note = make('p', { class: 'note secondary' });
  #picture: PlaygroundPicture | null = null;
  #neurons: Neurons | null = null;
  /** Of each column, its neurons that are drawn. */
  #cells: HTMLCanvasElement[][] = [];
  /** Where the lines into the output end. */
  #output: HTMLElement = make('span', { class: 'port' });
  #switches = new Map<string, ReturnType<typeof toggle>>();
  #shape = '';

  constructor(
    private readonly set: (control: string, value: string) => void,
    private readonly reveal: (line: number) => void,
  ) {
    this.#links.classList.add('links');
    this.#links.setAttribute('aria-hidden', 'true');
    this.element = make(
      'section',
      { class: 'network' },
      make('div', { class: 'title' }, this.#caption, this.#layers, this.#readout),
      this.#note,
      make('div', { class: 'drawing' }, this.#links, this.#columns),
    );
    new ResizeObserver(() => this.#link()).observe(this.#columns);
  }

  draw(picture: PlaygroundPicture | null): void {
    this.#picture = picture;
    const layers = controlOf(picture, 'layers');
    this.#layers.replaceChildren(
      ...(layers ? this.#stepper(layers, [`${layers.value} hidden`], picture!.isStale) : []),
    );
    const note =
      picture?.groups.find((group) => group.id === 'network')?.note ??
      (picture && !picture.isStale && picture.columns.length === 0
        ? 'The neurons are drawn of a row of dense layers with at most 32 of them each.'
        : null);
    setText(this.#note, note ?? '');
    show(this.#note, note !== null);
    const columns = picture?.columns ?? [];
    const features = groupOf(picture, 'features');
    const shape = JSON.stringify([columns, features.map((feature) => [feature.id, feature.value])]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#build(columns, features);
    }
    for (const feature of features) this.#switches.get(feature.id)?.draw(feature, picture!.isStale);
    this.#columns.querySelectorAll<HTMLElement>('[data-layer]').forEach((element) => {
      const control = controlOf(picture, element.dataset['layer']!);
      const column = columns.find((each) => each.control === control?.id);
      if (control && column)
        element.replaceChildren(...this.#stepper(control, neuronsOf(column.units), picture!.isStale));
    });
    this.#link();
  }

  /** Shows what the neurons of a run give; those of another network than the text's are not shown. */
  paint(neurons: Neurons | null): void {
    if (neurons === this.#neurons) return;
    this.#neurons = neurons;
    this.refresh();
  }

  refresh(): void {
    const palette = readPalette();
    const layers = this.#fitting();
    this.#cells.forEach((cells, column) => {
      const layer = layers?.[column];
      const bytes = layer?.cells ? bytesOf(layer.cells) : null;
      cells.forEach((canvas, unit) => paintCell(canvas, bytes, unit, this.#neurons?.size ?? 0, palette));
    });
    this.#link();
  }

  /** The layers of the run where they are those of the text. */
  #fitting(): readonly NeuronLayer[] | null {
    const columns = this.#picture?.columns ?? [];
    const layers = this.#neurons?.layers ?? [];
    return layers.length > 0 &&
      layers.length === columns.length &&
      layers.every((layer, index) => layer.units === columns[index]!.units)
      ? layers
      : null;
  }

  #build(columns: readonly PlaygroundColumn[], features: readonly Control[]): void {
    this.#switches = new Map();
    this.#cells = columns
      .slice(0, -1)
      .map((column) => Array.from({ length: Math.min(MOST, column.units) }, () => cell()));
    const output = columns.at(-1);
    const elements = columns.slice(0, -1).map((column, index) => {
      const name = index === 0 ? 'Features' : `Layer ${index}`;
      const head = make(
        'button',
        { class: 'head', title: `Go to line ${column.line + 1}`, click: () => this.reveal(column.line) },
        name,
      );
      const neurons =
        index === 0
          ? this.#inputs(column, features)
          : this.#cells[index]!.map((canvas, unit) => this.#neuron(canvas, `Neuron ${unit + 1} of layer ${index}`));
      const more = column.units - MOST;
      return make(
        'div',
        { class: index === 0 ? 'column inputs' : 'column', 'data-size': column.units > 8 ? 'small' : 'usual' },
        head,
        index === 0
          ? make('span', { class: 'secondary below' }, ...neuronsOf(column.units, 'input'))
          : column.control
            ? make('span', { class: 'stepper', 'data-layer': column.control })
            : make('span', { class: 'secondary below' }, ...neuronsOf(column.units)),
        make(
          'div',
          { class: 'neurons' },
          ...neurons,
          ...(more > 0 ? [make('span', { class: 'secondary' }, `+ ${more}`)] : []),
        ),
        make(
          'span',
          { class: 'secondary function' },
          column.activation?.replaceAll('_', ' ') ?? (index === 0 ? '' : 'linear'),
        ),
      );
    });
    this.#output = make('span', { class: 'port', title: 'The output' });
    const end = output
      ? [
          make(
            'div',
            { class: 'column output' },
            make(
              'button',
              { class: 'head', title: `Go to line ${output.line + 1}`, click: () => this.reveal(output.line) },
              'Output',
            ),
            make('span', { class: 'secondary below' }, ...neuronsOf(output.units)),
            make('div', { class: 'neurons' }, this.#output),
            make('span', { class: 'secondary function' }, output.activation?.replaceAll('_', ' ') ?? 'linear'),
          ),
        ]
      : [];
    this.#columns.replaceChildren(...(columns.length > 0 ? [...elements, ...end] : this.#alone(features)));
    this.refresh();
  }

  /** Each input with the switch of its feature; features that are off stand below, without a neuron. */
  #inputs(column: PlaygroundColumn, features: readonly Control[]): HTMLElement[] {
    const on = features.filter((feature) => feature.value === 'true');
    if (features.length === 0 || on.length !== column.units)
      return [
        ...this.#cells[0]!.map((canvas, unit) =>
          make(
            'div',
            { class: 'input' },
            make('span', { class: 'control' }, column.labels[unit] ?? `input ${unit + 1}`),
            this.#neuron(canvas, column.labels[unit] ?? `Input ${unit + 1}`),
          ),
        ),
        ...this.#alone(features),
      ];
    return features.map((feature) => {
      // The inputs stand in the order of the text, the switches in their usual one.
      const unit = column.labels.indexOf(feature.label);
      const canvas = feature.value === 'true' ? this.#cells[0]![unit] : undefined;
      return make(
        'div',
        { class: canvas ? 'input' : 'input off' },
        this.#switch(feature),
        canvas ? this.#neuron(canvas, feature.label) : make('span', { class: 'neuron' }),
      );
    });
  }

  #alone(features: readonly Control[]): HTMLElement[] {
    return features.map((feature) => make('div', { class: 'input' }, this.#switch(feature)));
  }

  #switch(feature: Control): HTMLElement {
    const shown = toggle(feature, this.set);
    shown.draw(feature, this.#picture?.isStale ?? false);
    this.#switches.set(feature.id, shown);
    return shown.element;
  }

  #neuron(canvas: HTMLCanvasElement, name: string): HTMLElement {
    const neuron = make('span', { class: 'neuron', tabindex: 0, role: 'img', 'aria-label': name }, canvas);
    const tell = () => setText(this.#readout, this.#words(canvas, name));
    for (const event of ['mouseenter', 'focus']) neuron.addEventListener(event, tell);
    for (const event of ['mouseleave', 'blur']) neuron.addEventListener(event, () => setText(this.#readout, ''));
    return neuron;
  }

  /** What is known of a neuron: its bias, and its strongest weight. */
  #words(canvas: HTMLCanvasElement, name: string): string {
    const layers = this.#fitting();
    const column = this.#cells.findIndex((cells) => cells.includes(canvas));
    const layer = layers?.[column];
    if (!layer?.weights) return name;
    const unit = this.#cells[column]!.indexOf(canvas);
    const before = layers![column - 1]!.units;
    const weights = numbersOf(layer.weights).slice(unit * before, (unit + 1) * before);
    const bias = layer.biases ? numbersOf(layer.biases)[unit] : undefined;
    return [
      name,
      `weights ${weights
        .slice(0, 4)
        .map((weight) => value(weight))
        .join(', ')}${before > 4 ? ' …' : ''}`,
      ...(bias === undefined ? [] : [`bias ${value(bias)}`]),
    ].join(' · ');
  }

  /** `− 4 neurons +`. */
  #stepper(control: Control, words: (Node | string)[], isStale: boolean): HTMLElement[] {
    const step = (by: number, name: string, title: string) => {
      const next = stepped(control, by);
      const button = make(
        'button',
        {
          class: 'tool',
          title: control.disabled ?? title,
          'aria-label': `${control.label}: ${title}`,
          click: () => next !== undefined && this.set(control.id, next),
        },
        icon(name),
      );
      button.disabled = isStale || control.disabled != null || next === undefined;
      return button;
    };
    return [step(-1, 'remove', 'fewer'), make('span', { class: 'count' }, ...words), step(1, 'add', 'more')];
  }

  /** Draws a line for every weight, thick and strong where it is large. */
  #link(): void {
    const { width, height, left, top } = this.#columns.getBoundingClientRect();
    this.#links.replaceChildren();
    if (width === 0) return;
    this.#links.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const layers = this.#fitting();
    const columns: HTMLElement[][] = [...this.#cells, [this.#output]];
    for (let column = 1; column < columns.length; column++) {
      const layer = layers?.[column];
      const weights = layer?.weights ? numbersOf(layer.weights) : null;
      const most = weights ? strongest(weights) : 1;
      const before = this.#picture?.columns[column - 1]?.units ?? 0;
      columns[column]!.forEach((to, unit) =>
        columns[column - 1]!.forEach((from, input) => {
          const [start, end] = [from.getBoundingClientRect(), to.getBoundingClientRect()];
          if (start.width === 0) return;
          const path = document.createElementNS(NAMESPACE, 'path');
          path.setAttribute(
            'd',
            curve(
              start.right - left,
              start.top + start.height / 2 - top,
              end.left - left,
              end.top + end.height / 2 - top,
            ),
          );
          const stroke = strokeOf(weights?.[unit * before + input], most);
          path.setAttribute('class', stroke.sign);
          path.style.strokeWidth = String(stroke.width);
          path.style.strokeOpacity = String(stroke.opacity);
          this.#links.append(path);
        }),
      );
    }
  }
}

/** `4 neurons`; where there is little room the number alone. */
const neuronsOf = (units: number, word = 'neuron') => [
  String(units),
  make('span', { class: 'word' }, `\u00a0${word}${units === 1 ? '' : 's'}`),
];

const cell = () => make('canvas', { class: 'cell', width: 1, height: 1, 'aria-hidden': 'true' });

function paintCell(
  canvas: HTMLCanvasElement,
  bytes: Uint8Array | null,
  unit: number,
  size: number,
  palette: Palette,
): void {
  const area = size * size;
  const surface = bytes?.subarray(unit * area, (unit + 1) * area);
  canvas.classList.toggle('empty', !surface || surface.length < area);
  if (!surface || surface.length < area) {
    canvas.width = canvas.width;
    return;
  }
  const image = new ImageData(size, size);
  for (let index = 0; index < area; index++) {
    const share = (2 * surface[index]!) / 255 - 1;
    const [red, green, blue] = mix(
      palette.background,
      share < 0 ? palette.low : palette.high,
      STRENGTH * Math.abs(share),
    );
    image.data.set([red, green, blue, 255], 4 * index);
  }
  canvas.width = size;
  canvas.height = size;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  canvas.style.outlineColor = css(palette.foreground);
}
