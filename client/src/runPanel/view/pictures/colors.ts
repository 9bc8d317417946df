import { readTheme } from '../theme';

export type Rgb = readonly [number, number, number];

/** Colours of classes, the first two the least alike for every eye. */
const CLASSES = ['--validation', '--train', '--other0', '--other1', '--other2', '--other3'];

/** What pictures are painted with, as numbers. */
export interface Palette {
  readonly background: Rgb;
  readonly foreground: Rgb;
  /** Of a class; more classes than there are colours share them. */
  readonly ofClass: (index: number) => Rgb;
  /** Of the low and the high end of values. */
  readonly low: Rgb;
  readonly high: Rgb;
}

/** The theme's colours. */
export function readPalette(): Palette {
  const theme = readTheme();
  const style = getComputedStyle(document.body);
  const classes = CLASSES.map((name) => rgbOf(style.getPropertyValue(name)));
  return {
    background: rgbOf(theme.background),
    foreground: rgbOf(theme.foreground),
    ofClass: (index) => classes[index % classes.length]!,
    low: classes[0]!,
    high: classes[1]!,
  };
}

/** A colour between two, by a share from 0 to 1. */
export const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

export const css = ([red, green, blue]: Rgb) => `rgb(${red} ${green} ${blue})`;

/** Any CSS colour as numbers: a canvas knows them all. */
function rgbOf(color: string): Rgb {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = color.trim() || '#808080';
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
