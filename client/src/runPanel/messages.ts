import type { Change } from '../runHistory/lines';
import type { PanelEvent, Run } from './run';
import type { PackedComparedRun, PackedRun } from './snapshot';

/** Another run that the panel's run is compared with, and what differs between their texts. */
export interface ComparedRun {
  readonly name: string;
  readonly run: Run;
  /** The lines that differ, from this run's text to the text of the panel's run; null where a text is missing, `awaited` before both began. */
  readonly changes: readonly Change[] | 'awaited' | null;
  /** Whether both were begun together, to be compared by what they learn. */
  readonly isBeside: boolean;
}

export type ExportFormat = 'png' | 'svg';

/** What the panel in view is told: everything once, then what is new. Null: no run yet. */
export type ToView =
  | { readonly type: 'snapshot'; readonly uri: string; readonly file: string; readonly run: PackedRun | null }
  | { readonly type: 'events'; readonly run: string; readonly events: readonly PanelEvent[] }
  | { readonly type: 'compared'; readonly runs: readonly PackedComparedRun[] }
  | { readonly type: 'export'; readonly format: ExportFormat };

/** What the reader asks for. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'train' }
  | { readonly type: 'pause' }
  /** With the text as it is in the editor now, or as it was. */
  | { readonly type: 'resume'; readonly text: 'now' | 'before' }
  | { readonly type: 'stop' }
  | { readonly type: 'goOn' }
  | { readonly type: 'trainOn' }
  | { readonly type: 'compare' }
  | { readonly type: 'uncompare'; readonly run: string }
  | { readonly type: 'showChanges'; readonly run: string }
  | { readonly type: 'stopCompared'; readonly run: string }
  | { readonly type: 'export' }
  /** The picture that was asked for: the text of an SVG, or a PNG in base64. */
  | { readonly type: 'exported'; readonly content: string }
  | { readonly type: 'restartServer' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openRunFolder' }
  | { readonly type: 'reveal'; readonly line: number; readonly column?: number };

/** What the view keeps in VS Code, across being hidden and across a reload of the window. */
export interface Kept {
  readonly uri: string;
  readonly file: string;
  /** With thinned curves: the whole is in the extension host, or in the run's folder. */
  readonly run: Run | null;
  readonly logarithmic: boolean;
  readonly smoothed?: boolean;
  readonly metric: string | null;
}
