import { icon, make } from '../runPanel/view/dom';
import type { Finding } from '../training/events';

/** The text of a run with the number of every line, and under a line what was found on it. */
export class Source {
  readonly element = make('section', { class: 'source' });
  readonly #lines: readonly HTMLElement[];

  constructor(text: string | null, findings: readonly Finding[]) {
    const lines = (text ?? '').replace(/\n$/, '').split(/\r?\n/);
    const on = (index: number) => findings.filter((finding) => finding.line === index + 1);
    this.#lines = lines.map((line, index) => lineOf(line, on(index)));
    const body = make('div', { class: 'text' });
    this.#lines.forEach((line, index) => body.append(line, ...on(index).map(remarkOf)));
    this.element.append(
      make('h2', {}, 'Text'),
      text === null ? make('p', { class: 'secondary' }, 'The text of this run is gone.') : body,
    );
  }

  /** Brings a line into view and marks it for a moment. */
  reveal(line: number): void {
    const element = this.#lines[line - 1];
    if (!element) return;
    element.scrollIntoView({ block: 'center', behavior: 'smooth' });
    element.classList.remove('shown');
    // Reading a size lets an animation that ran already run anew.
    void element.offsetWidth;
    element.classList.add('shown');
  }
}

function lineOf(line: string, findings: readonly Finding[]): HTMLElement {
  const [, indent = '', word = '', rest = '', comment = ''] =
    /^(\s*)([\w.]+(?=[\s:{;]|$))?((?:[^"#]|"[^"]*"?)*)(#.*)?$/.exec(line) ?? [];
  const classes = ['line', ...(findings[0] ? ['marked', findings[0].severity] : [])];
  return make(
    'div',
    { class: classes.join(' ') },
    indent,
    make('b', {}, word),
    rest,
    make('span', { class: 'secondary' }, comment),
  );
}

const remarkOf = ({ severity, message }: Finding) =>
  make(
    'p',
    { class: `remark ${severity}` },
    icon(severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'info'),
    message,
  );
