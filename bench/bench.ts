/** The shape of a benchmark: every `bench/*.bench.ts` exports `bench` of it. */
import { readFileSync } from 'node:fs';

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

/** The most memory that this process had (Linux); `maxRSS` of getrusage(2) would count its parent's before exec, too. */
export function peakMemoryMiB(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(?<kib>\d+) kB$/mu.exec(status)?.groups?.['kib']) / 1024;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}

/** The value that `share` (0.99: the 99th percentile) of the others are below. */
export function atShare(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}
