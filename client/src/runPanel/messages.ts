import type { PanelEvent, Run } from './run';

/** What the panel in view is told: everything once, then what is new. Null: no run yet. */
export type ToView =
  | { readonly type: 'snapshot'; readonly uri: string; readonly file: string; readonly run: Run | null }
  | { readonly type: 'events'; readonly run: string; readonly events: readonly PanelEvent[] };

/** What the reader asks for. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'train' }
  | { readonly type: 'stop' }
  | { readonly type: 'restartServer' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openRunFolder' }
  | { readonly type: 'reveal'; readonly line: number; readonly column?: number };

/** What the view keeps in VS Code, across being hidden and across a reload of the window. */
export interface Kept {
  readonly uri: string;
  readonly file: string;
  readonly run: Run | null;
  readonly logarithmic: boolean;
  readonly metric: string | null;
}
