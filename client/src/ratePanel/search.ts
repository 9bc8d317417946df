import type { Maybe } from '../training/events';
import type { RateFound, TrialEvent } from '../trials/events';

/**
 * What is known of one search for a learning rate. The extension host makes it from events with {@link apply}; a panel in view gets a
 * copy once and then the same events. It is plain data, so that it survives a reload of the window.
 */
export interface RateSearch {
  readonly id: string;
  readonly uri: string;
  readonly train: string;
  phase: SearchPhase;
  /** Every sweep over the rates, the last one going on. */
  readonly sweeps: Sweep[];
  plannedSweeps: number;
  /** Share of it that is done, 0 to 1. */
  progress: number;
  found: RateFound | null;
  failure: string | null;
  /** Whether the rate that was found was written into the text. */
  applied: boolean;
}

/** `waiting` reads data and compiles; `nothing` tried all rates and found none; `lost` no longer hears of its worker. */
export type SearchPhase = 'waiting' | 'trying' | 'stopping' | 'found' | 'nothing' | 'stopped' | 'failed' | 'lost';

/** The losses at growing rates. */
export interface Sweep {
  readonly rates: number[];
  readonly losses: Maybe[];
  readonly smoothed: Maybe[];
}

/** The events of the worker, and what only this side knows. */
export type SearchEvent =
  | TrialEvent
  | { readonly event: 'stopping' }
  | { readonly event: 'applied' }
  | { readonly event: 'lost'; readonly message: string };

/** A search of which nothing is known but that it was asked for. */
export const newSearch = (id: string, uri: string, train: string): RateSearch => ({
  id,
  uri,
  train,
  phase: 'waiting',
  sweeps: [],
  plannedSweeps: 0,
  progress: 0,
  found: null,
  failure: null,
  applied: false,
});

export const isOver = ({ phase }: RateSearch) => !['waiting', 'trying', 'stopping'].includes(phase);

/** Works an event into the search, in place. */
export function apply(search: RateSearch, event: SearchEvent): void {
  if (event.event === 'applied') {
    search.applied = true;
    return;
  }
  // What straggles in after the end must not bring it back to life.
  if (isOver(search)) return;
  switch (event.event) {
    case 'rate': {
      if (search.phase === 'waiting') search.phase = 'trying';
      search.plannedSweeps = event.sweeps;
      search.progress = (event.sweep - 1 + event.step / event.steps) / event.sweeps;
      while (search.sweeps.length < event.sweep) search.sweeps.push({ rates: [], losses: [], smoothed: [] });
      const sweep = search.sweeps[event.sweep - 1]!;
      sweep.rates.push(event.rate);
      sweep.losses.push(event.loss);
      sweep.smoothed.push(event.smoothed);
      break;
    }
    case 'rate_found':
      search.found = event;
      search.phase = event.status === 'stopped' ? 'stopped' : event.suggested === null ? 'nothing' : 'found';
      break;
    case 'stopping':
      search.phase = 'stopping';
      break;
    case 'failed':
    case 'lost':
      search.phase = event.event;
      search.failure = event.message;
      break;
    case 'batch_learnt':
      break;
  }
}
