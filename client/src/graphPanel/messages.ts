import type { Graph, GraphChange, Place } from './graph';

/** What the view is told. */
export type ToView =
  | { readonly type: 'graph'; readonly uri: string; readonly file: string; readonly graph: Graph }
  | { readonly type: 'change'; readonly change: GraphChange }
  /** There is nothing to show, or nothing new: why, as a sentence; null when all is well. */
  | { readonly type: 'notice'; readonly uri: string; readonly file: string; readonly notice: string | null }
  /** Where the cursor stands; `uri` is absent in the file of the panel. */
  | { readonly type: 'cursor'; readonly place: Place }
  | { readonly type: 'export'; readonly theme: ExportTheme };

/** What the reader asks for. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'model'; readonly model: string }
  | { readonly type: 'reveal'; readonly place: Place }
  | { readonly type: 'export' }
  | { readonly type: 'svg'; readonly svg: string };

export type ExportTheme = 'light' | 'dark';

/** What the view keeps in VS Code, across being hidden and across a reload of the window. */
export interface Kept {
  readonly uri: string;
  readonly file: string;
  readonly graph: Graph | null;
  /** What the reader folded and unfolded, by the frame's id. */
  readonly folds: Readonly<Record<string, boolean>>;
  readonly drawing: 'layers' | 'neurons';
  /** Null: the whole graph is in view. */
  readonly camera: Camera | null;
}

/** How the drawing lies in the window: a point p of it is seen at `scale · p + (x, y)`. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}
