import type { Maybe } from '../../training/events';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** What stands where a number was NaN or infinite: the very thing that people must see. */
const NOT_A_NUMBER = 'NaN';

/** A loss or another plain value in four digits: `0.0812`, `12.3`, `4.1e-7`. */
export function value(number: Maybe | undefined): string {
  if (number === undefined) return '–';
  if (number === null) return NOT_A_NUMBER;
  const size = Math.abs(number);
  if (size === 0) return '0';
  if (size >= 1e6 || size < 1e-3) return number.toExponential(1).replace('e+', 'e');
  if (size >= 1000) return grouped.format(number);
  return number.toFixed(size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
}

/** A score: what is a share is read as percent. */
export function score(name: string, number: Maybe | undefined): string {
  return typeof number === 'number' && isShare(name) ? percent(number) : value(number);
}

export const isShare = (name: string) => name.endsWith('accuracy');

export const percent = (share: number) => `${(share * 100).toFixed(share >= 0.9995 ? 0 : 1)}%`;

export const count = (number: number) => grouped.format(number);

/** The label of a tick: as few digits as tell it from its neighbours. */
export function tick(number: number, step: number): string {
  if (number === 0) return '0';
  const size = Math.abs(number);
  if (size >= 1e5 || size < 1e-3) return number.toExponential(1).replace('.0e', 'e').replace('e+', 'e');
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return number.toFixed(Number.isInteger(Number((step * 10 ** digits).toPrecision(6))) ? digits : digits + 1);
}

/** Samples a second: `850`, `12.3 k`, `1.20 M`. */
export function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toPrecision(3)} M`;
  if (perSecond >= 1e4) return `${(perSecond / 1e3).toPrecision(3)} k`;
  return grouped.format(perSecond);
}

/** A span of time with at most two units: `0.4 s`, `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return joined(minutes, 'min', whole % 60, 's');
  return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** The time that is left, in whole seconds so that it does not flicker. */
export const timeLeft = (seconds: number) =>
  seconds < 1 ? 'under a second left' : `${seconds < 10 ? `${Math.ceil(seconds)} s` : duration(seconds)} left`;

const joined = (large: number, largeUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** `binary_cross_entropy` as people write it. */
export const words = (name: string) => name.replaceAll('_', ' ');
