import { SMALL_SIZE, WORD_SIZE } from './style';

/** The widths of texts, which a drawing needs before it is on the page. */
export interface Measure {
  word(text: string): number;
  plain(text: string): number;
  small(text: string): number;
  number(text: string): number;
}

/** Measures in the fonts of the page. */
export function measureOnPage(): Measure {
  const style = getComputedStyle(document.body);
  const words = style.getPropertyValue('--vscode-font-family') || 'sans-serif';
  const numbers = style.getPropertyValue('--vscode-editor-font-family') || 'monospace';
  const context = document.createElement('canvas').getContext('2d')!;
  const inFont = (font: string) => {
    const known = new Map<string, number>();
    return (text: string) => {
      let width = known.get(text);
      if (width === undefined) {
        context.font = font;
        width = context.measureText(text).width;
        known.set(text, width);
      }
      return width;
    };
  };
  return {
    word: inFont(`600 ${WORD_SIZE}px ${words}`),
    plain: inFont(`${WORD_SIZE}px ${words}`),
    small: inFont(`${SMALL_SIZE}px ${words}`),
    number: inFont(`${SMALL_SIZE}px ${numbers}`),
  };
}

/** A text that is no wider than this, its end left out where it would be. */
export function cut(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle).trimEnd()}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low).trimEnd()}…`;
}

/** A text in so many lines at most, broken between words. */
export function wrap(text: string, width: number, lines: number, measure: (text: string) => number): string[] {
  const found: string[] = [];
  let rest = text.split(/\s+/);
  while (rest.length > 0 && found.length < lines - 1) {
    let count = 1;
    while (count < rest.length && measure(rest.slice(0, count + 1).join(' ')) <= width) count++;
    found.push(cut(rest.slice(0, count).join(' '), width, measure));
    rest = rest.slice(count);
  }
  if (rest.length > 0) found.push(cut(rest.join(' '), width, measure));
  return found;
}
