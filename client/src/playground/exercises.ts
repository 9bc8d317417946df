/** The exercises of the TensorFlow Playground as texts to begin with. */
export interface Exercise {
  /** The name of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly detail: string;
  readonly text: string;
}

interface Parts {
  readonly question: string;
  readonly set: string;
  readonly features?: readonly string[];
  readonly layers: readonly number[];
  readonly toFit?: boolean;
}

const capital = (word: string) => word.replaceAll(/(?:^|_)(\w)/g, (_: string, letter: string) => letter.toUpperCase());

function textOf({ question, set, features = ['x1', 'x2'], layers, toFit = false }: Parts): string {
  const model = capital(set);
  return [
    `# ${question}`,
    'data points {',
    `  playground ${set} samples=500 noise=5%`,
    `  features [${features.join(', ')}]`,
    '  split train=50% test=50%',
    '}',
    '',
    `model ${model} {`,
    `  input ${features.length}`,
    ...layers.map((units) => `  dense ${units} activation=tanh`),
    toFit ? '  dense 1' : '  dense 1 activation=sigmoid',
    '}',
    '',
    `train ${model} on points {`,
    `  loss ${toFit ? 'mean_squared_error' : 'binary_cross_entropy'}`,
    '  optimizer adam lr=0.01',
    '  batch 10',
    '  epochs 200',
    `  metrics ${toFit ? 'rmse' : 'accuracy'}`,
    '}',
    '',
  ].join('\n');
}

const exercise = (title: string, detail: string, parts: Parts): Exercise => ({
  name: parts.set.replaceAll('_', '-'),
  title,
  detail,
  text: textOf(parts),
});

export const exercises: readonly Exercise[] = [
  exercise('Two clouds', 'One line parts them: a network without hidden layers is enough.', {
    question: 'Two clouds that a straight line parts. How few neurons are enough?',
    set: 'gauss',
    layers: [],
  }),
  exercise('Circle', 'A ring around a disc: three neurons can fence it in.', {
    question: 'A disc in a ring. Three hidden neurons fence it in; can two?',
    set: 'circle',
    layers: [3],
  }),
  exercise('Exclusive or', 'Opposite corners belong together, which no line can part.', {
    question: 'Opposite corners belong together. Which single feature makes hidden layers unnecessary?',
    set: 'xor',
    layers: [4],
  }),
  exercise('Spiral', 'Two arms wound round each other, the hardest of the sets.', {
    question: 'Two arms wound round each other. Try it with x1 and x2 alone, and more neurons.',
    set: 'spiral',
    features: ['x1', 'x2', 'sin(x1)', 'sin(x2)'],
    layers: [8, 8],
  }),
  exercise('Plane', 'Values that rise evenly: linear regression.', {
    question: 'Values that rise evenly. Does a hidden layer help?',
    set: 'plane',
    layers: [],
    toFit: true,
  }),
  exercise('Hills', 'Hills and hollows to fit: regression that needs hidden layers.', {
    question: 'Hills and hollows. What does the network make of the places without samples?',
    set: 'gauss_regression',
    layers: [8, 4],
    toFit: true,
  }),
];
