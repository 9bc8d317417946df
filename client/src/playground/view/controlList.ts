import { icon, make, setText, show } from '../../runPanel/view/dom';
import type { Control } from '../controls';

/** Shows a control and tells what it was set to. */
interface Shown {
  readonly element: HTMLElement;
  draw(control: Control, disabled: boolean): void;
}

/** Controls with a title. An element stays as long as its control does, so that the focus and a drag survive every new text. */
export class ControlList {
  readonly element: HTMLElement;
  readonly #list = make('div', { class: 'list' });
  readonly #note = make('p', { class: 'note secondary' });
  readonly #shown = new Map<string, Shown>();

  constructor(
    title: string,
    private readonly set: (control: string, value: string) => void,
  ) {
    this.element = make(
      'section',
      { class: `group ${title.toLowerCase()}` },
      make('h2', {}, title),
      this.#note,
      this.#list,
    );
  }

  draw(controls: readonly Control[], isStale: boolean, note: string | null): void {
    setText(this.#note, note ?? '');
    show(this.#note, note !== null);
    show(this.element, controls.length > 0 || note !== null);
    const elements = controls.map((control) => {
      const key = `${control.kind} ${control.id}`;
      const shown = this.#shown.get(key) ?? makers[control.kind](control, this.set);
      this.#shown.set(key, shown);
      shown.draw(control, isStale);
      return shown.element;
    });
    if (
      elements.some((element, index) => this.#list.children[index] !== element) ||
      this.#list.children.length !== elements.length
    )
      this.#list.replaceChildren(...elements);
  }
}

type Maker = (control: Control, set: (control: string, value: string) => void) => Shown;

const makers: { readonly [Kind in Control['kind']]: Maker } = { slider, choice, switch: toggle, button };

/** Why a control is out of order, or what it means. */
const hint = (control: Control) => control.disabled ?? control.doc;

function slider(first: Control, set: (control: string, value: string) => void): Shown {
  let shown = first;
  const range = make('input', { type: 'range', id: `control-${first.id}`, min: 0, step: 1 });
  const value = make('output', { for: `control-${first.id}` });
  const at = () => shown.choices[Number(range.value)];
  const label = make('label', { for: `control-${first.id}` });
  // While it is dragged it shows where it is; the text changes when it is let go, as one step of undo.
  range.addEventListener('input', () => {
    setText(value, at()?.label ?? '');
    range.setAttribute('aria-valuetext', at()?.label ?? '');
  });
  range.addEventListener('change', () => {
    const chosen = at();
    if (chosen && chosen.value !== shown.value) set(shown.id, chosen.value);
  });
  const element = make('div', { class: 'control slider', 'data-control': first.id }, label, value, range);
  return {
    element,
    draw(control, disabled) {
      shown = control;
      const index = control.choices.findIndex((choice) => choice.value === control.value);
      range.max = String(Math.max(0, control.choices.length - 1));
      range.value = String(Math.max(0, index));
      range.disabled = disabled || control.disabled != null;
      range.style.setProperty('--share', String(index / Math.max(1, control.choices.length - 1)));
      range.setAttribute('aria-valuetext', control.value);
      element.title = hint(control);
      element.classList.toggle('computed', control.disabled != null);
      setText(label, control.label);
      setText(value, control.choices[index]?.label ?? control.value);
    },
  };
}

function choice(first: Control, set: (control: string, value: string) => void): Shown {
  let shown = first;
  const select = make('select', { id: `control-${first.id}`, change: () => set(shown.id, select.value) });
  const label = make('label', { for: `control-${first.id}` });
  const element = make('div', { class: 'control choice', 'data-control': first.id }, label, select);
  let key = '';
  return {
    element,
    draw(control, disabled) {
      shown = control;
      const options = control.choices.some(({ value }) => value === control.value)
        ? control.choices
        : [{ value: control.value, label: control.value }, ...control.choices];
      const now = options.map(({ value }) => value).join();
      if (now !== key)
        select.replaceChildren(...options.map(({ value, label: words }) => make('option', { value }, words)));
      key = now;
      select.value = control.value;
      select.disabled = disabled || control.disabled != null;
      element.title = hint(control);
      setText(label, control.label);
    },
  };
}

export function toggle(first: Control, set: (control: string, value: string) => void): Shown {
  let shown = first;
  const box = make('input', { type: 'checkbox', change: () => set(shown.id, String(box.checked)) });
  const words = make('span');
  const element = make('label', { class: 'control switch', 'data-control': first.id }, box, words);
  return {
    element,
    draw(control, disabled) {
      shown = control;
      box.checked = control.value === 'true';
      box.disabled = disabled || control.disabled != null;
      element.title = hint(control);
      setText(words, control.label);
    },
  };
}

function button(first: Control, set: (control: string, value: string) => void): Shown {
  let shown = first;
  const words = make('span');
  const element = make(
    'button',
    {
      class: 'control quiet',
      'data-control': first.id,
      click: () => {
        const next = shown.choices[0];
        if (next) set(shown.id, next.value);
      },
    },
    icon('refresh'),
    words,
  );
  return {
    element,
    draw(control, disabled) {
      shown = control;
      element.disabled = disabled || control.disabled != null;
      element.title = hint(control);
      setText(words, control.label);
    },
  };
}
