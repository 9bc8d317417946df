/** At most so many of some rows, evenly chosen, the first and the last among them. */
export function chosen(rows: number, most: number): number[] {
  const wanted = Math.min(rows, most);
  return Array.from({ length: wanted }, (_, index) => Math.round((index * (rows - 1)) / Math.max(1, wanted - 1)));
}

/** The narrowest stretch of bins around the fullest that holds most of what was counted: the first bin and the one behind the last. */
export function peak(shares: Uint8Array): [number, number] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  let from = shares.indexOf(Math.max(...shares));
  let to = from + 1;
  for (let held = shares[from] ?? 0; held < 0.8 * all;) {
    const [before, behind] = [shares[from - 1] ?? -1, shares[to] ?? -1];
    if (before > behind) held += shares[--from]!;
    else held += shares[to++]!;
  }
  return [from, to];
}
