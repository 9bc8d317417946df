// Quantiles of measured times.

/** The value that a share of the (unsorted) numbers does not exceed. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export const median = (numbers) => quantile(numbers, 0.5);

/** A markdown table; the first row is the header. */
export function table(rows) {
  const [header, ...body] = rows;
  return [header, header.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
