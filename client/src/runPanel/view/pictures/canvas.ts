import { make } from '../dom';
import { tick } from '../format';
import { ticks } from '../scale';
import type { Theme } from '../theme';
import { bytesOf } from './bytes';

/** Makes a canvas as sharp as the screen and hands back its context, in CSS pixels; null while it has no size. */
export function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const [width, height, pixel] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio];
  if (width === 0 || height === 0) return null;
  canvas.width = Math.round(width * pixel);
  canvas.height = Math.round(height * pixel);
  const context = canvas.getContext('2d')!;
  context.setTransform(pixel, 0, 0, pixel, 0, 0);
  return context;
}

/** One image out of bytes, channel after channel: grey for one channel, coloured for three. */
export function imageOf(
  pixels: Uint8Array,
  [channels = 1, height = 1, width = 1]: readonly number[],
): HTMLCanvasElement {
  const canvas = make('canvas', { class: 'pixels', width, height, 'aria-hidden': 'true' });
  const image = new ImageData(width, height);
  const area = width * height;
  for (let index = 0; index < area; index++)
    for (let channel = 0; channel < 4; channel++)
      image.data[4 * index + channel] = channel === 3 ? 255 : pixels[channels === 3 ? channel * area + index : index]!;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}

/** Images that follow each other in bytes. */
export function imagesOf(base64: string, count: number, shape: readonly number[]): HTMLCanvasElement[] {
  const bytes = bytesOf(base64);
  const size = bytes.length / count;
  return Array.from({ length: count }, (_, index) => imageOf(bytes.subarray(index * size, (index + 1) * size), shape));
}

/** Draws a line with its number at every mark of a small plot's y axis, and hands the marks back as they are written. */
export function drawGrid(
  context: CanvasRenderingContext2D,
  theme: Theme,
  [low, high]: readonly [number, number],
  [left, right]: readonly [number, number],
  y: (number: number) => number,
): { readonly at: number; readonly words: string }[] {
  const marks = ticks({ min: low, max: high }, false, 3);
  const step = marks.length > 1 ? marks[1]! - marks[0]! : 1;
  context.font = theme.numbers;
  context.fillStyle = theme.secondary;
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.textAlign = 'right';
  for (const mark of marks) {
    context.fillText(tick(mark, step), left - 6, y(mark) + 4);
    context.beginPath();
    context.moveTo(left, Math.round(y(mark)) + 0.5);
    context.lineTo(right, Math.round(y(mark)) + 0.5);
    context.stroke();
  }
  return marks.map((at) => ({ at, words: tick(at, step) }));
}
