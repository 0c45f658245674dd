/** Many durations → what nearly all of them stay under, and the longest. */
export function spread(values: unknown): { readonly p95: number; readonly max: number } {
  const sorted = Array.isArray(values) ? values.map(Number).toSorted((a, b) => a - b) : [];
  return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, max: sorted.at(-1) ?? 0 };
}
