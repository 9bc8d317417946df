import type { Camera } from '../messages';
import { fit, open, pan, show, uncover, zoom, type Size } from './camera';
import { elementId } from './boxes';
import type { Layout, Point, Rect } from './layout';
import { svg } from './svg';
import { first, last, next, type Direction } from './walk';

const ZOOM_STEP = 1.2;
/** A press that moves less is a click. */
const CLICK_SLACK = 4;
const arrows: readonly string[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

/** What a reader does with a part of the drawing. */
export interface StageActions {
  /** Goes to its line. */
  go(id: string): void;
  /** Folds or unfolds it, if it can be. */
  fold(id: string): void;
  /** The camera moved, or follows the window again. */
  moved(camera: Camera | null): void;
}

/** The drawing in its window: zoomed, moved, clicked, and walked by keyboard. */
export class Stage {
  readonly element = svg('svg', {
    class: 'stage',
    tabindex: 0,
    role: 'graphics-document',
    'aria-roledescription': 'layer graph',
    'aria-keyshortcuts': 'ArrowUp ArrowDown ArrowLeft ArrowRight Enter Space + - 0',
  });
  readonly #world = svg('g');
  #size: Size = { width: 0, height: 0 };
  #drawing: Size = { width: 0, height: 0 };
  #parts: ReadonlyMap<string, Rect> = new Map();
  /** Null while it follows the window. */
  #camera: Camera | null;
  #whole = false;
  #largest = 1;
  #focus: string | null = null;
  /** Whether the keyboard leads, so that the focus is shown. */
  #isWalking = false;
  #current: ReadonlySet<string> = new Set();

  constructor(
    private readonly actions: StageActions,
    camera: Camera | null,
  ) {
    this.#camera = camera;
    this.element.append(this.#world);
    new ResizeObserver(() => this.#resized()).observe(this.element);
    this.#listenToMouse();
    this.element.addEventListener('keydown', (event) => this.#key(event));
    document.addEventListener('keydown', (event) => this.#zoomKey(event));
    this.element.addEventListener('blur', () => {
      this.#isWalking = false;
      this.#mark('focused', new Set());
    });
    this.element.addEventListener('focus', () => {
      // A ring is for those who walk; the mouse has its own pointer.
      if (this.element.matches(':focus-visible')) this.#focusOn(this.#focus ?? [...this.#current][0] ?? null);
    });
  }

  /**
   * Shows a drawing. Where the reader has chosen what to look at, a part that both drawings have stays in its place.
   * @param parts What can be walked to, by its id.
   * @param anchor The part that is to stay, if there is a choice.
   * @param largest How far a small drawing is blown up to fill the window.
   */
  draw(
    content: SVGGElement,
    layout: Layout,
    parts: ReadonlyMap<string, Rect>,
    anchor: string | null,
    largest = 1,
  ): void {
    this.#largest = largest;
    if (this.#camera) this.#camera = this.#anchored(this.#camera, parts, anchor);
    this.#drawing = layout;
    this.#parts = parts;
    this.#world.replaceChildren(content);
    this.#mark('current', this.#current);
    this.#mark('focused', new Set(this.#isWalking && this.#focus ? [this.#focus] : []));
    this.#place();
  }

  /** Moves and shrinks the drawing until a rectangle of it is in view from left to right. */
  uncover(rect: Rect): void {
    const seen = this.#seen();
    const camera = uncover(seen, rect, this.#size);
    if (camera.x !== seen.x || camera.scale !== seen.scale) this.#move(camera);
  }

  clear(): void {
    this.#world.replaceChildren();
    this.#parts = new Map();
  }

  set label(text: string) {
    this.element.setAttribute('aria-label', text);
  }

  /** Lights parts up, and brings the first of them into view when the reader went there. */
  light(ids: ReadonlySet<string>, follow: boolean): void {
    this.#current = ids;
    this.#mark('current', ids);
    const rect = [...ids].flatMap((id) => this.#parts.get(id) ?? [])[0];
    if (!rect || !follow) return;
    const camera = show(this.#seen(), rect, this.#size);
    const seen = this.#seen();
    if (camera.x !== seen.x || camera.y !== seen.y) this.#move(camera);
  }

  zoomBy(steps: number, about: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }): void {
    this.#move(zoom(this.#seen(), ZOOM_STEP ** steps, about));
  }

  /** The whole drawing, whatever its size. */
  fit(): void {
    this.#whole = true;
    this.#camera = null;
    this.#place();
    this.actions.moved(null);
  }

  /** Forgets what the reader looked at: another drawing comes. */
  reset(): void {
    this.#whole = false;
    this.#camera = null;
    this.#focus = null;
  }

  /** Keeps the view as it is from now on, though it follows the window. */
  hold(): void {
    if (!this.#camera) this.#move(this.#seen());
  }

  #seen(): Camera {
    if (this.#camera) return this.#camera;
    return (this.#whole ? fit : open)(this.#drawing, this.#size, this.#largest);
  }

  #place(): void {
    if (this.#size.width === 0 || this.#drawing.width === 0) return;
    const { x, y, scale } = this.#seen();
    this.#world.setAttribute('transform', `translate(${round(x)} ${round(y)}) scale(${scale})`);
  }

  #move(camera: Camera): void {
    this.#camera = camera;
    this.#place();
    this.actions.moved(camera);
  }

  #resized(): void {
    this.#size = { width: this.element.clientWidth, height: this.element.clientHeight };
    this.#place();
  }

  #anchored(camera: Camera, parts: ReadonlyMap<string, Rect>, wanted: string | null): Camera {
    const id = [wanted, ...this.#current, this.#focus, this.#nearestToMiddle(camera)].find(
      (each): each is string => typeof each === 'string' && this.#parts.has(each) && parts.has(each),
    );
    if (id === undefined) return camera;
    const [before, after] = [this.#parts.get(id)!, parts.get(id)!];
    return {
      ...camera,
      x: camera.x + camera.scale * (before.x - after.x),
      y: camera.y + camera.scale * (before.y - after.y),
    };
  }

  #nearestToMiddle({ x, y, scale }: Camera): string | null {
    const [middleX, middleY] = [(this.#size.width / 2 - x) / scale, (this.#size.height / 2 - y) / scale];
    let best: string | null = null;
    let least = Infinity;
    for (const [id, rect] of this.#parts) {
      const away = Math.hypot(rect.x + rect.width / 2 - middleX, rect.y + rect.height / 2 - middleY);
      if (away < least) [best, least] = [id, away];
    }
    return best;
  }

  #mark(name: 'current' | 'focused', ids: ReadonlySet<string>): void {
    for (const element of this.#world.querySelectorAll(`.${name}`)) element.classList.remove(name);
    for (const id of ids) document.getElementById(elementId(id))?.classList.add(name);
  }

  #focusOn(id: string | null): void {
    this.#focus = id;
    this.#isWalking = true;
    this.#mark('focused', new Set(id === null ? [] : [id]));
    if (id === null) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', elementId(id));
    const rect = id === null ? undefined : this.#parts.get(id);
    if (!rect) return;
    const [seen, camera] = [this.#seen(), show(this.#seen(), rect, this.#size)];
    if (camera.x !== seen.x || camera.y !== seen.y) this.#move(camera);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (arrows.includes(key)) {
      const from = this.#focus !== null && this.#parts.has(this.#focus) ? this.#focus : ([...this.#current][0] ?? null);
      const to = next(this.#parts, from, key as Direction);
      if (to !== null) this.#focusOn(to);
    } else if (key === 'Home') this.#focusOn(first(this.#parts));
    else if (key === 'End') this.#focusOn(last(this.#parts));
    else if (key === 'Enter' && this.#focus !== null) this.actions.go(this.#focus);
    else if (key === ' ' && this.#focus !== null) this.actions.fold(this.#focus);
    else return;
    event.preventDefault();
  }

  /** These work wherever the focus is. */
  #zoomKey({ ctrlKey, metaKey, altKey, key }: KeyboardEvent): void {
    if (ctrlKey || metaKey || altKey) return;
    if (key === '+' || key === '=') this.zoomBy(1);
    else if (key === '-') this.zoomBy(-1);
    else if (key === '0') this.fit();
  }

  #listenToMouse(): void {
    const { element } = this;
    let pressed: { readonly id: number; x: number; y: number; moved: boolean } | null = null;
    element.addEventListener('pointerdown', (event) => {
      if (event.button === 0) pressed = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    });
    element.addEventListener('pointermove', (event) => {
      if (!pressed) return;
      const by = { x: event.clientX - pressed.x, y: event.clientY - pressed.y };
      if (!pressed.moved) {
        if (Math.hypot(by.x, by.y) < CLICK_SLACK) return;
        element.setPointerCapture(pressed.id);
        element.classList.add('moving');
        pressed.moved = true;
      }
      [pressed.x, pressed.y] = [event.clientX, event.clientY];
      this.#move(pan(this.#seen(), by, this.#drawing, this.#size));
    });
    const released = () => {
      element.classList.remove('moving');
      // The click that follows a drag is none.
      if (pressed?.moved)
        element.addEventListener('click', (event) => event.stopImmediatePropagation(), { capture: true, once: true });
      pressed = null;
    };
    element.addEventListener('pointerup', released);
    element.addEventListener('pointercancel', released);
    element.addEventListener('click', ({ target }) => {
      const id = target instanceof Element ? target.closest('[data-id]')?.getAttribute('data-id') : null;
      if (!id) return;
      this.#focus = id;
      this.#isWalking = false;
      this.#mark('focused', new Set());
      if ((target as Element).closest('[data-fold]')) this.actions.fold(id);
      else this.actions.go(id);
    });
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
        if (event.ctrlKey || event.metaKey) {
          const bounds = element.getBoundingClientRect();
          this.zoomBy(-event.deltaY * lines * 0.05, { x: event.clientX - bounds.left, y: event.clientY - bounds.top });
          return;
        }
        const by = event.shiftKey ? { x: -event.deltaY, y: 0 } : { x: -event.deltaX, y: -event.deltaY };
        this.#move(pan(this.#seen(), { x: by.x * lines, y: by.y * lines }, this.#drawing, this.#size));
      },
      { passive: false },
    );
  }
}

const round = (pixels: number) => Math.round(pixels * 100) / 100;
