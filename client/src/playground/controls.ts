/**
 * A train block as controls, as the server makes them of the text (`nnet/playground`). What a value means and how it is written, the
 * server knows; here it is shown, and what was chosen is sent back.
 */
export interface PlaygroundPicture {
  readonly uri: string;
  readonly version: number;
  readonly train?: string | null;
  readonly trains: readonly string[];
  /** The text is half typed: nothing is known but that the controls were others. */
  readonly isStale: boolean;
  readonly groups: readonly ControlGroup[];
  /** Inputs and layers, where the model is a row of few dense layers. */
  readonly columns: readonly PlaygroundColumn[];
  readonly data?: string | null;
  /** What stands against training. */
  readonly problem?: { readonly message: string; readonly line: number } | null;
}

export interface ControlGroup {
  readonly id: 'data' | 'features' | 'network' | 'training';
  readonly title: string;
  readonly note?: string | null;
  readonly controls: readonly Control[];
}

export interface Control {
  readonly id: string;
  readonly label: string;
  readonly kind: 'choice' | 'slider' | 'switch' | 'button';
  /** One of the choices; empty where the text says several. */
  readonly value: string;
  /** Of a slider from the lowest to the highest. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly doc: string;
  readonly line: number;
  /** Why it cannot be operated; absent where it can. */
  readonly disabled?: string | null;
}

export interface PlaygroundColumn {
  readonly units: number;
  readonly line: number;
  readonly labels: readonly string[];
  readonly activation?: string | null;
  readonly control?: string | null;
}

/** What is shown of a new text: of a half typed one the controls stay as they were, out of order until it is whole again. */
export function follow(before: PlaygroundPicture | null, now: PlaygroundPicture): PlaygroundPicture {
  if (!now.isStale || !before || before.uri !== now.uri) return now;
  return { ...before, version: now.version, isStale: true, problem: now.problem ?? null };
}

export const groupOf = (picture: PlaygroundPicture | null, id: ControlGroup['id']): readonly Control[] =>
  picture?.groups.find((group) => group.id === id)?.controls ?? [];

export const controlOf = (picture: PlaygroundPicture | null, id: string): Control | undefined =>
  picture?.groups.flatMap((group) => group.controls).find((control) => control.id === id);

/** The value that lies so many steps further; undefined beyond the ends. */
export function stepped(control: Control, by: number): string | undefined {
  const at = control.choices.findIndex((choice) => choice.value === control.value);
  return at < 0 ? undefined : control.choices[at + by]?.value;
}
