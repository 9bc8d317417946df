/**
 * What the worker says about a run: the JSON lines of `nnet train --events`, as the server passes them on in
 * `nnet/run` notifications. Lines and columns are 1-based; a number that was NaN or infinite is null.
 */
export type RunEvent = Started | Batch | Epoch | Finding | Paused | Continued | Refused | PictureDrawn | Done | Failed;

/** The notification's parameters. */
export interface RunNotification {
  readonly run: string;
  readonly uri: string;
  readonly train: string;
  readonly event: RunEvent;
}

export type Maybe = number | null;

export interface Started {
  readonly event: 'started';
  readonly model: string;
  readonly data: string;
  /** The line of the train block. */
  readonly line: number;
  readonly runDir: string;
  readonly parameters: number;
  readonly samples: { readonly train: number; readonly validation: number; readonly test: number };
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly loss: string;
  readonly optimizer: string;
  readonly metrics: readonly string[];
  readonly monitor: string | null;
  readonly layers: readonly StartedLayer[];
}

export interface StartedLayer {
  readonly line: number;
  readonly name: string;
  readonly kind: string;
  readonly output: string;
  readonly parameters: number;
}

export interface Batch {
  readonly event: 'batch';
  readonly epoch: number;
  readonly step: number;
  readonly loss: Maybe;
  readonly samplesPerSecond: Maybe;
  readonly secondsLeft: Maybe;
}

/** The loss and the metrics by name. */
export type Scores = Readonly<Record<string, Maybe>>;

export interface Epoch {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  readonly train: Scores;
  readonly validation: Scores | null;
  readonly learningRate: Maybe;
  readonly seconds: Maybe;
  readonly secondsLeft: Maybe;
  readonly samplesPerSecond: Maybe;
  /** Whether these are the best weights so far. */
  readonly best: boolean;
  readonly layers: readonly LayerHealth[];
}

export interface LayerHealth {
  readonly line: number;
  readonly name: string;
  readonly gradientNorm: Maybe;
  /** The share of units that were zero for the whole epoch; null where the question makes no sense. */
  readonly deadShare: Maybe;
  /** By how much of the weights' length the epoch's last step changed them; missing in runs of an earlier version. */
  readonly updateShare?: Maybe;
}

export interface Finding {
  readonly event: 'finding';
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly epoch?: number | null;
}

/** The run waits between two steps until it is told to go on. */
export interface Paused {
  readonly event: 'paused';
  readonly epoch: number;
  readonly step: number;
}

/** It goes on, perhaps with another text or more epochs. */
export interface Continued {
  readonly event: 'continued';
  readonly epoch: number;
  readonly epochs: number;
  /** What the new text changed, one sentence each. */
  readonly changes: readonly string[];
}

/** It stays paused, since the new text changes what cannot be changed any more. */
export interface Refused {
  readonly event: 'refused';
  readonly message: string;
  readonly line: number | null;
}

/** How the network solves its task at the end of an epoch. Bytes are in base64; numbers in them take four, the least significant first. */
export interface PictureDrawn {
  readonly event: 'picture';
  readonly epoch: number;
  readonly picture: Picture;
}

export type Picture =
  Surface | Confusion | Scatter | Reconstruction | Passages | Forecasts | Filters | Histograms | Neurons;

