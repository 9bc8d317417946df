import type { RateSearch, SearchEvent } from './search';

/** What the panel in view is told: everything once, then what is new. */
export type ToView =
  | { readonly type: 'snapshot'; readonly search: RateSearch | null }
  | { readonly type: 'events'; readonly search: string; readonly events: readonly SearchEvent[] };

/** What the reader asks for. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'find' }
  | { readonly type: 'stop' }
  | { readonly type: 'apply' }
  | { readonly type: 'train' }
  | { readonly type: 'reveal'; readonly line: number };

/** What the view keeps in VS Code, across being hidden and across a reload of the window. */
export interface Kept {
  readonly search: RateSearch;
}
