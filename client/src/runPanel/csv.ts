import type { Run } from './run';

/** A row for each epoch and a column for each figure; a figure that was no number leaves its cell empty. */
export function csvOf({ epochs, gradients }: Run): string {
  const columns = Object.entries(epochs.values);
  const norms = Object.entries(gradients.values).filter(([, values]) => values.some((value) => value !== null));
  const head = ['epoch', ...columns.map(([name]) => name), ...norms.map(([name]) => `gradient norm of ${name}`)];
  const rows = epochs.x.map((epoch, index) =>
    [epoch, ...[...columns, ...norms].map(([, values]) => values[index] ?? '')].join(','),
  );
  return `${[head.map(cell).join(','), ...rows].join('\n')}\n`;
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
