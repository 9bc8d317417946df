import type { Finding } from '../../training/events';
import type { Run } from '../run';
import { icon, make, show } from './dom';

const icons: Readonly<Record<Finding['severity'], string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

/** What the run found wrong, each a way to its line. */
export class FindingList {
  readonly element: HTMLElement;
  readonly #list = make('ul');
  #shown: readonly Finding[] = [];

  constructor(private readonly reveal: (line: number, column: number) => void) {
    this.element = make('section', { class: 'findings' }, make('h2', {}, 'Findings'), this.#list);
  }

  draw(run: Run | null): void {
    const findings = run?.findings ?? [];
    show(this.element, findings.length > 0);
    const same = findings.length === this.#shown.length && findings.every((each, index) => each === this.#shown[index]);
    if (same) return;
    this.#shown = [...findings];
    this.#list.replaceChildren(...findings.map((finding) => make('li', {}, this.#entry(finding))));
  }

  #entry(finding: Finding): HTMLElement {
    const place = [`line ${finding.line}`];
    if (finding.epoch != null) place.push(`epoch ${finding.epoch}`);
    const button = make(
      'button',
      { class: `finding ${finding.severity}`, click: () => this.reveal(finding.line, finding.column) },
      icon(icons[finding.severity] ?? 'info'),
      make('span', { class: 'message' }, finding.message),
      make('span', { class: 'secondary place' }, place.join(' · ')),
    );
    return button;
  }
}
