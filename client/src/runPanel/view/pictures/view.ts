import type { Picture } from '../../../training/events';

/** Shows pictures of one kind. */
export interface PictureView<Kind extends Picture = Picture> {
  readonly element: HTMLElement;
  /** Shows this picture from now on. */
  draw(picture: Kind): void;
  /** The theme or the size changed. */
  refresh(): void;
}
