import type {
  Done,
  Ending,
  Finding,
  LayerHealth,
  Maybe,
  Picture,
  PictureDrawn,
  RunEvent,
  Scores,
  Started,
  StartedLayer,
} from '../training/events';
import { emptyTrack, latest, record, type Track } from './track';

/**
 * What is known of one training run. The extension host holds it and makes it from events with {@link apply}; a panel
 * in view gets a copy once and then the same events, so that both sides always agree. It is plain data: it survives
 * JSON, and with it a reload of the window.
 */
export interface Run {
  readonly id: string;
  readonly uri: string;
  readonly train: string;
  phase: Phase;
  started: Started | null;
  /** The epoch that is being trained, or the last one that was. */
  epoch: number;
  /** Loss of single batches, at fractional epochs. */
  readonly batches: Track;
  /** Loss, metrics and learning rate, one point an epoch, named by {@link seriesName}. */
  readonly epochs: Track;
  /** By the layer's name: the gradient norm, one point an epoch. */
  readonly gradients: Track;
  /** By the layer's name: by how much of its length the last update changed the weights, one point an epoch. */
  readonly updates: Track;
  readonly layers: LayerRow[];
  readonly findings: Finding[];
  /** The last picture of each kind. */
  readonly pictures: Partial<Record<Picture['kind'], PictureDrawn>>;
  bestEpoch: number | null;
  samplesPerSecond: Maybe;
  secondsLeft: Maybe;
  done: Done | null;
  failure: { readonly message: string; readonly line: number | null } | null;
  /** Why a paused run did not go on when it was told to. */
  refusal: { readonly message: string; readonly line: number | null } | null;
}

/**
 * `waiting` reads data and compiles; `stopping` was told to stop; `lost` no longer hears of its worker; `interrupted` was read from
 * its folder, where its end is missing.
 */
export type Phase = 'waiting' | 'running' | 'paused' | 'stopping' | Ending | 'failed' | 'lost' | 'interrupted';

export interface LayerRow extends StartedLayer {
  deadShare: Maybe;
}

/** The events of the worker, and what only this side knows. */
export type PanelEvent =
  RunEvent | { readonly event: 'stopping' } | { readonly event: 'lost'; readonly message: string };

export type Part = 'train' | 'validation';

/** The name of a series in {@link Run.epochs}, such as `validation loss`. */
export const seriesName = (part: Part, score: string) => `${part} ${score}`;

export const LEARNING_RATE = 'learning rate';

/** A run of which nothing is known but that it was asked for. */
export const newRun = (id: string, uri: string, train: string): Run => ({
  id,
  uri,
  train,
  phase: 'waiting',
  started: null,
  epoch: 0,
  batches: emptyTrack(),
  epochs: emptyTrack(),
  gradients: emptyTrack(),
  updates: emptyTrack(),
  layers: [],
  findings: [],
  pictures: {},
  bestEpoch: null,
  samplesPerSecond: null,
  secondsLeft: null,
  done: null,
  failure: null,
  refusal: null,
});

/** Whether a run has an end that its checkpoint can be gone on from. */
export const canGoOn = (run: Run) => run.started !== null && ['stopped', 'lost', 'interrupted'].includes(run.phase);

/** Whether a run came to the end of its epochs, so that more can be asked for. */
export const canTrainOn = (run: Run) => run.phase === 'completed' || run.phase === 'early_stopped';

/** The folder of a run, once it has one. */
export const folderOf = (run: Run) => run.done?.runDir ?? run.started?.runDir ?? null;

export const isOver = (run: Run) => !['waiting', 'running', 'paused', 'stopping'].includes(run.phase);

/** Works an event into the run, in place: histories are long and events come twenty times a second. */
export function apply(run: Run, event: PanelEvent): void {
  // What straggles in after the end must not bring a run back to life; findings on the whole run come last.
  if (isOver(run) && event.event !== 'finding') return;
  switch (event.event) {
    case 'started':
      run.started = event;
      run.phase = 'running';
      run.layers.splice(0, Infinity, ...event.layers.map((layer) => ({ ...layer, deadShare: null })));
      break;
    case 'batch':
      run.epoch = event.epoch;
      run.samplesPerSecond = event.samplesPerSecond;
      run.secondsLeft = event.secondsLeft;
      record(run.batches, event.step / (run.started?.stepsPerEpoch || 1), { loss: event.loss });
      break;
    case 'epoch':
      run.epoch = event.epoch;
      run.samplesPerSecond = event.samplesPerSecond;
      run.secondsLeft = event.secondsLeft;
      if (event.best) run.bestEpoch = event.epoch;
      record(run.epochs, event.epoch, {
        ...named('train', event.train),
        ...named('validation', event.validation),
        [LEARNING_RATE]: event.learningRate,
      });
      record(
        run.gradients,
        event.epoch,
        byName(event.layers, (layer) => layer.gradientNorm),
      );
      record(
        run.updates,
        event.epoch,
        byName(event.layers, (layer) => layer.updateShare ?? null),
      );
      for (const health of event.layers) {
        const row = run.layers.find((layer) => layer.name === health.name);
        if (row) row.deadShare = health.deadShare;
      }
      break;
    case 'finding':
      run.findings.push(event);
      break;
    case 'picture':
      run.pictures[event.picture.kind] = event;
      break;
    case 'paused':
      if (run.phase !== 'stopping') run.phase = 'paused';
      run.secondsLeft = null;
      break;
    case 'continued':
      if (run.phase === 'paused') run.phase = 'running';
      if (run.started) run.started = { ...run.started, epochs: event.epochs };
      run.refusal = null;
      break;
    case 'refused':
      run.refusal = { message: event.message, line: event.line };
      break;
    case 'stopping':
      run.phase = 'stopping';
      break;
    case 'done':
      run.phase = event.status;
      run.done = event;
      // Zero: no epoch was finished, and the best weights are those of the beginning.
      run.bestEpoch = event.bestEpoch === 0 ? null : (event.bestEpoch ?? run.bestEpoch);
      run.secondsLeft = null;
      break;
    case 'failed':
      run.phase = 'failed';
      run.failure = { message: event.message, line: event.line };
      run.secondsLeft = null;
      break;
    case 'lost':
      run.phase = 'lost';
      run.failure = { message: event.message, line: null };
      run.secondsLeft = null;
      break;
  }
}

const byName = (layers: readonly LayerHealth[], figure: (layer: LayerHealth) => Maybe) =>
  Object.fromEntries(layers.map((layer) => [layer.name, figure(layer)]));

function named(part: Part, scores: Scores | null): Scores {
  return Object.fromEntries(Object.entries(scores ?? {}).map(([name, value]) => [seriesName(part, name), value]));
}

/** The scores beside the loss that are numbers: those of the train block in its order, then any others. */
export function metricsOf(run: Run): string[] {
  const known = new Set<string>();
  for (const series of Object.keys(run.epochs.values)) {
    const name = /^(?:train|validation) (.+)$/.exec(series)?.[1];
    if (name !== undefined && name !== 'loss') known.add(name);
  }
  const declared = (run.started?.metrics ?? []).filter((name) => known.delete(name));
  return [...declared, ...known];
}

/** The newest loss and metrics with their names, such as `validation accuracy`. */
export function latestScores(run: Run): [string, Maybe][] {
  return (['train', 'validation'] as const).flatMap((part) =>
    ['loss', ...metricsOf(run)]
      .map((score) => seriesName(part, score))
      .filter((name) => name in run.epochs.values)
      .map((name): [string, Maybe] => [name, latest(run.epochs, name)]),
  );
}
