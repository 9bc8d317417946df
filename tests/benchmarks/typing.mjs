// Long texts, and somebody who types in them.

const leNet = (index) => `model LeNet${index} {
  input 1x28x28
  conv 6 kernel=5 padding=2 activation=tanh
  avgpool 2
  conv 16 kernel=5 activation=tanh
  avgpool 2
  flatten
  dense 120 activation=tanh
  dense 84 activation=tanh
  dense 10
}

train LeNet${index} on numbers {
  loss cross_entropy
  optimizer sgd lr=0.05 momentum=0.9
  batch 64
  epochs 30
  metrics accuracy
}
`;

const resNet = (index) => `block Stage${index}(ch, stride=1) {
  Basic ch stride=stride
  Basic ch
}

model ResNet${index} {
  input 3x64x64
  conv 64 kernel=7 stride=2 padding=3 bias=false
  batchnorm; relu
  maxpool 3 stride=2 padding=1
  Stage${index} 64
  Stage${index} 128 stride=2
  Stage${index} 256 stride=2
  globalavgpool
  dense 1000
}
`;

const basicBlock = `block Basic(ch, stride=1) {
  add {
    path {
      conv ch kernel=3 stride=stride padding=1 bias=false
      batchnorm; relu
      conv ch kernel=3 padding=1 bias=false
      batchnorm
    }
    path when stride > 1 or in.channels != ch {
      conv ch kernel=1 stride=stride bias=false
      batchnorm
    }
  }
  relu
}
`;

const numbers =
  'data numbers {\n  playground spiral samples=500 noise=10%\n  split train=80% validation=10% test=10%\n}\n';

const repeated = (head, make, lines) => {
  const parts = [head];
  for (let count = head.split('\n').length; count < lines; count += make(0).split('\n').length) {
    parts.push(make(parts.length));
  }
  return parts.join('\n');
};

/** Texts of about so many lines, with the words behind which people type: in the middle of the text, in the middle of a body. */
export const texts = {
  /** Many small models, each with its training. */
  models: (lines) => ({ content: repeated(numbers, leNet, lines), behind: 'dense 120 activation=tanh' }),
  /** Models that call blocks that call blocks. */
  blocks: (lines) => ({ content: repeated(basicBlock, resNet, lines), behind: 'maxpool 3 stride=2 padding=1' }),
  /** One model from the first line to the last. */
  giant: (lines) => ({
    content: `model Giant {\n  input 3x32x32\n${Array.from({ length: Math.floor(lines / 4) }, (_, i) => `  c${i}: conv ${8 + (i % 32)} kernel=3 padding=1 bias=false\n  batchnorm\n  relu\n  # stage ${i}\n`).join('')}  flatten\n  dense 10\n}\n`,
    behind: '  relu',
  }),
  /** One model whose lines nest. */
  nested: (lines) => ({
    content: `model Nested {\n  input 3x32x32\n${Array.from({ length: Math.floor(lines / 6) }, (_, i) => `  residual {\n    repeat 2 {\n      conv ${i % 2 ? 3 : 'in.channels'} kernel=3 padding=1\n      batchnorm\n    }\n  }\n`).join('')}  flatten\n  dense 10\n}\n`,
    behind: '  }\n',
  }),
};

/** The text with a brace in its middle that nobody closes. */
export function unclosed({ content, behind }) {
  const at = content.indexOf(behind, content.length / 2) + behind.length;
  return { content: `${content.slice(0, at)}\n  repeat 2 {${content.slice(at)}`, behind };
}

/** Random numbers that are the same in every run (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/**
 * Types lines character by character, mistypes, takes characters back, and deletes the lines again when there are a few, so
 * that the text stays about as long as it is. No two versions are the same for long.
 */
export class Typist {
  #random;
  #line;
  #column;
  #first;
  #left = '';
  #column0;

  constructor({ content, behind }, seed = 1) {
    this.#random = randomNumbers(seed);
    const before = content.slice(0, content.indexOf(behind, content.length / 2) + behind.trimEnd().length).split('\n');
    this.#line = this.#first = before.length - 1;
    this.#column = this.#column0 = before.at(-1).length;
  }

  /** Where the cursor is. */
  get position() {
    return { line: this.#line, character: this.#column };
  }

  /** The next change, as the protocol has it. */
  next() {
    if (this.#left === '' && this.#line - this.#first > 3) {
      const range = { start: { line: this.#first, character: this.#column0 }, end: this.position };
      [this.#line, this.#column] = [this.#first, this.#column0];
      return { range, text: '' };
    }
    if (this.#left === '') {
      this.#left = `\n  ${this.#sentence()}`;
    } else if (this.#column > 4 && this.#random(12) === 0) {
      const end = this.position;
      this.#column--;
      return { range: { start: this.position, end }, text: '' };
    }
    const start = this.position;
    const text = this.#left[0] === '\n' ? '\n  ' : this.#left[0];
    this.#left = this.#left.slice(text.length);
    [this.#line, this.#column] = text[0] === '\n' ? [this.#line + 1, 2] : [this.#line, this.#column + 1];
    return { range: { start, end: start }, text };
  }

  #sentence() {
    const number = () => 1 + this.#random(300);
    const sentences = [
      () => `dropout ${number() % 60}%`,
      () => `d${number()}: conv ${number()} kernel=${1 + 2 * this.#random(3)} padding=same # again`,
      () => `dense ${number()} activation=relu`,
      () => `repeat ${1 + this.#random(3)} { batchnorm; relu }`,
      () => `let n${number()} = ${number()}*(3 + ${number()})`,
      () => `residual { conv ${number()} }`,
    ];
    return sentences[this.#random(sentences.length)]();
  }
}
