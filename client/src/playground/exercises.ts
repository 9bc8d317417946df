/** An exercise of the lectures, as their page lists it. */
export interface Exercise {
  readonly number: number;
  readonly title: string;
  /** What it belongs to. */
  readonly chapter: string;
  /** Its file beside the page. */
  readonly file: string;
}

/** The exercises in the order of the lectures' page: headings `### 3. Title · [file.nnet](file.nnet)` below those of chapters. */
export function exercisesOf(page: string): Exercise[] {
  const found: Exercise[] = [];
  let chapter = '';
  for (const line of page.split('\n')) {
    const [, heading] = /^## (.+)$/.exec(line) ?? [];
    if (heading !== undefined) chapter = heading;
    const [, number, title, file] = /^### (\d+)\. (.+) · \[[^\]]*\]\(([\w.-]+\.nnet)\)$/.exec(line) ?? [];
    if (title !== undefined && file !== undefined) found.push({ number: Number(number), title, chapter, file });
  }
  return found;
}

/** What an exercise is about: its first line. */
export const detailOf = (text: string): string => /^#\s*(.+)$/m.exec(text)?.[1] ?? '';

/** An exercise that stands alone: the text with its tables beside it, and where they come from. */
export function alone(text: string): { readonly text: string; readonly tables: readonly string[] } {
  const tables: string[] = [];
  const moved = text.replaceAll(/"([^"\n]*\.(?:csv|csv\.gz))"/g, (_, path: string) => {
    const name = path.split('/').at(-1)!;
    tables.push(name);
    return `"${name}"`;
  });
  return { text: moved, tables };
}
