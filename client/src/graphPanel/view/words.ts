import { count } from '../../runPanel/view/format';
import type { Graph } from '../graph';
import type { Box, Frame } from './scene';

/** A number of parameters in a box: whole as long as it is short. */
export function parameters(number: number): string {
  if (number < 1_000_000) return count(number);
  const [size, unit] = number < 1e9 ? [number / 1e6, 'M'] : [number / 1e9, 'B'];
  return `${size.toFixed(size < 10 ? 2 : 1)} ${unit}`;
}

/** What stands at the right of a box. */
export const noteOf = (part: { readonly times: number; readonly parameters?: number }) =>
  [part.times > 1 ? `×${count(part.times)}` : '', part.parameters ? parameters(part.parameters) : '']
    .filter(Boolean)
    .join(' · ');

/** A box in a sentence, for those who do not see it, and when the mouse rests on it. */
export function spokenBox(box: Box): string {
  return [
    [box.label ? `${box.label}:` : '', box.word, box.rest].filter(Boolean).join(' '),
    box.kind === 'block' ? 'folded block' : '',
    box.times > 1 ? `${count(box.times)} times` : '',
    box.shape ? `gives ${box.shape}` : '',
    box.parameters > 0 ? `${count(box.parameters)} parameters` : '',
    box.isOutput ? 'output' : '',
    lineOf(box),
    problemOf(box),
  ]
    .filter(Boolean)
    .join(', ');
}

export function spokenFrame(frame: Frame): string {
  return [
    [frame.word, frame.rest].filter(Boolean).join(' '),
    'open block',
    frame.times > 1 ? `${count(frame.times)} times` : '',
    lineOf(frame),
    problemOf(frame),
  ]
    .filter(Boolean)
    .join(', ');
}

const lineOf = ({ place }: Box | Frame) => (place.line < 0 ? '' : `line ${place.line + 1}`);

const problemOf = ({ problem }: Box | Frame) =>
  problem ? `${problem.isError ? 'error' : 'warning'}: ${problem.message}` : '';

/** The whole graph in two sentences. */
export function summary(graph: Graph): string {
  const inputs = graph.nodes.filter((node) => node.kind === 'input');
  const outputs = graph.nodes.filter((node) => node.isOutput);
  const shapes = (nodes: readonly { readonly shape?: string }[]) =>
    nodes.flatMap((node) => node.shape ?? []).join(' and ');
  const errors = problemsIn(graph).filter((problem) => problem.isError);
  return [
    `${graph.model}: ${count(graph.nodes.length)} lines that make layers`,
    graph.frames.length > 0 ? `, ${count(graph.frames.length)} blocks` : '',
    graph.total ? `, ${graph.total}` : '',
    shapes(inputs) && shapes(outputs) ? `, from ${shapes(inputs)} to ${shapes(outputs)}` : '',
    '. ',
    errors.length === 0
      ? 'No errors.'
      : `${count(errors.length)} ${errors.length === 1 ? 'error' : 'errors'}, the first in line ${errors[0]!.line + 1}: ${errors[0]!.message}`,
  ].join('');
}

/** Everything that was found, once each: a line of a block may be drawn many times. */
export function problemsIn(graph: Graph) {
  const all = [...graph.nodes, ...graph.frames].flatMap((part) => part.problem ?? []).concat(graph.problems);
  return [...new Map(all.map((problem) => [`${problem.line}:${problem.message}`, problem])).values()].sort(
    (one, other) => one.line - other.line,
  );
}
