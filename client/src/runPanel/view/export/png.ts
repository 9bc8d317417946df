import type { Run } from '../../run';
import { readTheme } from '../theme';
import { facts } from '../words';

const MARGIN = 16;
const LINE = 20;

/** The charts of a panel below each other, in the panel's own colours: a PNG in base64. */
export function pngOf(
  run: Run,
  drawn: readonly { readonly caption: string; readonly canvas: HTMLCanvasElement }[],
): string {
  const theme = readTheme();
  const pixel = devicePixelRatio;
  const width = Math.max(...drawn.map(({ canvas }) => canvas.width), 320 * pixel) + 2 * MARGIN * pixel;
  const height = drawn.reduce((sum, { canvas }) => sum + canvas.height + LINE * pixel, (2 * MARGIN + 2 * LINE) * pixel);
  const picture = document.createElement('canvas');
  [picture.width, picture.height] = [width, height];
  const context = picture.getContext('2d')!;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const font = theme.words.replace('11px', `${12 * pixel}px`);
  const write = (words: string, y: number, bold: boolean) => {
    context.font = bold ? `600 ${font}` : font;
    context.fillStyle = bold ? theme.foreground : theme.secondary;
    context.fillText(words, MARGIN * pixel, y);
  };
  let y = (MARGIN + 12) * pixel;
  write(`${run.started?.model ?? run.train}${run.started ? ` on ${run.started.data}` : ''}`, y, true);
  write(facts(run).join(' · '), (y += LINE * pixel), false);
  y += LINE * pixel;
  for (const { caption, canvas } of drawn) {
    write(caption, y, true);
    context.drawImage(canvas, MARGIN * pixel, y + 4 * pixel);
    y += canvas.height + LINE * pixel;
  }
  return picture.toDataURL('image/png').split(',')[1]!;
}
