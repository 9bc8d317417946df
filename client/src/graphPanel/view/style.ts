/** The colours and fonts of a drawing: the theme's on the page, fixed ones in a file. */
export interface Colours {
  readonly background: string;
  readonly foreground: string;
  readonly secondary: string;
  /** Borders of boxes and frames. */
  readonly hairline: string;
  /** What flows. */
  readonly edge: string;
  readonly bar: string;
  readonly focus: string;
  readonly error: string;
  readonly warning: string;
  readonly words: string;
  readonly numbers: string;
}

/** The colours of the theme, which the page's own style sheet names. */
export const themeColours: Colours = {
  background: 'var(--vscode-editor-background)',
  foreground: 'var(--vscode-foreground)',
  secondary: 'var(--dim)',
  hairline: 'var(--hairline)',
  edge: 'var(--edge)',
  bar: 'var(--bar)',
  focus: 'var(--vscode-focusBorder)',
  error: 'var(--vscode-errorForeground)',
  warning: 'var(--vscode-editorWarning-foreground)',
  words: 'var(--vscode-font-family)',
  numbers: 'var(--vscode-editor-font-family)',
};

const fonts = {
  words: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  numbers: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
};

/** The only fixed colours: a file has no theme. */
export const fileColours: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    ...fonts,
    background: '#ffffff',
    foreground: '#1f1f1f',
    secondary: '#616161',
    hairline: '#c8c8c8',
    edge: '#8a8a8a',
    bar: '#1a85ff',
    focus: '#005fb8',
    error: '#c4314b',
    warning: '#9a6700',
  },
  dark: {
    ...fonts,
    background: '#1f1f1f',
    foreground: '#e0e0e0',
    secondary: '#9d9d9d',
    hairline: '#4a4a4a',
    edge: '#7a7a7a',
    bar: '#3794ff',
    focus: '#0078d4',
    error: '#f48771',
    warning: '#cca700',
  },
};

export const WORD_SIZE = 13;
export const SMALL_SIZE = 11;

/** The style sheet of every drawing. */
export const styleOf = (c: Colours) => `
.drawing text { fill: ${c.foreground}; font: ${WORD_SIZE}px ${c.words}; }
.drawing .word { font-weight: 600; }
.drawing .rest, .drawing .label, .drawing .title { fill: ${c.secondary}; }
.drawing .note, .drawing .shape, .drawing .units { fill: ${c.secondary}; font: ${SMALL_SIZE}px ${c.numbers}; font-variant-numeric: tabular-nums; }
.drawing .title, .drawing .caption { font-size: ${SMALL_SIZE}px; }
.drawing .title .word { fill: ${c.foreground}; font-weight: 400; }
.drawing .note, .drawing .end { text-anchor: end; }
.drawing .middle { text-anchor: middle; }
.drawing .shape, .drawing .message { stroke: ${c.background}; stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
.drawing .body { fill: ${c.background}; stroke: ${c.hairline}; }
.drawing .outline { fill: none; stroke: ${c.hairline}; }
.drawing .bar { fill: ${c.bar}; }
.drawing .edge { fill: none; stroke: ${c.edge}; stroke-width: 1.25; }
.drawing .tip { fill: ${c.edge}; }
.drawing .chevron { fill: none; stroke: ${c.secondary}; stroke-width: 1.25; stroke-linecap: round; stroke-linejoin: round; }
.drawing .warning .body { stroke: ${c.warning}; }
.drawing .error .body, .drawing .error .outline { stroke: ${c.error}; }
.drawing .message { font-size: ${SMALL_SIZE}px; }
.drawing .message.error { fill: ${c.error}; }
.drawing .message.warning { fill: ${c.warning}; }
.drawing .synapse { fill: none; stroke: ${c.edge}; stroke-width: 1; stroke-opacity: 0.45; }
.drawing .neuron { fill: ${c.background}; stroke: ${c.foreground}; stroke-width: 1.25; }
.drawing .dots { fill: ${c.secondary}; }
`;
