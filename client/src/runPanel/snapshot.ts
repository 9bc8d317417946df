import type { ComparedRun } from './messages';
import type { Run } from './run';
import { packed, thinned, unpacked, type PackedTrack, type Track } from './track';

/** The curves of a run. */
type Curve = 'batches' | 'epochs' | 'gradients' | 'updates';

/** A run as a view is sent it: with its curves in binary, and of its layers no more points than are ever drawn. */
export type PackedRun = Omit<Run, Curve> & Readonly<Record<Curve, PackedTrack>>;

/** A run beside it, as a view is sent it. */
export type PackedComparedRun = Omit<ComparedRun, 'run'> & { readonly run: PackedRun };

/** A layer has a line of a few hundred pixels, which nobody looks at more closely. */
const LAYER_POINTS = 2048;

const ofLayers = (track: Track): PackedTrack => packed({ ...thinned(track, LAYER_POINTS), capacity: 2 * LAYER_POINTS });

/** A copy to be sent. */
export const packedRun = (run: Run): PackedRun => ({
  ...run,
  batches: packed(run.batches),
  epochs: packed(run.epochs),
  gradients: ofLayers(run.gradients),
  updates: ofLayers(run.updates),
});

/** The run that was sent; from here on it takes events in as any other does. */
export const unpackedRun = (run: PackedRun): Run => ({
  ...run,
  batches: unpacked(run.batches),
  epochs: unpacked(run.epochs),
  gradients: unpacked(run.gradients),
  updates: unpacked(run.updates),
});
