import type { PanelEvent, Run } from '../runPanel/run';
import type { Surface } from '../training/events';
import type { PlaygroundPicture } from './controls';

/** What the panel in view is told: everything once, then what is new. */
export type ToView =
  | {
      readonly type: 'snapshot';
      readonly uri: string;
      readonly file: string;
      readonly picture: PlaygroundPicture | null;
      readonly run: Run | null;
      readonly points: Surface | null;
      readonly retrains: boolean;
      readonly notice: string | null;
    }
  | { readonly type: 'controls'; readonly picture: PlaygroundPicture }
  /** The samples of the data as it stands, for as long as nothing has been learnt of it; null where it has no plane. */
  | { readonly type: 'points'; readonly points: Surface | null }
  | { readonly type: 'notice'; readonly notice: string | null }
  | { readonly type: 'events'; readonly run: string; readonly events: readonly PanelEvent[] };

/** What the reader does. */
export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'set'; readonly control: string; readonly value: string }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** One epoch, and no further. */
  | { readonly type: 'step' }
  | { readonly type: 'restart' }
  | { readonly type: 'retrain'; readonly retrains: boolean }
  | { readonly type: 'block'; readonly train: string }
  | { readonly type: 'openRunPanel' }
  | { readonly type: 'reveal'; readonly line: number };

/** What the view keeps in VS Code, across being hidden and across a reload of the window. */
export interface Kept {
  readonly uri: string;
  readonly train: string | null;
  readonly retrains: boolean;
}
