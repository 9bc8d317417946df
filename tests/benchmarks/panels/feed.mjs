// What the extension host does for run panels, in a worker beside their page: it takes events in and passes them on as VS Code does.
import { apply, newRun } from '../../../client/src/runPanel/run.ts';
import { packedRun } from '../../../client/src/runPanel/snapshot.ts';

const PARTS = ['train', 'validation'];
const LAYERS = ['dense_1', 'dense_2', 'dense_3', 'dense_4'];
const DELTA_MILLISECONDS = 50;

const feeds = [];

/** One run with its panel: how long it is, and what its panel is sent. */
class Feed {
  epoch = 0;
  sizes = [];
  serializing = [];
  received = 0;

  constructor(index, port) {
    this.port = port;
    this.index = index;
    this.run = newRun(`run${index}`, 'file:///net.nnet', 'Net');
    apply(this.run, started(index));
    port.onmessage = ({ data }) => {
      if (data.type === 'ready')
        this.#send({ type: 'snapshot', uri: 'file:///net.nnet', file: 'net.nnet', run: packedRun(this.run) });
    };
  }

  /** The run so far: every epoch has a point of its own, and a point of its batches. */
  begin(epochs) {
    while (this.epoch < epochs) {
      this.epoch++;
      apply(this.run, batch(this.epoch, this.index));
      apply(this.run, epoch(this.epoch, this.index));
    }
  }

  /** So many epochs in one message. Workers tell of batches twenty times a second, which is once a message. */
  tell(epochs) {
    const events = Array.from({ length: epochs }, () => epoch(++this.epoch, this.index));
    events.push(batch(this.epoch, this.index));
    for (const event of events) apply(this.run, event);
    this.#send({ type: 'events', run: this.run.id, events });
  }

  /** As VS Code sends it: JSON, and beside it whatever is binary. */
  #send(message) {
    const began = performance.now();
    const buffers = [];
    const json = JSON.stringify(message, (_, value) =>
      ArrayBuffer.isView(value) ? { $buffer: buffers.push(value.buffer.slice(0)) - 1 } : value,
    );
    this.serializing.push(performance.now() - began);
    this.sizes.push(json.length + buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0));
    const revived = JSON.parse(json, (_, value) =>
      typeof value?.$buffer === 'number' ? new Float64Array(buffers[value.$buffer]) : value,
    );
    this.port.postMessage(revived, buffers);
  }
}

let timer;
onmessage = ({ data, ports }) => {
  if (data.type === 'open') {
    const feed = new Feed(feeds.length, ports[0]);
    feed.begin(data.points);
    feeds.push(feed);
    feed.port.start();
  } else if (data.type === 'live') {
    for (const feed of feeds) [feed.sizes, feed.serializing] = [[], []];
    timer = setInterval(() => feeds.forEach((feed) => feed.tell(data.epochs)), DELTA_MILLISECONDS);
  } else if (data.type === 'stop') clearInterval(timer);
  if (data.type === 'stop' || data.type === 'ask')
    postMessage(feeds.map(({ sizes, serializing, epoch }) => ({ sizes, serializing, epoch })));
};

/** The same noise in every run of the measurement. */
const noise = (n) => {
  const value = Math.sin(n * 12.9898) * 43758.5453;
  return value - Math.floor(value);
};

const lossAt = (epoch, index) => 0.2 + 2 / (1 + epoch / (2000 * (index + 1))) + 0.2 * noise(epoch + index);

const started = (index) => ({
  event: 'started',
  model: 'Net',
  data: 'points',
  line: 20,
  runDir: `/work/runs/${index}`,
  parameters: 4417,
  samples: { train: 400, validation: 100, test: 0 },
  epochs: 1_000_000,
  stepsPerEpoch: 1,
  loss: 'cross_entropy',
  optimizer: 'adam',
  metrics: ['accuracy'],
  monitor: 'val_loss',
  layers: LAYERS.map((name, line) => ({ line: line + 10, name, kind: 'dense', output: '64', parameters: 1056 })),
});

const batch = (epoch, index) => ({
  event: 'batch',
  epoch,
  step: epoch,
  loss: lossAt(epoch, index) + 0.3 * noise(epoch * 7 + index),
  samplesPerSecond: 200_000,
  secondsLeft: 90,
});

const epoch = (epoch, index) => ({
  event: 'epoch',
  epoch,
  epochs: 1_000_000,
  ...Object.fromEntries(
    PARTS.map((part, shift) => {
      const loss = lossAt(epoch, index) + 0.1 * shift;
      return [part, { loss, accuracy: 1 / (1 + loss) }];
    }),
  ),
  learningRate: 0.01,
  seconds: 0.002,
  secondsLeft: 90,
  samplesPerSecond: 200_000,
  best: epoch % 1000 === 0,
  layers: LAYERS.map((name, line) => ({
    line: line + 10,
    name,
    gradientNorm: 0.1 + noise(epoch + line),
    deadShare: line === 3 ? null : 0.1 * noise(epoch * 3 + line),
    weightNorm: 8,
    updateShare: 1e-3 * (1 + noise(epoch * 5 + line)),
    saturatedShare: null,
  })),
});
