import type { Run } from './run';
import type { Track } from './track';

/** A row for each epoch and a column for each figure; a figure that was no number leaves its cell empty. */
export function csvOf({ epochs, gradients, updates }: Run): string {
  const columns = Object.entries(epochs.values);
  const known = (track: Track) =>
    Object.entries(track.values).filter(([, values]) => values.some((value) => value !== null));
  const [norms, shares] = [known(gradients), known(updates)];
  const head = [
    'epoch',
    ...columns.map(([name]) => name),
    ...norms.map(([name]) => `gradient norm of ${name}`),
    ...shares.map(([name]) => `update share of ${name}`),
  ];
  const rows = epochs.x.map((epoch, index) =>
    [epoch, ...[...columns, ...norms, ...shares].map(([, values]) => values[index] ?? '')].join(','),
  );
  return `${[head.map(cell).join(','), ...rows].join('\n')}\n`;
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
