// Made-up runs that look like real ones.
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const spirals = {
  model: 'Mlp',
  data: 'spirals',
  line: 12,
  parameters: 145,
  epochs: 200,
  stepsPerEpoch: 25,
  loss: 'binary_cross_entropy',
  samples: { train: 250, validation: 50, test: 200 },
  batch: 10,
  rate: 210000,
  first: 0.72,
  floor: 0.05,
  gap: 0.04,
  speed: 28,
  layers: [
    [8, 'dense_1', 'dense', '8', 64],
    [9, 'dense_2', 'dense', '8', 72],
    [10, 'dense_3', 'dense', '1', 9],
  ],
  milliseconds: 40,
  noise: 0.25,
  lr: 0.03,
};
const lenet = {
  model: 'LeNet5',
  data: 'digits',
  line: 22,
  parameters: 61706,
  epochs: 30,
  stepsPerEpoch: 125,
  loss: 'cross_entropy',
  samples: { train: 8000, validation: 1000, test: 1000 },
  batch: 64,
  rate: 18400,
  first: 2.4,
  floor: 0.01,
  gap: 0.055,
  speed: 2.2,
  layers: [
    [9, 'conv_1', 'conv', '6×28×28', 156],
    [10, 'avgpool_1', 'avgpool', '6×14×14', 0],
    [11, 'conv_2', 'conv', '16×10×10', 2416],
    [12, 'relu_1', 'relu', '16×10×10', 0],
    [13, 'dense_1', 'dense', '120', 48120],
    [14, 'dense_2', 'dense', '84', 10164],
    [15, 'dense_3', 'dense', '10', 850],
  ],
  milliseconds: 250,
  noise: 0.35,
  lr: 0.05,
  dead: 'relu_1',
};
/** Yields [event, milliseconds to wait]. */
export function* replay(kind, { slow = 1 } = {}) {
  const base = kind === 'lenet' || kind === 'overfit' ? lenet : spirals;
  const rnd = random(7);
  const noise = () => (rnd() + rnd() + rnd() - 1.5) * 2;
  yield [
    {
      event: 'started',
      version: 1,
      run: 'x',
      file: '/x',
      train: base.model,
      model: base.model,
      data: base.data,
      line: base.line,
      runDir: '/tmp/runs/' + base.data,
      seed: 42,
      threads: 2,
      simd: 256,
      parameters: base.parameters,
      samples: base.samples,
      batch: base.batch,
      epochs: base.epochs,
      stepsPerEpoch: base.stepsPerEpoch,
      loss: base.loss,
      optimizer: 'adam',
      metrics: ['accuracy', 'confusion'],
      monitor: 'val_loss',
      layers: base.layers.map(([line, name, kind, output, parameters]) => ({ line, name, kind, output, parameters })),
    },
    400 * slow,
  ];
  if (kind === 'failed') {
    yield [
      {
        event: 'failed',
        message:
          'The file t10k-images-idx3-ubyte.gz is not beside digits.nnet. Put it there, or write its path in the idx line.',
        line: 3,
      },
      0,
    ];
    return;
  }
  let best = Infinity,
    bestEpoch = null,
    lr = base.lr;
  const perEpoch = Math.max(1, Math.min(base.stepsPerEpoch, Math.round(base.milliseconds / 12)));
  for (let epoch = 1; epoch <= base.epochs; epoch++) {
    const at = (e) => base.floor + (base.first - base.floor) * Math.exp(-e / base.speed) * (1 + 0.15 * Math.sin(e / 3));
    for (let i = 1; i <= perEpoch; i++) {
      const e = epoch - 1 + i / perEpoch;
      let loss = at(e) * Math.exp(base.noise * noise()) + (e < 0.1 && kind === 'lenet' ? 4 : 0);
      if (kind === 'diverged' && epoch > 6) loss = at(e) * 1.9 ** (epoch - 6);
      yield [
        {
          event: 'batch',
          epoch,
          step: Math.round(e * base.stepsPerEpoch),
          loss,
          samplesPerSecond: base.rate * (1 + 0.05 * noise()),
          secondsLeft: (((base.epochs - e) * base.milliseconds) / 1000) * slow,
        },
        (base.milliseconds / perEpoch) * slow,
      ];
    }
    let loss = at(epoch) * Math.exp(0.08 * noise() * base.noise * 4);
    let val =
      at(epoch) * Math.exp(0.12 * noise()) +
      base.gap * (1 + (kind === 'overfit' ? Math.max(0, epoch - 8) * 0.09 : 0.1));
    if (kind === 'diverged' && epoch > 6) {
      loss = at(epoch) * 1.9 ** (epoch - 6);
      val = loss * 1.1;
    }
    const acc = (l) => Math.max(0, Math.min(1, 1 - (l * 0.28) / Math.max(0.4, base.first / 3)));
    const isBest = val < best;
    if (isBest) {
      best = val;
      bestEpoch = epoch;
    }
    if (base === lenet && epoch % 10 === 0) lr /= 2;
    yield [
      {
        event: 'epoch',
        epoch,
        epochs: base.epochs,
        train: { loss, accuracy: acc(loss) },
        validation: { loss: val, accuracy: acc(val) },
        learningRate: lr,
        seconds: base.milliseconds / 1000,
        secondsLeft: ((base.epochs - epoch) * base.milliseconds) / 1000,
        samplesPerSecond: base.rate,
        best: isBest,
        layers: base.layers
          .filter((l) => l[4] || l[1] === base.dead)
          .map(([line, name], i) => ({
            line,
            name,
            gradientNorm:
              name === base.dead
                ? null
                : 0.4 * Math.exp(-epoch / 40 + 0.2 * noise()) * 0.35 ** (base.layers.length - i - 1),
            deadShare: name === base.dead ? Math.min(0.48, epoch / 40) : null,
          })),
      },
      0,
    ];
    if (kind === 'overfit' && epoch === 16)
      yield [
        {
          event: 'finding',
          code: 'overfit',
          severity: 'warning',
          line: 13,
          column: 3,
          endLine: 13,
          endColumn: 30,
          message:
            'The validation loss has risen since epoch 8, from 0.081 to 0.113, while the training loss still falls: the net learns the training set by heart. Keep the weights of epoch 8, and add dropout or l2.',
          epoch: 16,
        },
        0,
      ];
    if (kind === 'diverged' && epoch === 11) {
      yield [
        {
          event: 'finding',
          code: 'diverging',
          severity: 'error',
          line: 16,
          column: 3,
          endLine: 16,
          endColumn: 25,
          message:
            'The loss grew to 11.2, more than three times the best of 0.54: the learning rate of 0.5 is too large for adam. Try 0.03.',
          epoch: 11,
        },
        0,
      ];
      yield [
        {
          event: 'done',
          status: 'diverged',
          epochs: epoch,
          bestEpoch,
          test: null,
          seconds: 2.1,
          runDir: '/tmp/runs/spirals',
        },
        0,
      ];
      return;
    }
  }
  yield [
    {
      event: 'done',
      status: 'completed',
      epochs: base.epochs,
      bestEpoch,
      test: { loss: 0.0521, accuracy: 0.983 },
      seconds: (base.epochs * base.milliseconds) / 1000,
      runDir: '/tmp/runs/spirals',
    },
    0,
  ];
}