/** What is answered in every cell of the plane of two columns, and the samples in it. */
export interface Surface {
  readonly kind: 'surface';
  readonly columns: readonly string[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly size: number;
  /** Empty where values are predicted. */
  readonly classes: readonly string[];
  /** What the bytes 0 and 255 of a cell stand for. */
  readonly range: readonly number[];
  /** Row by row from the top, a byte each. */
  readonly cells: string;
  /** Of more than two classes, the winner of each cell. */
  readonly winners: string | null;
  /** Two coordinates and the target each; those of the training part first. */
  readonly points: string;
  readonly trainPoints: number;
}

export interface Confusion {
  readonly kind: 'confusion';
  readonly part: string;
  readonly classes: readonly string[];
  /** Rows are true classes, columns answers. */
  readonly counts: readonly (readonly number[])[];
  readonly mistakes: readonly Mistake[];
  /** Channels, height and width where samples are images. */
  readonly image: readonly number[] | null;
}

export interface Mistake {
  readonly sample: number;
  readonly truth: number;
  readonly answer: number;
  readonly certainty: Maybe;
  readonly pixels: string | null;
}

/** The true value and the predicted one of each sample. */
export interface Scatter {
  readonly kind: 'scatter';
  readonly part: string;
  readonly points: string;
}

export interface Reconstruction {
  readonly kind: 'reconstruction';
  readonly part: string;
  readonly image: readonly number[];
  readonly count: number;
  readonly inputs: string;
  readonly targets: string | null;
  readonly outputs: string;
}

/** The weights of the first layer's units as images; grey is zero. */
export interface Filters {
  readonly kind: 'filters';
  readonly line: number;
  readonly image: readonly number[];
  readonly count: number;
  readonly pixels: string;
}

/** How the network goes on with a text that it has not seen. */
export interface Passages {
  readonly kind: 'passage';
  readonly part: string;
  readonly begin: string;
  readonly passages: readonly { readonly temperature: number; readonly text: string }[];
  /** What it wrote at the end of earlier epochs, the oldest first. */
  readonly earlier: readonly { readonly epoch: number; readonly text: string }[];
}

/** How series go on, and what the network foresaw. */
export interface Forecasts {
  readonly kind: 'forecast';
  readonly part: string;
  /** How many rows ahead it looks. */
  readonly horizon: number;
  readonly series: readonly Forecast[];
}

/** Numbers of four bytes each. */
export interface Forecast {
  readonly name: string;
  readonly history: string;
  readonly truth: string;
  /** From what had happened until then. */
  readonly ahead: string;
  /** From the history and the predictions before; empty where they are not all that the next one needs. */
  readonly fedBack: string;
}

/** How the weights, gradients and outputs of every line that learns are spread over the run. */
export interface Histograms {
  readonly kind: 'histograms';
  readonly bins: number;
  /** The epochs that were looked at, the oldest first. */
  readonly epochs: readonly number[];
  readonly layers: readonly LayerHistograms[];
}

export interface LayerHistograms {
  readonly line: number;
  readonly name: string;
  readonly weights: Spread;
  /** The logarithms to the base of ten of their sizes. */
  readonly gradients: Spread;
  /** Without a histogram where the layer gives nothing by itself. */
  readonly outputs: Spread;
}

export interface Spread {
  readonly low: number;
  readonly high: number;
  /** Histogram after histogram: a byte for each bin, in proportion to the fullest. */
  readonly shares: string;
}

/** What every neuron of a small network gives over the plane of its two columns, and the weights between them. */
export interface Neurons {
  readonly kind: 'neurons';
  /** Cells in a row and in a column of a neuron's surface. */
  readonly size: number;
  /** The inputs, then the layers; the last one is the output. */
  readonly layers: readonly NeuronLayer[];
}

export interface NeuronLayer {
  readonly line: number;
  readonly units: number;
  /** What the inputs are. */
  readonly labels: readonly string[];
  /** What the bytes 0 and 255 of a cell stand for. */
  readonly range: readonly number[];
  /** Surface after surface, row by row from the top; null for the output. */
  readonly cells: string | null;
  /** For each neuron its weight of every neuron before. */
  readonly weights: string | null;
  readonly biases: string | null;
}

export type Ending = 'completed' | 'early_stopped' | 'stopped' | 'diverged';

export interface Done {
  readonly event: 'done';
  readonly status: Ending;
  /** The epochs that were run. */
  readonly epochs: number;
  readonly bestEpoch: number | null;
  readonly test: Scores | null;
  readonly seconds: Maybe;
  readonly runDir: string;
}

export interface Failed {
  readonly event: 'failed';
  readonly message: string;
  readonly line: number | null;
}
