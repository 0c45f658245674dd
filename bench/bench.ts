/** The shape of a benchmark: every `bench/*.bench.ts` exports `bench` of it. */

export interface BenchRow {
  /** What was measured, as a noun phrase: "sealing, share of raw node:crypto". */
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: BenchGoal;
  /** Others at the same work, in the same run. */
  readonly peers?: readonly { readonly name: string; readonly value: number }[];
}

type BenchGoal =
  | { readonly kind: 'atMost'; readonly value: number }
  | { readonly kind: 'atLeast'; readonly value: number };

export interface Bench {
  readonly title: string;
  /** Measures and returns its rows; a peer that does not run here is left out. */
  readonly run: (progress: (line: string) => void) => Promise<readonly BenchRow[]>;
}

/** CPU-milliseconds (user and system) of this process while `work` ran. */
export async function measureCpuMs(work: () => Promise<void> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}
