import type { Failed, Maybe } from '../training/events';

/**
 * What the worker says of a trial: the JSON lines of `nnet lr-find --events` and `nnet train --overfit-one-batch --events`, as the
 * server passes them on in `nnet/trial` notifications.
 */
export type TrialEvent = RateTried | RateFound | BatchLearnt | Failed;

/** The notification's parameters. */
export interface TrialNotification {
  readonly trial: string;
  readonly uri: string;
  readonly train: string;
  readonly event: TrialEvent;
}

/** A learning rate was tried on one mini-batch. */
export interface RateTried {
  readonly event: 'rate';
  readonly sweep: number;
  readonly sweeps: number;
  readonly step: number;
  readonly steps: number;
  readonly rate: number;
  readonly loss: Maybe;
  readonly smoothed: Maybe;
}

/** All rates were tried, or it was stopped. */
export interface RateFound {
  readonly event: 'rate_found';
  readonly status: 'completed' | 'stopped';
  readonly suggested: Maybe;
  readonly steepest: Maybe;
  readonly lowest: Maybe;
  /** The rate that the block has now. */
  readonly written: number;
  readonly sweeps: number;
  readonly steps: number;
  /** The smoothed loss at each rate, the mean of all sweeps. */
  readonly curve: readonly { readonly rate: number; readonly loss: Maybe }[];
  /** The line of the optimizer. */
  readonly line: number;
  readonly message: string;
  /** What writes the rate into the text; empty where the block's rate is about as good. */
  readonly fixes: readonly { readonly title: string }[];
}

/** Whether the model can learn one batch by heart. */
export interface BatchLearnt {
  readonly event: 'batch_learnt';
  readonly status: 'completed' | 'stopped';
  readonly learns: boolean;
  readonly line: number | null;
  readonly message: string;
}
