import { count } from '../../runPanel/view/format';
import type { RateSearch } from '../search';
import { rateText } from './curves';

/** The one word for how a search is. */
export const phaseWords: Readonly<Record<RateSearch['phase'], string>> = {
  waiting: 'Preparing',
  trying: 'Trying rates',
  stopping: 'Stopping',
  found: 'Found',
  nothing: 'None found',
  stopped: 'Stopped',
  failed: 'Failed',
  lost: 'Connection lost',
};

/** What is said of its progress in the header. */
export function facts(search: RateSearch): string[] {
  const { found, sweeps, plannedSweeps } = search;
  if (found) return found.steps > 0 ? [`${count(found.steps)} steps`] : [];
  if (sweeps.length === 0) return [];
  return [plannedSweeps > 1 ? `sweep ${sweeps.length} of ${plannedSweeps}` : `${Math.floor(search.progress * 100)}%`];
}

/** The sentences that end a search, or say why there is nothing to see yet. Undefined while the curve speaks. */
export function notice(search: RateSearch): string | undefined {
  switch (search.phase) {
    case 'waiting':
      return 'Reading the data and compiling the network.';
    case 'trying':
    case 'stopping':
      return undefined;
    case 'failed':
    case 'lost':
      return search.failure ?? 'The search failed.';
    case 'found': {
      const rate = rateText(search.found!.suggested!);
      if (search.applied) return `lr=${rate} is in the text now. Undo takes it back.`;
      return `Train with ${search.found!.message}`;
    }
    case 'nothing':
    case 'stopped':
      return search.found!.message;
  }
}

/** The whole panel in words, for those who cannot see the curve. */
export const summary = (search: RateSearch | null): string =>
  search ? [`${phaseWords[search.phase]}.`, notice(search)].filter(Boolean).join(' ') : '';
