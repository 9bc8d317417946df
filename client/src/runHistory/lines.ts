/** A line that one text has and the other has not, with its number there, from 1. */
export interface Change {
  readonly kind: 'removed' | 'added';
  readonly line: number;
  readonly text: string;
}

/** Texts with more lines than this that differ are only said to differ: the table below would be large. */
const MOST_LINES = 2000;

/** The lines by which two texts differ, in the order of the text; removed ones before those that came in their place. */
export function changesBetween(before: string, after: string): Change[] {
  const [old, young] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  let top = 0;
  while (top < old.length && top < young.length && old[top] === young[top]) top++;
  let bottom = 0;
  while (bottom < Math.min(old.length, young.length) - top && old.at(-1 - bottom) === young.at(-1 - bottom)) bottom++;
  const [gone, come] = [old.slice(top, old.length - bottom), young.slice(top, young.length - bottom)];
  if (gone.length > MOST_LINES || come.length > MOST_LINES) return [];

  // The longest common subsequence, by its length from every pair of lines on.
  const width = come.length + 1;
  const common = new Uint16Array((gone.length + 1) * width);
  for (let i = gone.length - 1; i >= 0; i--)
    for (let j = come.length - 1; j >= 0; j--)
      common[i * width + j] =
        gone[i] === come[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);

  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < gone.length || j < come.length) {
    if (i < gone.length && j < come.length && gone[i] === come[j]) {
      i++;
      j++;
    } else if (i < gone.length && (j === come.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      changes.push({ kind: 'removed', line: top + i + 1, text: gone[i]! });
      i++;
    } else {
      changes.push({ kind: 'added', line: top + j + 1, text: come[j]! });
      j++;
    }
  }
  return changes;
}
