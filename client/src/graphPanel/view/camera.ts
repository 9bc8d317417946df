import type { Camera } from '../messages';
import type { Point, Rect } from './layout';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const MARGIN = 24;
const SMALLEST = 0.1;
const LARGEST = 3;
/** Smaller than this, words cannot be read, and a tall graph begins at its top instead. */
const READABLE = 0.55;

/** The whole drawing in the middle of the window; `largest` is how far a small one is blown up. */
export function fit(drawing: Size, window: Size, largest = 1): Camera {
  const scale = clamp(scaleOf(drawing, window), SMALLEST, largest);
  return centred(drawing, window, scale);
}

/** As a drawing is first seen: whole if it can be read like that, otherwise its top in a size that can be read. */
export function open(drawing: Size, window: Size, largest = 1): Camera {
  if (scaleOf(drawing, window) >= READABLE) return fit(drawing, window, largest);
  const scale = clamp((window.width - 2 * MARGIN) / drawing.width, READABLE, 1);
  const { x } = centred(drawing, window, scale);
  return { x: Math.max(x, MARGIN), y: MARGIN, scale };
}

const scaleOf = (drawing: Size, window: Size) =>
  Math.min((window.width - 2 * MARGIN) / drawing.width, (window.height - 2 * MARGIN) / drawing.height);

const centred = (drawing: Size, window: Size, scale: number): Camera => ({
  x: (window.width - scale * drawing.width) / 2,
  y: Math.max(MARGIN, (window.height - scale * drawing.height) / 2),
  scale,
});

/** Zooms about a point of the window, which stays where it is. */
export function zoom(camera: Camera, by: number, about: Point): Camera {
  const scale = clamp(camera.scale * by, SMALLEST, LARGEST);
  const real = scale / camera.scale;
  return { scale, x: about.x - (about.x - camera.x) * real, y: about.y - (about.y - camera.y) * real };
}

/** Moves by so many pixels, never so far that the drawing is out of sight. */
export function pan(camera: Camera, by: Point, drawing: Size, window: Size): Camera {
  const within = (at: number, size: number, room: number) =>
    clamp(at, Math.min(2 * MARGIN, room / 2) - size * camera.scale, room - Math.min(2 * MARGIN, room / 2));
  return {
    ...camera,
    x: within(camera.x + by.x, drawing.width, window.width),
    y: within(camera.y + by.y, drawing.height, window.height),
  };
}

/** Moves just so far that a part of the drawing is seen. */
export function show(camera: Camera, rect: Rect, window: Size): Camera {
  const by = (from: number, size: number, room: number) => {
    const low = MARGIN - from;
    const high = room - MARGIN - from - size;
    return low > high ? low : clamp(0, low, high);
  };
  const { scale } = camera;
  return {
    ...camera,
    x: camera.x + by(camera.x + scale * rect.x, scale * rect.width, window.width),
    y: camera.y + by(camera.y + scale * rect.y, scale * rect.height, window.height),
  };
}

/**
 * Moves sideways until a part of the drawing is in view. One that is too wide is made smaller, as far as words can still be read;
 * its upper left corner stays at its height.
 */
export function uncover(camera: Camera, rect: Rect, window: Size): Camera {
  const fitting = (window.width - 2 * MARGIN) / rect.width;
  const scale = Math.min(camera.scale, Math.max(fitting, READABLE));
  const corner = { x: camera.x + camera.scale * rect.x, y: camera.y + camera.scale * rect.y };
  const smaller = scale < camera.scale ? zoom(camera, scale / camera.scale, corner) : camera;
  return { ...smaller, x: show(smaller, rect, window).x };
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
