import type { Ink } from './curves';

/** The theme's colours and fonts, for what is drawn on a canvas and so cannot use CSS variables. */
export interface Theme {
  readonly series: Readonly<Record<Ink, string>>;
  readonly foreground: string;
  readonly secondary: string;
  readonly background: string;
  readonly grid: string;
  readonly words: string;
  readonly numbers: string;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const variable = (...names: string[]) => names.map((name) => style.getPropertyValue(name).trim()).find(Boolean) ?? '';
  const foreground = variable('--vscode-foreground');
  return {
    series: {
      train: variable('--train'),
      validation: variable('--validation'),
      plain: foreground,
      other0: variable('--other0'),
      other1: variable('--other1'),
      other2: variable('--other2'),
      other3: variable('--other3'),
    },
    foreground,
    secondary: variable('--vscode-descriptionForeground', '--vscode-foreground'),
    background: variable('--vscode-editor-background'),
    grid: variable('--hairline'),
    words: `11px ${variable('--vscode-font-family')}`,
    numbers: `11px ${variable('--vscode-editor-font-family')}`,
  };
}

/** Calls back whenever VS Code has changed the colours of the page. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
